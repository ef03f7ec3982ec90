import InvertedIndex
import Storage

/// Finds the documents of one segment that contain a text exactly.
///
/// Terms are met in the order of their rarity: documents that have them all by leapfrogging over the two
/// rarest and seeking in the rest, positions only of those, rarest first again.
struct ExactMatcher {
  private let reader: SegmentReader

  init(_ reader: SegmentReader) {
    self.reader = reader
  }

  /// - Parameter candidates: looks at no other documents; nil for all.
  func documents(containing text: ExactText, within candidates: DocumentSet?) -> DocumentSet {
    switch text.plan {
    case .character(let gramPrefix, let edge):
      return union(gramPrefix: gramPrefix, edge: edge, text: text, within: candidates)
    case .terms(let parts):
      var cursors: [(cursor: PostingsCursor, offset: UInt32)] = []
      for part in parts {
        guard let cursor = reader.cursor(for: part.term) else { return .empty }
        cursors.append((cursor, part.offset))
      }
      if cursors.count == 1 {
        return documents(of: cursors[0].cursor, in: text.zone, within: candidates)
      }
      cursors.sort { $0.cursor.documentFrequency < $1.cursor.documentFrequency }
      return sequences(cursors, in: text.zone, within: candidates)
    }
  }

  /// An estimate of how many documents there are, from above.
  func estimate(_ text: ExactText) -> Int {
    switch text.plan {
    case .character: return reader.documentCount
    case .terms(let parts):
      return parts.map { reader.terms.lookup($0.term)?.documentFrequency ?? 0 }.min() ?? 0
    }
  }

  /// All documents of one term.
  private func documents(
    of cursor: PostingsCursor, in zone: ExactText.Zone, within candidates: DocumentSet?
  ) -> DocumentSet {
    guard candidates != nil || zone == .headline || zone == .body else {
      return .collecting(cursor, documentCount: reader.documentCount)
    }
    var found: [UInt32] = []
    leapfrog([cursor], within: candidates) { document in
      if Self.occurs(cursor, in: zone) { found.append(document) }
    }
    return .sorted(found)
  }

  /// Whether a single term's current document has it in the zone; the frequencies tell.
  private static func occurs(_ cursor: PostingsCursor, in zone: ExactText.Zone) -> Bool {
    switch zone {
    case .headlineOrBody, .tail: true
    case .headline: cursor.titleFrequency > 0
    case .body: cursor.frequency > cursor.titleFrequency
    }
  }

  private func union(
    gramPrefix: [UInt8], edge: [UInt8], text: ExactText, within candidates: DocumentSet?
  ) -> DocumentSet {
    var bits = FixedBitSet(count: reader.documentCount)
    func add(_ cursor: PostingsCursor) {
      if text.zone == .headlineOrBody || text.zone == .tail {
        cursor.insertBlocks(into: &bits)
      } else {
        while cursor.document != PostingsCursor.noMoreDocuments {
          if Self.occurs(cursor, in: text.zone) { bits.insert(Int(cursor.document)) }
          cursor.advance()
        }
      }
    }
    reader.terms.forEach(prefix: gramPrefix) { _, info in
      add(reader.cursor(for: info, in: text.zone.field))
    }
    if let cursor = reader.cursor(for: edge) { add(cursor) }
    guard let candidates else { return .bits(bits) }
    return candidates.intersection(.bits(bits))
  }

  private func sequences(
    _ parts: [(cursor: PostingsCursor, offset: UInt32)], in zone: ExactText.Zone,
    within candidates: DocumentSet?
  ) -> DocumentSet {
    let readers = parts.map { PositionsReader($0.cursor) }
    var starts: [UInt32] = []
    var positions: [UInt32] = []
    var found: [UInt32] = []
    leapfrog(parts.map(\.cursor), within: candidates) { document in
      starts.removeAll(keepingCapacity: true)
      readers[0].read(into: &positions)
      for position in positions where position >= parts[0].offset {
        starts.append(position - parts[0].offset)
      }
      keep(&starts, in: zone, of: document)
      for (part, reader) in zip(parts, readers).dropFirst() where !starts.isEmpty {
        reader.read(into: &positions)
        Self.keep(&starts, followedBy: positions, at: part.offset)
      }
      if !starts.isEmpty { found.append(document) }
    }
    return .sorted(found)
  }

  private func keep(_ starts: inout [UInt32], in zone: ExactText.Zone, of document: UInt32) {
    guard zone == .headline || zone == .body else { return }
    let extent = reader.titleExtent(of: document)
    starts.removeAll { ($0 < extent) != (zone == .headline) }
  }

  /// Keeps the starts from which `offset` on there is a position; both ascend.
  private static func keep(
    _ starts: inout [UInt32], followedBy positions: [UInt32], at offset: UInt32
  ) {
    var kept = 0
    var index = 0
    for start in starts {
      let wanted = start + offset
      while index < positions.count, positions[index] < wanted { index += 1 }
      guard index < positions.count else { break }
      if positions[index] == wanted {
        starts[kept] = start
        kept += 1
      }
    }
    starts.removeLast(starts.count - kept)
  }

  /// Calls `body` with every document that all cursors and the candidates have, the cursors standing on it.
  private func leapfrog(
    _ cursors: [PostingsCursor], within candidates: DocumentSet?, _ body: (UInt32) -> Void
  ) {
    var iterator = candidates.map { DocumentSetIterator($0) }
    var target: UInt32 = 0
    search: while true {
      if iterator != nil {
        iterator?.seek(target)
        target = iterator?.document ?? target
      }
      if target == PostingsCursor.noMoreDocuments { return }
      for cursor in cursors {
        cursor.seek(target)
        if cursor.document > target {
          target = cursor.document
          continue search
        }
      }
      body(target)
      target += 1
    }
  }
}

extension DocumentSet {
  /// All documents of a cursor.
  static func collecting(_ cursor: PostingsCursor, documentCount: Int) -> DocumentSet {
    if prefersBits(cursor.documentFrequency, of: documentCount) {
      var bits = FixedBitSet(count: documentCount)
      cursor.insertBlocks(into: &bits)
      return .bits(bits)
    }
    var documents: [UInt32] = []
    documents.reserveCapacity(cursor.documentFrequency)
    while cursor.document != PostingsCursor.noMoreDocuments {
      documents.append(cursor.document)
      cursor.advance()
    }
    return .sorted(documents)
  }
}
