import InvertedIndex

/// The articles that are in the index before a run: what is read is held against them.
struct KnownArticles: Sendable {
  let reader: IndexReader
  /// Files of records that are there this time.
  let recordFiles: Set<String>

  /// An article's place in the index.
  struct Place: Sendable {
    let segment: Int
    let document: UInt32
  }

  enum Finding {
    case new
    case changed(Place)
    /// The same, from the same file.
    case unchanged(Place)
    /// One of a file that comes after this one.
    case shadowed
  }

  /// What an article is to the index.
  ///
  /// - Complexity: O(segments · log *n*).
  func look(up document: IndexDocument) -> Finding {
    guard let (segment, number) = reader.document(withID: document.id) else { return .new }
    let columns = reader.segments[segment].columns
    let place = Place(segment: segment, document: number)
    let file = columns.file(of: number)
    if file != document.file, recordFiles.contains(file),
      document.file.utf8.lexicographicallyPrecedes(file.utf8)
    {
      return .shadowed
    }
    return file == document.file && columns.contentHash(of: number) == document.contentHash
      ? .unchanged(place) : .changed(place)
  }
}

/// Which known articles were met again, so that the others can be told.
struct MetArticles {
  private let reader: IndexReader
  private var met: [Set<UInt32>]

  init(_ reader: IndexReader) {
    self.reader = reader
    met = Array(repeating: [], count: reader.segments.count)
  }

  mutating func insert(_ place: KnownArticles.Place) { met[place.segment].insert(place.document) }

  /// The articles of files that are gone, and those of files read anew that were not met there, by segment.
  ///
  /// - Parameters:
  ///   - vanished: paths of files that are gone.
  ///   - reread: paths of files of records that were read to the end.
  /// - Complexity: O(*n*) in the documents of segments that have articles of such files of records.
  func gone(vanished: Set<String>, reread: Set<String>) -> [String: [UInt32]] {
    var gone: [String: [UInt32]] = [:]
    for (number, segment) in reader.segments.enumerated() {
      let columns = segment.columns
      guard let files = columns.files else { continue }
      // By ordinal: all of it is gone, or what was not met.
      let states = (0..<files.count).map { ordinal in
        let path = files[ordinal]
        return vanished.contains(path) ? true : reread.contains(path) ? false : nil
      }
      guard states.contains(where: { $0 != nil }) else { continue }
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        guard let isGone = states[columns.fileOrdinal(of: document)] else { continue }
        if isGone || !met[number].contains(document) {
          gone[segment.info.name, default: []].append(document)
        }
      }
    }
    // A page's id is its path.
    for path in vanished {
      guard let (number, document) = reader.document(withID: path),
        reader.segments[number].columns.file(of: document).isEmpty
      else { continue }
      gone[reader.segments[number].info.name, default: []].append(document)
    }
    return gone
  }

  /// The ids of documents, by segment.
  func ids(of documents: [String: [UInt32]]) -> Set<String> {
    var ids: Set<String> = []
    for segment in reader.segments {
      for document in documents[segment.info.name] ?? [] {
        ids.insert(segment.columns.id(of: document))
      }
    }
    return ids
  }
}
