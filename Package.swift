// swift-tools-version: 6.3
import PackageDescription

/// The settings of every target: visible unsafe code, warnings as errors, explicit `any`, internal
/// imports.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The settings of targets that return spans of their own memory, which is experimental in 6.3.
let lending = settings + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "xunwen",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Xunwen", targets: ["Xunwen"]),
    .executable(name: "xunwen", targets: ["CommandLine"]),
    .executable(name: "xunwen-bench", targets: ["BenchmarkDriver"]),
    // Loaded into the program under test by LD_PRELOAD.
    .library(name: "FaultShim", type: .dynamic, targets: ["FaultShim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // From bottom to top; dependencies point downward only (docs/ARCHITECTURE.md).
    .systemLibrary(
      name: "ICULibrary", pkgConfig: "icu-i18n",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    // Hides ICU's headers from Swift and from clients, because Foundation has an ICU of its own.
    .target(
      name: "CICU", dependencies: ["ICULibrary"],
      linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
    .systemLibrary(
      name: "ZstdLibrary", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    // Hides zstd's header from Swift and from clients.
    .target(
      name: "CZstd", dependencies: ["ZstdLibrary"], linkerSettings: [.linkedLibrary("zstd")]),
    .systemLibrary(
      name: "XMLLibrary", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    // Hides libxml2's headers from Swift and from clients.
    .target(name: "CXML", dependencies: ["XMLLibrary"], linkerSettings: [.linkedLibrary("xml2")]),
    .systemLibrary(
      name: "YAMLLibrary", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    // Hides libyaml's header from Swift and from clients.
    .target(
      name: "CYAML", dependencies: ["YAMLLibrary"], linkerSettings: [.linkedLibrary("yaml")]),
    .systemLibrary(
      name: "ArchiveLibrary", pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    // Hides libarchive's headers from Swift and from clients.
    .target(
      name: "CArchive", dependencies: ["ArchiveLibrary"],
      linkerSettings: [.linkedLibrary("archive")]),
    .systemLibrary(
      name: "ZlibLibrary", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // May be missing; then pages compressed by brotli are reported.
    .systemLibrary(
      name: "BrotliLibrary", pkgConfig: "libbrotlidec",
      providers: [.apt(["libbrotli-dev"]), .brew(["brotli"])]),
    // Hides the headers of zlib and brotli from Swift and from clients.
    .target(
      name: "CInflate", dependencies: ["ZlibLibrary", "BrotliLibrary"],
      linkerSettings: [.linkedLibrary("z")]),
    // Hides the header of zlib, likewise, for the answers of the server.
    .target(
      name: "CGzip", dependencies: ["ZlibLibrary"], linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CChecksum"),
    .target(name: "CProcess"),
    .target(name: "Calendar", swiftSettings: settings),
    .target(
      name: "Storage", dependencies: ["CZstd", "CChecksum", "CProcess"], swiftSettings: lending),
    .target(name: "TextAnalysis", dependencies: ["CICU"], swiftSettings: lending),
    .target(
      name: "Articles",
      dependencies: ["Calendar", "Storage", "CArchive", "CICU", "CInflate", "CXML", "CYAML"],
      swiftSettings: settings),
    .target(
      name: "InvertedIndex", dependencies: ["Storage", "TextAnalysis"], swiftSettings: lending),
    .target(
      name: "Search",
      dependencies: ["InvertedIndex", "Storage", "TextAnalysis", "Calendar"],
      swiftSettings: lending),
    .target(
      name: "Xunwen",
      dependencies: ["Search", "InvertedIndex", "Storage", "TextAnalysis", "Articles", "Calendar"],
      swiftSettings: lending),
    .target(name: "Wire", dependencies: ["Xunwen"], swiftSettings: settings),
    // The files of the page as bytes of the program.
    .target(name: "CPage"),
    .target(
      name: "Server",
      dependencies: [
        "CGzip", "CPage", "Wire", "Xunwen", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      exclude: ["Page"], swiftSettings: settings),
    .executableTarget(
      name: "CommandLine",
      dependencies: [
        "Server", "Wire", "Xunwen",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // The benchmark program (docs/BENCHMARKS.md).
    .executableTarget(
      name: "BenchmarkDriver",
      dependencies: [
        "Xunwen", "Articles", "Search", "InvertedIndex", "Storage", "TextAnalysis", "Calendar",
      ],
      path: "Benchmarks/BenchmarkDriver", swiftSettings: lending),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .executableTarget(
      name: "ReaderProcess", dependencies: ["Xunwen", "TestSupport"], path: "Tests/ReaderProcess",
      swiftSettings: settings),
    .executableTarget(
      name: "QueryFuzzer",
      dependencies: [
        "Search", "InvertedIndex", "Storage", "TextAnalysis", "Calendar", "TestSupport",
      ],
      path: "Tests/QueryFuzzer", exclude: ["query.dict"], swiftSettings: settings),
    .executableTarget(
      name: "FormatFuzzer", dependencies: ["Articles", "Calendar", "TestSupport"],
      path: "Tests/FormatFuzzer", exclude: ["Dictionaries", "fuzz-formats.sh"],
      swiftSettings: settings),
    .executableTarget(
      name: "RequestFuzzer", dependencies: ["Server", "TestSupport"],
      path: "Tests/RequestFuzzer", exclude: ["http.dict"], swiftSettings: settings),
    .target(name: "FaultShim", path: "Tests/FaultShim"),
    .target(
      name: "CraftedFiles", dependencies: ["Xunwen", "Storage", "Calendar", "TestSupport"],
      path: "Tests/CraftedFiles", swiftSettings: settings),
    .executableTarget(
      name: "IndexFuzzer", dependencies: ["CraftedFiles", "TestSupport"],
      path: "Tests/IndexFuzzer", swiftSettings: settings),
    .target(
      name: "FaultInjection", dependencies: ["Storage", "TestSupport"],
      path: "Tests/FaultInjection", swiftSettings: settings),
    .testTarget(
      name: "CalendarTests", dependencies: ["Calendar", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "FaultInjection", "TestSupport"],
      swiftSettings: lending),
    .testTarget(
      name: "TextAnalysisTests", dependencies: ["TextAnalysis", "CICU", "TestSupport"],
      swiftSettings: lending),
    .testTarget(
      name: "ArticlesTests", dependencies: ["Articles", "Storage", "Calendar", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "InvertedIndexTests",
      dependencies: [
        "InvertedIndex", "Storage", "TextAnalysis", "FaultInjection", "CraftedFiles", "TestSupport",
      ],
      exclude: ["Fixtures"], swiftSettings: lending),
    .testTarget(
      name: "SearchTests",
      dependencies: [
        "Search", "InvertedIndex", "Storage", "TextAnalysis", "Calendar", "TestSupport",
      ],
      swiftSettings: lending),
    .testTarget(
      name: "XunwenTests",
      dependencies: [
        "Xunwen", "Articles", "InvertedIndex", "Storage", "TextAnalysis", "Calendar",
        "FaultInjection", "CraftedFiles", "ReaderProcess", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "StressTests",
      dependencies: ["Xunwen", "Storage", "FaultInjection", "CommandLine", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "WireTests", dependencies: ["Wire", "Xunwen", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ServerTests",
      dependencies: ["Server", "CommandLine", "Wire", "Xunwen", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: ["CommandLine", "Wire", "TestSupport"],
      exclude: ["Help"],
      swiftSettings: settings),
  ]
)
