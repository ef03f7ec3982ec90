/// The entries below a corpus folder, and the members of archives, that are not read.
public struct SkippedFiles: Sendable, Equatable, Codable {
  /// The files with one extension that no input format accepts.
  public struct Kind: Sendable, Equatable, Codable {
    /// The extension in lower case, such as `pdf` or `jsonl.gz`; empty for names without one.
    public let ending: String
    public fileprivate(set) var count = 0
    /// The first paths below the folder in ascending bytewise order, at most three.
    public fileprivate(set) var examples: [String] = []

    fileprivate init(ending: String) { self.ending = ending }
  }

  private var kindsByEnding: [String: Kind] = [:]
  /// Number of files and folders whose name begins with a dot.
  public private(set) var hidden = 0
  /// Number of files and folders that operating systems write for themselves, such as `.DS_Store`
  /// and `Thumbs.db`.
  public private(set) var system = 0
  /// Number of folders with an index.
  public internal(set) var indexes = 0
  /// Number of symbolic links that lead out of the corpus folder, and of links in archives.
  public private(set) var links = 0
  /// The first paths of such links below the folder in ascending bytewise order, at most three.
  public private(set) var linkExamples: [String] = []

  /// Number of files and folders that patterns exclude. What an excluded folder holds is not
  /// counted.
  public private(set) var excluded = 0
  /// The first excluded paths below the folder in ascending bytewise order, at most three.
  public private(set) var excludedExamples: [String] = []
  /// Number of the records of web archives that are no captured pages or files: requests, metadata,
  /// redirects, errors, and captures without text.
  public private(set) var records = 0

  public init() {}

  /// The files that no input format accepts, by extension, the most frequent first.
  public var kinds: [Kind] {
    kindsByEnding.values.sorted { ($1.count, $0.ending) < ($0.count, $1.ending) }
  }

  /// Number of files that no input format accepts.
  public var files: Int { kindsByEnding.values.reduce(0) { $0 + $1.count } }

  private static let exampleCount = 3

  /// Counts a file that no format accepts.
  mutating func add(_ name: String, at path: String) {
    let ending = Self.ending(of: name)
    var kind = kindsByEnding[ending] ?? Kind(ending: ending)
    kind.count += 1
    Self.insert(path, into: &kind.examples)
    kindsByEnding[ending] = kind
  }

  /// Counts a link that leads out of the corpus folder, or a link in an archive.
  mutating func addLink(at path: String) {
    links += 1
    Self.insert(path, into: &linkExamples)
  }

  /// Counts a file or folder that patterns exclude.
  mutating func addExcluded(at path: String) {
    excluded += 1
    Self.insert(path, into: &excludedExamples)
  }

  /// Counts a record of a web archive that is no captured page or file, or a page without text.
  public mutating func addRecord() { records += 1 }

  /// Adds the entries of another count.
  public static func += (total: inout Self, part: Self) {
    for (ending, kind) in part.kindsByEnding {
      var sum = total.kindsByEnding[ending] ?? Kind(ending: ending)
      sum.count += kind.count
      for path in kind.examples { insert(path, into: &sum.examples) }
      total.kindsByEnding[ending] = sum
    }
    total.hidden += part.hidden
    total.system += part.system
    total.indexes += part.indexes
    total.links += part.links
    total.records += part.records
    for path in part.linkExamples { insert(path, into: &total.linkExamples) }
    total.excluded += part.excluded
    for path in part.excludedExamples { insert(path, into: &total.excludedExamples) }
  }

  private static func insert(_ path: String, into examples: inout [String]) {
    let index = examples.firstIndex { path.utf8.lexicographicallyPrecedes($0.utf8) }
    examples.insert(path, at: index ?? examples.count)
    examples = Array(examples.prefix(exampleCount))
  }

  /// Counts a file or folder if its name alone tells that it is no input; returns false otherwise.
  mutating func addUnwanted(_ name: String) -> Bool {
    if Self.isOfSystem(name) {
      system += 1
    } else if name.utf8.first == UInt8(ascii: ".") {
      hidden += 1
    } else {
      return false
    }
    return true
  }

  private static let systemNames: Set<String> = [
    // macOS, and archives made on macOS
    ".ds_store", ".localized", ".fseventsd", ".spotlight-v100", ".temporaryitems", ".trashes",
    ".apdisk", "icon\r", "__macosx",
    // Windows
    "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information",
    // Linux, and network storage
    ".directory", "lost+found", "@eadir",
  ]

  private static func isOfSystem(_ name: String) -> Bool {
    name.hasPrefix("._") || name.hasPrefix(".nfs") || name.hasPrefix(".Trash-")
      || systemNames.contains(name.lowercased())
  }

  private static let compressions: Set<String> = ["br", "bz2", "gz", "lz4", "xz", "z", "zst"]
  private static let maximumEnding = 8

  /// The extension of a name, with the extension before it if it only means compression. The part
  /// of a title or a number after its last dot is no extension.
  private static func ending(of name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
    func isEnding(_ part: Substring) -> Bool {
      1...maximumEnding ~= part.utf8.count
        && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        && part.utf8.contains { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    }
    guard let last = parts.last, isEnding(last) else { return "" }
    let ending = last.lowercased()
    guard compressions.contains(ending), let inner = parts.dropLast().last, isEnding(inner) else {
      return ending
    }
    return inner.lowercased() + "." + ending
  }
}
