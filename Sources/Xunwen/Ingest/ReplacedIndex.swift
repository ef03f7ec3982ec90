import Articles
import InvertedIndex
import Storage

/// The index that a rebuild replaces.
///
/// A file that exists and cannot be read may be the only other place of its articles. The rebuild
/// takes them from the old index.
struct ReplacedIndex {
  private let reader: IndexReader
  private let ledger: FileLedger

  /// Returns nil when there is no index, or when it is too damaged to be opened.
  ///
  /// - Throws: `StorageError` when a file of the index cannot be read and may be intact.
  init?(_ writer: IndexWriter) throws(StorageError) {
    do throws(StorageError) {
      guard let reader = try writer.reader(), let bytes = try writer.ledger() else { return nil }
      self.reader = reader
      ledger = try FileLedger(bytes)
    } catch .notFound {
      return nil
    } catch {
      guard error.concernsContents else { throw error }
      return nil
    }
  }

  /// The files of the index that an update should have read and has not.
  ///
  /// - Parameters:
  ///   - scan: the scanned folder.
  ///   - read: the paths of the files that were read completely.
  /// - Returns: the files in the order of their paths.
  func unreadFiles(of scan: ScannedFolder, read: Set<String>) -> [UnreadFile] {
    let roots = ledger.roots.map { FileSystem.realPath($0.path) }
    return ledger.files.compactMap { id, state in
      let path = FilePath.join(roots[state.place.root], state.place.name)
      guard !read.contains(path), let presence = scan.presence(of: path) else { return nil }
      return UnreadFile(id: id, state: state, path: path, failure: presence.failure)
    }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The names of the segments.
  var segmentNames: Set<String> { Set(reader.segments.map(\.info.name)) }

  /// The files of the index by id.
  var files: [String: FileState] { ledger.files }

  /// The folder of a place of the index's ledger.
  func root(of place: FilePlace) -> FileLedger.Root { ledger.roots[place.root] }

  /// Calls `body` with each article of some files, except the articles with ids that `isTaken`.
  ///
  /// - Throws: `StorageError`, `XunwenError.damagedArticle`.
  /// - Complexity: O(*n*) in the documents of the index, and in the bytes of the articles.
  func forEachArticle(
    ofFiles ids: Set<String>, _ fields: ArticleFields, except isTaken: (String) throws -> Bool,
    _ body: (IndexDocument) throws -> Void
  ) throws {
    for segment in reader.segments {
      let columns = segment.columns
      var records = segment.records
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        guard ids.contains(columns.origin(of: document).file),
          try !isTaken(columns.id(of: document))
        else { continue }
        let article = try segment.article(document, from: &records)
        try body(
          IndexDocument(
            article, file: columns.file(of: document), fields: fields.values(of: article).terms))
      }
      try segment.damage.check(since: 0)
    }
  }
}

/// A file of a replaced index that exists, or may exist, and was not read completely.
struct UnreadFile {
  let id: String
  let state: FileState
  let path: String
  /// The reason that neither the scan nor the reading of files has reported; nil otherwise.
  let failure: ArticleError?
}

/// The files that a scan found, could not read, or left out on purpose.
struct ScannedFolder {
  /// The real path of the folder or file.
  let path: String
  /// The real path of the folder to which patterns refer.
  let root: String
  /// The patterns of paths that are left out.
  let patterns: PathPatterns
  /// The paths of files and folders that could not be read.
  let unreadable: [String]
  /// The paths of links that are not followed.
  let unfollowed: [String]

  /// The presence of a file that the scan should have found.
  enum Presence {
    /// The file is there, or in a part of the folder whose failure is reported.
    case file
    /// A folder has the path, or the system cannot tell which file has it.
    case failure(ArticleError)

    var failure: ArticleError? {
      if case .failure(let failure) = self { failure } else { nil }
    }
  }

  /// Returns nil when nothing has the path, or when the scan leaves it out on purpose.
  func presence(of file: String) -> Presence? {
    guard FilePath.relative(file, to: path) != nil,
      !FilePath.isInside(file, anyOf: unfollowed),
      !(FilePath.relative(file, to: root).map(patterns.leavesOut) ?? false)
    else { return nil }
    if FilePath.isInside(file, anyOf: unreadable) { return .file }
    do throws(SystemError) {
      guard let facts = try FileSystem.factsIfExists(of: file) else { return nil }
      guard facts.kind == .directory else { return .file }
      return .failure(ArticleError(path: file, reason: .notRegularFile))
    } catch {
      return .failure(ArticleError(path: file, error))
    }
  }
}
