import InvertedIndex
import Search

extension Archive {
  /// True when an article has the id.
  ///
  /// - Throws: `StorageError` when the ids are damaged.
  /// - Complexity: O(segments · log *n*) in the number of articles.
  public func contains(id: String) throws -> Bool {
    try searchers.reader.document(withID: id) != nil
  }

  /// Returns the ids that are most like a mistyped one: ids with few other characters, then ids
  /// that end with the text, such as paths that end with a file name, then ids that begin with it,
  /// then ids that contain it.
  ///
  /// - Parameter limit: the largest number of ids.
  /// - Throws: `StorageError` when the ids are damaged.
  /// - Complexity: O(*n*) in the first 500,000 articles.
  public func ids(like text: String, limit: Int = 3) throws -> [String] {
    let likeness = IDLikeness(text)
    let reader = searchers.reader
    let damage = reader.damageCount
    var best: [(distance: Int, id: String)] = []
    var rest = Self.maxComparedIDs
    for segment in reader.segments {
      for document in 0..<UInt32(min(segment.documentCount, rest)) where segment.isLive(document) {
        let id = segment.columns.id(of: document)
        guard let distance = likeness.distance(to: id) else { continue }
        let candidate = (distance: distance, id: id)
        if best.count == limit, let last = best.last, last <= candidate { continue }
        let place = best.firstIndex { candidate < $0 } ?? best.count
        best.insert(candidate, at: place)
        if best.count > limit { best.removeLast() }
      }
      rest -= min(segment.documentCount, rest)
    }
    try reader.checkDamage(since: damage)
    return best.map(\.id)
  }

  private static let maxComparedIDs = 500_000
}

/// The likeness of ids to a mistyped one.
private struct IDLikeness {
  private let text: String
  private let length: Int
  private let edits: EditDistance
  private let maxEdits: Int

  /// The shortest text that is looked for inside ids.
  private static let minPart = 3
  private static let partDistances = (end: 10, beginning: 11, inside: 12)

  init(_ text: String) {
    self.text = text.lowercased()
    length = text.unicodeScalars.count
    maxEdits = length < 4 ? 1 : length < 10 ? 2 : 3
    edits = EditDistance(to: self.text, atMost: maxEdits)
  }

  /// The distance of an id, which is less for more similar ids; nil for an id without likeness.
  func distance(to id: String) -> Int? {
    let id = id.lowercased()
    let difference = abs(id.utf8.count - text.utf8.count)
    // A character has at most four bytes.
    if difference <= 4 * maxEdits, let distance = edits.distance(to: id) { return distance }
    guard length >= Self.minPart, id.utf8.count > text.utf8.count else { return nil }
    if id.hasSuffix(text) { return Self.partDistances.end }
    if id.hasPrefix(text) { return Self.partDistances.beginning }
    return id.contains(text) ? Self.partDistances.inside : nil
  }
}
