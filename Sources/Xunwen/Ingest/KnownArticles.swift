import InvertedIndex
import Storage

/// The articles that are in the index before a run: what is read is held against them.
struct KnownArticles: Sendable {
  let reader: IndexReader
  /// Files that are there this time.
  let files: Set<String>

  /// An article's place in the index.
  struct Place: Sendable, Hashable {
    let segment: Int
    let document: UInt32
  }

  enum Finding {
    case new
    /// Another one is there under its id.
    case changed(Place)
    /// The same, from the same file.
    case unchanged(Place)
    /// One of a file that comes after this one, and is there too.
    case shadowed
  }

  /// What an article is to the index. Of several files that have an id, the last has the article.
  ///
  /// - Complexity: O(segments · log *n*).
  func look(up document: IndexDocument) throws(StorageError) -> Finding {
    guard let (segment, number) = try reader.document(withID: document.id) else { return .new }
    let columns = reader.segments[segment].columns
    let place = Place(segment: segment, document: number)
    if columns.file(of: number) == document.file,
      columns.contentHash(of: number) == document.contentHash
    {
      return .unchanged(place)
    }
    let file = columns.origin(of: number).file
    return files.contains(file)
      && document.origin.file.utf8.lexicographicallyPrecedes(file.utf8)
      ? .shadowed : .changed(place)
  }
}

extension IndexDocument {
  /// The location from which the article was read.
  var origin: Origin { Origin(column: file, id: id) }
}

/// Which known articles were met again, so that the others can be told.
struct MetArticles {
  private let reader: IndexReader
  /// Whether the last that was met under the id is the one that is known.
  private var met: [KnownArticles.Place: Bool] = [:]

  init(_ reader: IndexReader) { self.reader = reader }

  /// Takes note of an article, in the order of the input.
  ///
  /// - Parameter isSame: it is the one that is known.
  /// - Returns: the id and file of one that is known, and was met after another with its id: the known one is not
  ///   among what is new, and the other would stay.
  mutating func insert(
    _ place: KnownArticles.Place, isSame: Bool
  ) -> (id: String, file: String)? {
    guard met.updateValue(isSame, forKey: place) == false, isSame else { return nil }
    let columns = reader.segments[place.segment].columns
    return (columns.id(of: place.document), columns.origin(of: place.document).file)
  }

  /// The articles of files that are gone, and those of files read anew that were not met there, by segment.
  ///
  /// - Parameters:
  ///   - vanished: paths of files that are gone.
  ///   - reread: paths of files of records that were read to the end.
  /// - Complexity: O(*n*) in the documents of segments that have articles of such files of records.
  func gone(
    vanished: Set<String>, reread: Set<String>
  ) throws(StorageError) -> [String: [UInt32]] {
    var gone: [String: [UInt32]] = [:]
    for (number, segment) in reader.segments.enumerated() {
      let columns = segment.columns
      let files = columns.files
      // By ordinal: all of it is gone, or what was not met.
      let states = (0..<files.count).map { ordinal in
        let path = files[ordinal]
        return vanished.contains(path) ? true : reread.contains(path) ? false : nil
      }
      guard states.contains(where: { $0 != nil }) else { continue }
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        guard let isGone = states[columns.fileOrdinal(of: document)] else { continue }
        let place = KnownArticles.Place(segment: number, document: document)
        if isGone || met[place] == nil {
          gone[segment.info.name, default: []].append(document)
        }
      }
    }
    // A page's id is its path.
    for path in vanished {
      guard let (number, document) = try reader.document(withID: path),
        reader.segments[number].columns.file(of: document).isEmpty
      else { continue }
      gone[reader.segments[number].info.name, default: []].append(document)
    }
    return gone
  }

  /// The ids of documents, by segment.
  func ids(of documents: [String: [UInt32]]) -> Set<String> {
    values(of: documents) { $0.id(of: $1) }
  }

  /// The files of documents, by segment.
  func files(of documents: [String: [UInt32]]) -> Set<String> {
    values(of: documents) { $0.origin(of: $1).file }
  }

  private func values(
    of documents: [String: [UInt32]], _ value: (Columns, UInt32) -> String
  ) -> Set<String> {
    var values: Set<String> = []
    for segment in reader.segments {
      for document in documents[segment.info.name] ?? [] {
        values.insert(value(segment.columns, document))
      }
    }
    return values
  }
}
