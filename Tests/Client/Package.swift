// swift-tools-version: 6.3
import PackageDescription

/// A program outside the main package that uses the library beside Foundation and SwiftNIO.
///
/// It does not compile when the library's C modules collide with a module of theirs.
let package = Package(
  name: "Client",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "xunwen", path: "../.."),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    .executableTarget(
      name: "Client",
      dependencies: [
        .product(name: "Xunwen", package: "xunwen"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ]
)
