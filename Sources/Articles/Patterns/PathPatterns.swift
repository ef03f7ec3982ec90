import Storage

/// Patterns of the paths that are read or left out, in the syntax of gitignore.
///
/// * A pattern without a slash, or with one at its end only, matches a name in any folder. Another
///   pattern matches paths below the indexed folder.
/// * A slash at the end restricts a pattern to folders and archives.
/// * `!` before a pattern reverses it. The last pattern that matches a path decides.
/// * Blank lines and lines that begin with `#` mean nothing. A backslash protects the next sign.
///
/// A file in an excluded folder is excluded, whatever other patterns say. With patterns to include,
/// only files that one of them matches, or whose folder one of them matches, are read.
///
/// Paths are compared in Normalization Form C, with the case of letters. A path in an archive
/// continues the path of the archive: `a.zip/2023/x.html`.
public struct PathPatterns: Sendable, Hashable {
  /// A line of gitignore.
  private struct Pattern: Hashable {
    let glob: PathGlob
    let isNegated: Bool
    let isForFolders: Bool
    /// True when the glob matches paths, false when it matches names.
    let isPath: Bool
  }

  private var exclusions: [Pattern] = []
  private var inclusions: [Pattern] = []
  /// The patterns as they were given, which identify the rules.
  package private(set) var lines: [String] = []

  /// The name of the file with patterns to exclude, in the folder that is indexed.
  public static let fileName = ".xunwenignore"

  /// Creates patterns that match nothing, so that all files are read.
  public init() {}

  /// True when all files are read.
  public var isEmpty: Bool { exclusions.isEmpty && inclusions.isEmpty }

  /// The signs before the `lines` of patterns to exclude and to include.
  package static let (exclusionSign, inclusionSign): (Character, Character) = ("-", "+")

  /// Creates patterns from their `lines`.
  ///
  /// - Throws: `PathPatternError` for a pattern that could never match.
  package init(lines: [String]) throws(PathPatternError) {
    for line in lines {
      let pattern = String(line.dropFirst())
      if line.first == Self.inclusionSign { try include(pattern) } else { try exclude(pattern) }
    }
  }

  // MARK: Adding

  /// Adds a pattern of paths that are not read. It counts more than earlier ones.
  ///
  /// - Throws: `PathPatternError` for a pattern that could never match.
  public mutating func exclude(_ line: String) throws(PathPatternError) {
    if let pattern = try Self.pattern(line) { exclusions.append(pattern) }
    lines.append(String(Self.exclusionSign) + line)
  }

  /// Adds a pattern of paths that are read.
  ///
  /// - Throws: `PathPatternError` for a pattern that could never match.
  public mutating func include(_ line: String) throws(PathPatternError) {
    if let pattern = try Self.pattern(line) { inclusions.append(pattern) }
    lines.append(String(Self.inclusionSign) + line)
  }

  /// Adds the patterns to exclude in a file, one a line, and returns the errors of lines that are
  /// left out because they could never match.
  ///
  /// - Throws: errors of reading and decoding.
  public mutating func exclude(linesOf path: String) throws(ArticleError) -> [ArticleError] {
    let decoder = try TextDecoder(forced: nil, maximumBytes: Self.maximumFileBytes)
    let bytes = try InputFile(path: path).readAll(limit: Self.maximumFileBytes)
    if bytes.isEmpty { return [] }
    let text = String(decoding: try decoder.decode(bytes, path: path).utf8, as: UTF8.self)
    var errors: [ArticleError] = []
    // A line end of Windows is one character, and no white space of a pattern.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      do throws(PathPatternError) {
        try exclude(String(line))
      } catch {
        let reason = ArticleError.Reason.invalidPattern(error.problem.description)
        errors.append(ArticleError(path: path, line: index + 1, reason: reason))
      }
    }
    return errors
  }

  private static let maximumFileBytes = 1 << 20

  /// Adds the patterns of the file `.xunwenignore` in a folder, if it has one, before the others.
  /// Returns the errors of its lines.
  ///
  /// - Throws: errors of reading and decoding.
  public mutating func prependFile(of folder: String) throws(ArticleError) -> [ArticleError] {
    let path = FilePath.join(folder, Self.fileName)
    guard FileSystem.exists(path) else { return [] }
    var patterns = PathPatterns()
    let errors = try patterns.exclude(linesOf: path)
    exclusions = patterns.exclusions + exclusions
    lines = patterns.lines + lines
    return errors
  }

  /// Returns nil for a line without a pattern.
  private static func pattern(_ line: String) throws(PathPatternError) -> Pattern? {
    var scalars = line.composed.unicodeScalars[...]
    if scalars.first == "#" { return nil }
    removeTrailingSpaces(&scalars)
    let isNegated = scalars.first == "!"
    if isNegated { scalars.removeFirst() }
    let isForFolders = scalars.last == "/"
    if isForFolders { scalars.removeLast() }
    let isPath = scalars.contains("/")
    if scalars.first == "/" { scalars.removeFirst() }
    if scalars.isEmpty { return nil }
    do throws(PathPatternError.Problem) {
      return Pattern(
        glob: try PathGlob(scalars), isNegated: isNegated, isForFolders: isForFolders,
        isPath: isPath)
    } catch {
      throw PathPatternError(pattern: line, problem: error)
    }
  }

  /// Removes the spaces at the end, except for one after a backslash.
  private static func removeTrailingSpaces(_ scalars: inout Substring.UnicodeScalarView) {
    while scalars.last == " " {
      let rest = scalars.dropLast()
      let backslashes = rest.reversed().prefix { $0 == "\\" }.count
      if backslashes % 2 == 1 { return }
      scalars = rest
    }
  }

  // MARK: Matching

  /// True when a folder is not entered, or when a file is not read for a pattern to exclude. The
  /// folders around it are not examined.
  ///
  /// - Parameter path: a path below the indexed folder.
  func excludes(_ path: String, isFolder: Bool) -> Bool {
    if exclusions.isEmpty { return false }
    return Self.verdict(exclusions, Self.scalars(path), isFolder: isFolder) ?? false
  }

  /// True when patterns to include leave a file out.
  func omits(_ path: String) -> Bool {
    if inclusions.isEmpty { return false }
    var scalars = Self.scalars(path)[...]
    var isFolder = false
    while true {
      if let verdict = Self.verdict(inclusions, Array(scalars), isFolder: isFolder) {
        return !verdict
      }
      guard let slash = scalars.lastIndex(of: "/") else { return true }
      scalars = scalars[..<slash]
      isFolder = true
    }
  }

  /// True when a pattern excludes a file or a folder or archive around it.
  func excludesPath(_ path: String) -> Bool {
    if exclusions.isEmpty { return false }
    var start = path.utf8.startIndex
    while let slash = path.utf8[start...].firstIndex(of: UInt8(ascii: "/")) {
      if excludes(String(path[..<slash]), isFolder: true) { return true }
      start = path.utf8.index(after: slash)
    }
    return excludes(path, isFolder: false)
  }

  /// True when patterns to include leave a file out. An archive is opened for its members.
  func omitsFile(_ path: String) -> Bool {
    omits(path) && !ContainerName.isContainer(FilePath.name(path).lowercased())
  }

  /// True when a file is not read, for its own path or for that of a folder or archive around it.
  ///
  /// - Parameter path: a path below the indexed folder.
  package func leavesOut(_ path: String) -> Bool { excludesPath(path) || omitsFile(path) }

  private static func scalars(_ path: String) -> [Unicode.Scalar] {
    Array(path.composed.unicodeScalars)
  }

  /// Returns true or false as the last pattern that matches says, or nil when none matches.
  private static func verdict(
    _ patterns: [Pattern], _ path: [Unicode.Scalar], isFolder: Bool
  ) -> Bool? {
    let name = path.lastIndex(of: "/").map { Array(path[($0 + 1)...]) } ?? path
    return patterns.last { pattern in
      (isFolder || !pattern.isForFolders) && pattern.glob.matches(pattern.isPath ? path : name)
    }.map { !$0.isNegated }
  }
}

/// A pattern that could never match.
public struct PathPatternError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of mistakes.
  public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
    case bracket
    case listName(String)
    case backslash

    public var description: String {
      switch self {
      case .bracket: "a bracket is not closed; write \\[ for a bracket"
      case .listName(let name): "there is no class [:\(name):]"
      case .backslash: "nothing follows the backslash at the end"
      }
    }
  }

  /// The pattern as given.
  public let pattern: String
  public let problem: Problem

  public var description: String { "'\(pattern)': \(problem)" }
}
