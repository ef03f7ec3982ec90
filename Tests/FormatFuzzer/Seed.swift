#if LIBFUZZER
  @testable import Articles
  import TestSupport

  /// A first input of a format.
  enum Seed: Sendable {
    case bytes([UInt8])
    /// A file, by its path below the folder of the package.
    case file(String)
    /// The parts of an office document.
    case parts([String])
    /// The parts of the office document in a file that have some names.
    case document(String, names: [String])

    static func fixture(_ name: String) -> Seed { .file("Tests/ArticlesTests/Fixtures/\(name)") }

    /// The seed with the names of the wanted parts.
    func joining(_ names: [String]) -> Seed {
      guard case .document(let path, _) = self else { return self }
      return .document(path, names: names)
    }

    var contents: [UInt8] {
      switch self {
      case .bytes(let bytes): return bytes
      case .file(let path):
        guard let bytes = TestFile.bytes(path) else { fatalError("\(path) cannot be read") }
        return bytes
      case .parts(let parts): return Self.joined(parts.map { Array($0.utf8) })
      case .document(let path, let names):
        let file = CorpusFile(path: path, relativePath: path, format: OfficeDocuments())
        guard let archive = try? OpenArchive.opening(file),
          let parts = try? OfficeParts.read(
            archive, path: path, limit: 1 << 24, { names.contains($0) })
        else { fatalError("\(path) cannot be read") }
        return Self.joined(names.map { Array((parts[$0] ?? []).prefix(Self.longestPart)) })
      }
    }

    private static let longestPart = 1500

    private static func joined(_ parts: [[UInt8]]) -> [UInt8] {
      Array(parts.joined(separator: [UInt8(0x0C)]))
    }
  }

  extension [Seed] {
    static func texts(_ texts: String...) -> [Seed] { texts.map { .bytes([UInt8]($0.utf8)) } }
    static func fixtures(_ names: String...) -> [Seed] { names.map { .fixture($0) } }
    static func policy(_ names: String...) -> [Seed] { names.map { .fixture("Policy/\($0)") } }
    static func archives(_ names: String...) -> [Seed] { names.map { .fixture("Archives/\($0)") } }
    static func corpus(_ names: String...) -> [Seed] { names.map { .file("corpus/\($0)") } }
    static func parts(_ parts: String...) -> [Seed] { [.parts(parts)] }

    static func document(_ names: String...) -> [Seed] {
      names.map { .document("Tests/ArticlesTests/Fixtures/Office/\($0)", names: []) }
    }
  }
#endif
