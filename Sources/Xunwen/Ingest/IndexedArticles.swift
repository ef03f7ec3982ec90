import InvertedIndex
import Storage

/// The articles of the index before an update.
struct IndexedArticles: Sendable {
  let reader: IndexReader
  /// Ids of the files in the corpus.
  let files: Set<String>

  struct Location: Sendable {
    let segment: Int
    let document: UInt32
  }

  /// The relation of an input article to the indexed article with the same id.
  enum Comparison {
    /// The index has no article with the id.
    case new
    /// The indexed article differs, and the input article replaces it.
    case changed(Location)
    /// The indexed article is equal and from the same file.
    case unchanged(Location)
    /// The indexed article is from a later file of the corpus, and stays.
    case superseded
  }

  /// True when the index has articles of a file of several articles, also if the ledger does not
  /// list the file, as after a repair.
  func hasArticles(ofFile id: String) -> Bool {
    // The members of an archive follow its path.
    let member = Origin(file: id, member: "").columnValue(isWholeFile: false)
    return reader.segments.contains {
      $0.columns.files.firstIndex(of: id) != nil || $0.columns.files.contains(prefix: member)
    }
  }

  /// Compares an article of the input with the index, in O(segments · log *n*).
  func compare(_ document: IndexDocument) throws(StorageError) -> Comparison {
    guard let (segment, number) = try reader.document(withID: document.id) else { return .new }
    let columns = reader.segments[segment].columns
    let location = Location(segment: segment, document: number)
    if columns.file(of: number) == document.file,
      columns.contentHash(of: number) == document.contentHash
    {
      return .unchanged(location)
    }
    let file = columns.origin(of: number).file
    let isLater = document.origin.file.utf8.lexicographicallyPrecedes(file.utf8)
    return isLater && files.contains(file) ? .superseded : .changed(location)
  }

  func identity(at location: Location) -> ArticleIdentity {
    let columns = reader.segments[location.segment].columns
    return ArticleIdentity(
      id: columns.id(of: location.document), file: columns.origin(of: location.document).file)
  }

  /// Returns the stale articles, as document numbers by segment name: the articles of missing files
  /// and the unseen articles of `readFiles`.
  ///
  /// - Parameter readFiles: files of several articles that were read without failures.
  /// - Complexity: O(*n*) in the documents of the segments with articles of these files.
  func stale(
    missingFiles: Set<String>, readFiles: Set<String>, seen: SeenArticles
  ) throws(StorageError) -> [String: [UInt32]] {
    var stale: [String: [UInt32]] = [:]
    for (number, segment) in reader.segments.enumerated() {
      let columns = segment.columns
      // By file ordinal: true when all articles are stale, false when the unseen ones are.
      let areAllStale = (0..<columns.files.count).map { ordinal in
        let file = Origin(column: columns.files[ordinal], id: "").file
        return missingFiles.contains(file) ? true : readFiles.contains(file) ? false : nil
      }
      guard areAllStale.contains(where: { $0 != nil }) else { continue }
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        guard let isStale = areAllStale[columns.fileOrdinal(of: document)] else { continue }
        if isStale || !seen.contains(Location(segment: number, document: document)) {
          stale[segment.info.name, default: []].append(document)
        }
      }
    }
    // The id of an article that is a whole file is the id of the file.
    for id in missingFiles {
      guard let (number, document) = try reader.document(withID: id),
        reader.segments[number].columns.file(of: document).isEmpty
      else { continue }
      stale[reader.segments[number].info.name, default: []].append(document)
    }
    return stale
  }

  func identities(of documents: [String: [UInt32]]) -> [ArticleIdentity] {
    reader.segments.enumerated().flatMap { number, segment in
      (documents[segment.info.name] ?? []).map {
        identity(at: Location(segment: number, document: $0))
      }
    }
  }
}

/// The id of an article and the path of its file.
struct ArticleIdentity: Sendable {
  let id: String
  let file: String
}

/// The indexed articles whose ids an update has seen in the input so far, in two bits for each.
struct SeenArticles {
  private var seen: [FixedBitSet]
  /// The seen articles of which the last one with the id is equal to the indexed article.
  private var unchanged: [FixedBitSet]

  init(of index: IndexReader?) {
    seen = index?.segments.map { FixedBitSet(count: $0.documentCount) } ?? []
    unchanged = seen
  }

  /// Notes an article of the input, in input order. Returns true when the indexed article is
  /// displaced: it is equal to this article, but a different article with its id came before.
  mutating func insert(_ location: IndexedArticles.Location, isUnchanged: Bool) -> Bool {
    let (segment, document) = (location.segment, Int(location.document))
    let isDisplaced =
      isUnchanged && seen[segment].contains(document) && !unchanged[segment].contains(document)
    seen[segment].insert(document)
    unchanged[segment][document] = isUnchanged
    return isDisplaced
  }

  func contains(_ location: IndexedArticles.Location) -> Bool {
    seen[location.segment].contains(Int(location.document))
  }
}

extension IndexDocument {
  /// The location from which the article was read.
  var origin: Origin { Origin(column: file, id: id) }
}
