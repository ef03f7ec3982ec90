/// The result of a scan.
public struct Corpus: Sendable {
  /// The absolute path of the scanned folder or file, without symbolic links; the given path if it
  /// does not exist.
  public var path: String
  /// The absolute path of the folder to which the names of the files are relative: `path`, or the
  /// folder of a single file.
  public var root: String
  /// The input files, in ascending bytewise order of the relative path.
  public var files: [CorpusFile]
  /// Unreadable folders, broken links, and other failures.
  public var errors: [ArticleError]
  /// The names of the files and folders below `root` that could not be read; "" for the scanned
  /// folder itself.
  public var unreadable: [String]
  /// The names of the links below `root` that are not followed.
  public var unfollowed: [String]
  /// Files that are not read, because their name differs from the name of another file only in the
  /// Unicode form of its characters.
  public var conflicts: [ArticleError]
  /// The entries that are not read.
  public var skipped: SkippedFiles
  /// True when the scanned folder holds an index.
  public var isIndex: Bool

  /// True for a single file.
  public var isFile: Bool { path != root }
}

/// A finder of the input files below a folder.
///
/// Hidden entries (`.name`), files that no format accepts, and the files of indexes are skipped.
/// Symbolic links are followed last, and only to folders and files not visited yet. So cycles end,
/// no file is found twice, and a file below the folder has its real path. A link that leads out of
/// the scanned folder is skipped, unless all links are to be followed: whoever can write into the
/// folder could otherwise make any file of the system readable in the index.
///
/// Two names in different normalization forms of Unicode, such as the names of one file on macOS
/// and on Linux, are one name. Of two files in a folder with one name, the file whose name is in
/// Form C is read, else the first in bytewise order, and the other file is a conflict.
public enum CorpusScanner {
  /// Finds the input files below `path`, or the file `path` itself.
  ///
  /// - Parameters:
  ///   - inner: folders below `path` with the formats of their files, each after the folders in it.
  ///   - patterns: patterns of the paths below the folder. A file that is named itself is found.
  ///   - followsLinks: true to follow also the symbolic links that lead out of the folder.
  ///   - isIndex: returns true for the path of a folder, and the names in it, if the folder holds
  ///     an index.
  /// - Complexity: O(*n* log *n*) in the number of entries.
  public static func scan(
    _ path: String, formats: [any InputFormat] = InputFormats.all,
    inner: [(folder: String, formats: [any InputFormat])] = [],
    patterns: PathPatterns = PathPatterns(), followsLinks: Bool = false,
    isIndex: @escaping (_ folder: String, _ names: [String]) -> Bool = { _, _ in false }
  ) -> Corpus {
    var walk = CorpusWalk(
      formats: formats, inner: inner, followsLinks: followsLinks, patterns: patterns,
      isIndex: isIndex)
    let (root, path) = walk.scan(path)
    let (files, conflicts) = distinct(walk.files)
    return Corpus(
      path: path, root: root, files: files,
      errors: walk.errors.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) },
      unreadable: walk.unreadable, unfollowed: walk.unfollowed, conflicts: conflicts,
      skipped: walk.skipped, isIndex: walk.isRootIndex)
  }

  /// Sorts files, and returns the files that are read and the errors of the others.
  private static func distinct(
    _ files: [CorpusFile]
  ) -> (files: [CorpusFile], conflicts: [ArticleError]) {
    func isComposed(_ file: CorpusFile) -> Bool {
      file.name.utf8.elementsEqual(file.relativePath.utf8)
    }
    let sorted = files.sorted { a, b in
      if !a.relativePath.utf8.elementsEqual(b.relativePath.utf8) {
        return a.relativePath.utf8.lexicographicallyPrecedes(b.relativePath.utf8)
      }
      if isComposed(a) != isComposed(b) { return isComposed(a) }
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    var kept: [CorpusFile] = []
    var conflicts: [ArticleError] = []
    for file in sorted {
      if let last = kept.last, last.relativePath.utf8.elementsEqual(file.relativePath.utf8) {
        conflicts.append(ArticleError(path: file.path, reason: .sameName(as: last.path)))
      } else {
        kept.append(file)
      }
    }
    return (kept, conflicts)
  }
}

/// The list of input formats.
public enum InputFormats {
  /// All formats, with the usual names of fields.
  public static let all = formats(fields: FieldMap())

  /// Returns all formats. The first one that accepts a file reads it. A format that recognizes its
  /// files by their contents precedes those that go by the name.
  ///
  /// - Parameters:
  ///   - fields: the names of fields in records.
  ///   - patterns: patterns of the paths of members of archives.
  public static func formats(
    fields: FieldMap, patterns: PathPatterns = PathPatterns()
  ) -> [any InputFormat] {
    let records: [any InputFormat] = [
      JSONRecords(fields: fields), SogouDocuments(fields: fields), DelimitedRecords(fields: fields),
    ]
    // The last one reads what no other format knows under the names of documents.
    let documents: [any InputFormat] = [
      PDFDocuments(), RichText(), OfficeDocuments(fields: fields), Markdown(fields: fields),
      CrawledText(), WebPage(), WordDocuments(),
    ]
    @Sendable func all() -> [any InputFormat] {
      let members = MemberFormats(patterns) { all() }
      let messages: [any InputFormat] = [
        WebArchive(of: members), PageList(), SavedPage(), Mailbox(of: members), Mail(of: members),
      ]
      return messages + records + [CompoundDocuments(of: members, fields: fields)] + documents
        + [ContainerFormat(of: members)]
    }
    return all()
  }

  /// The format of a file that was named explicitly and that no format accepts.
  static let fallback: any InputFormat = CrawledText()

  /// Returns standard input, which holds records: JSON, a table, or Sogou documents.
  public static func standardInput(fields: FieldMap = FieldMap()) -> CorpusFile {
    CorpusFile(path: "-", relativePath: "-", format: StandardInputFormat(fields: fields))
  }
}
