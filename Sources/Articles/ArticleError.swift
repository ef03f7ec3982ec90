/// The reason why a file, a line of a file or a folder yielded no article.
public struct ArticleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of reasons.
  public enum Reason: Sendable, Equatable {
    /// A system call failed.
    case unreadable(errno: Int32, message: String)
    /// The path leads to a device, pipe or socket.
    case notRegularFile
    /// The bytes are binary: a NUL byte, or the first of many control characters, is at `offset`.
    case notText(offset: Int)
    /// The byte at `offset` is malformed in `encoding`.
    case undecodable(encoding: String, offset: Int)
    /// ICU has no converter of this name.
    case unknownEncoding(name: String)
    /// The text is blank.
    case empty
    /// The line is not strict JSON from the byte at `offset` on.
    case invalidJSON(offset: Int, problem: String)
    /// The record has no text field; see `RecordField`.
    case missingText
    /// A tag of a web page has thousands of attributes.
    case tooManyAttributes
    /// No column of the table is a text field.
    case missingTextColumn(columns: [String])
    /// The row of a table is damaged.
    case malformedRow(problem: String)
    /// The article has more bytes than the limit; see `ArticleLimits`.
    case tooLarge(bytes: Int, limit: Int)
    /// The `xunwen` member of an exported record contradicts its other members.
    case inconsistent(problem: String)
    /// The input has `count` articles with one id, given as the path; the last one is kept.
    case duplicateID(count: Int)
    /// The index holds articles of another existing file with the same relative path.
    case idTaken(by: String)
    /// The name differs from the name of another file, which is read, only in the Unicode form of
    /// its characters: `é` may be one character or two.
    case sameName(as: String)
    /// An archive or compressed file is damaged near the byte at `offset` of the file, or uses a
    /// method that is not supported. If nothing can be read from there on, it `isBroken`.
    case damagedArchive(offset: Int, problem: String, isBroken: Bool)
    /// A line of a file with patterns is no pattern.
    case invalidPattern(String)
    /// Standard input is an archive.
    case archiveInput
    /// A part of an office document is missing, or is no complete XML.
    case damagedPart(String)
    /// An office document cannot be read for another reason.
    case unsupportedDocument(problem: String)
    /// The member of an archive, or the document, is encrypted.
    case encrypted
    /// The name of a member is absolute, or leads out of the archive.
    case nameOutsideArchive
    /// Archives in archives have more levels than the limit.
    case nestedTooDeep(limit: Int)
    /// A member or an archive expands to more than `allowance` bytes, and more than `ratio` times
    /// its compressed size. If nothing more of the archive is read, it `isBroken`.
    case expandsTooFar(allowance: Int, ratio: Int, isBroken: Bool)
    /// The program that reads the document is missing.
    case missingProgram(name: String, packages: String)
    /// The program that reads the document failed, or was ended at a limit.
    case failedProgram(name: String, problem: String)
    /// The document is larger than the limit for files that programs read.
    case documentTooLarge(bytes: Int, limit: Int)
    /// The document has pages, but no text.
    case noText
    /// The document is damaged.
    case damagedDocument(problem: String)
    /// The front matter of a Markdown file is damaged.
    case invalidFrontMatter(problem: String)
  }

  /// The path of the file or folder.
  public var path: String
  /// Line number, from 1; nil when the error concerns the whole file.
  public var line: Int?
  /// The reason.
  public var reason: Reason

  /// Creates an error of a file, or of a line of a file.
  public init(path: String, line: Int? = nil, reason: Reason) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// The error as `path:line: reason`.
  public var description: String {
    guard !path.isEmpty else { return "\(reason)" }
    guard let line else { return "\(path): \(reason)" }
    return "\(path):\(line): \(reason)"
  }
}

extension ArticleError.Reason: CustomStringConvertible {
  private static let restIsNotRead = "; the rest of the archive is not read"

  public var description: String {
    switch self {
    case .unreadable(_, let message): message
    case .notRegularFile: "not a regular file"
    case .notText(let offset): "not text (byte \(offset))"
    case .undecodable("UTF-8", let offset):
      "not valid UTF-8 at byte \(offset), and no other encoding is recognized"
    case .undecodable(let encoding, let offset): "not valid \(encoding) at byte \(offset)"
    case .unknownEncoding(let name): "unknown encoding '\(name)'"
    case .empty: "empty"
    case .invalidJSON(let offset, let problem): "invalid JSON at byte \(offset): \(problem)"
    case .tooManyAttributes: "a tag has thousands of attributes"
    case .missingText:
      "record has no text field (text, body, content, 正文 …); --map NAME=text names one"
    case .missingTextColumn(let columns):
      "no column has the text (text, body, content, 正文 …); --map NAME=text names one of the "
        + "columns: \(Self.list(columns))"
    case .malformedRow(let problem): "malformed row: \(problem)"
    case .tooLarge(let bytes, let limit):
      "\(bytes) bytes, the limit is \(limit)"
        + (limit < ArticleLimits.maximumBytes ? " (--max-article)" : "")
    case .inconsistent(let problem): "'xunwen' does not fit the record: \(problem)"
    case .idTaken(let path):
      "the index already has an article of this name from \(path); "
        + "index a folder that holds both with --rebuild, or use another index"
    case .sameName(let path):
      "not read, because its name looks the same as that of \(path) (the two differ in the "
        + "Unicode form of their characters); rename one of them"
    case .damagedArchive(let offset, let problem, let isBroken):
      "archive cannot be read near byte \(offset): \(problem)"
        + (isBroken ? Self.restIsNotRead : "")
    case .invalidPattern(let problem): "invalid pattern: \(problem)"
    case .archiveInput: "is an archive or another container; give the file instead of -"
    case .damagedPart(let part): "damaged document: \(part) is missing or is no complete XML"
    case .unsupportedDocument(let problem): problem
    case .encrypted: "encrypted"
    case .nameOutsideArchive: "not read, because its name leads out of the archive"
    case .nestedTooDeep(let limit): "more than \(limit) levels of archives in archives"
    case .expandsTooFar(let allowance, let ratio, let isBroken):
      "expands to more than \(allowance >> 20) MiB and \(ratio) times its compressed size"
        + (isBroken ? Self.restIsNotRead : "")
    case .missingProgram(let name, let packages):
      "\(name), which reads it, is missing (Debian: apt install \(packages))"
    case .failedProgram(let name, let problem): "\(name): \(problem)"
    case .documentTooLarge(let bytes, let limit): "\(bytes) bytes, the limit is \(limit)"
    case .noText: "no text; its pages may be scanned pictures"
    case .damagedDocument(let problem): "damaged document: \(problem)"
    case .invalidFrontMatter(let problem): "invalid front matter: \(problem)"
    case .duplicateID(let count): "\(count) articles have this id; the last one is kept"
    }
  }

  private static let listedColumns = 20
  private static let longestName = 40

  /// The names of columns, as far as they are not too many and not too long.
  private static func list(_ columns: [String]) -> String {
    let names = columns.prefix(listedColumns).map { name in
      name.count > longestName ? name.prefix(longestName) + "…" : name[...]
    }
    return names.joined(separator: ", ") + (columns.count > listedColumns ? ", …" : "")
  }
}
