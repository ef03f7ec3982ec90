import Storage
import TextAnalysis

/// A check of the postings and positions of one term after another.
/// A list is decoded and encoded again. All bytes follow from the occurrences and must be equal.
struct ListCheck {
  private let documents: DocumentLengths
  private var decoder = PostingsDecoder()
  private var list = OccurrenceList()
  private var encoder = PostingsEncoder()

  init(_ documents: DocumentLengths) { self.documents = documents }

  /// Checks the lists of a term, and returns their bytes in `.pst` and `.pos`; 0 for an inline
  /// term.
  mutating func check(_ term: RawTermEntry) throws(TermFault) -> (postings: Int, positions: Int) {
    try decoder.decode(term, documentCount: documents.count, into: &list)
    let field = TermBytes.field(of: term.bytes)
    let withPositions = term.positions != nil
    try checkLengths(term, field)
    if withPositions { try checkPositions(term, field) }
    encoder.removeAll()
    let location = encoder.encode(
      list, lengths: documents.lengths(of: field), saturation: documents.saturation(of: field),
      withPositions: withPositions)
    switch location {
    case .inline(let range):
      guard term.info.isInline else {
        throw fault(term, "postings and positions that belong in the dictionary")
      }
      try compare(
        encoder.inlined[range], with: term.postings, at: term.info.postingsOffset,
        until: term.postings.end)
      return (0, 0)
    case .file:
      guard !term.info.isInline else {
        throw fault(term, "postings that do not belong in the dictionary")
      }
      try compare(encoder.postings[...], with: term.postings, at: term.info.postingsOffset)
      if let positions = term.positions {
        try compare(encoder.positions[...], with: positions, at: term.info.positionsOffset)
      }
      return (encoder.postings.count, encoder.positions.count)
    }
  }

  /// Checks that no document has more words, grams or tokens than units, and no tail has a title.
  private func checkLengths(_ term: RawTermEntry, _ field: Field) throws(TermFault) {
    let lengths = documents.lengths(of: field)
    let kind = TermKind(byte: term.bytes[0])
    let isUnit = kind != .boundary && kind != .tag && kind != .field
    for index in 0..<list.documentCount {
      let document = list.documents[index]
      let (frequency, length) = (list.frequencies[index], lengths[Int(document)])
      if isUnit, frequency > length {
        throw fault(term, "\(frequency) occurrences in document \(document) of \(length) units")
      }
      if field == .tail, list.titles[index] > 0 {
        throw fault(term, "a term of the tail in the headline of document \(document)")
      }
    }
  }

  private func checkPositions(_ term: RawTermEntry, _ field: Field) throws(TermFault) {
    let deltas = list.positionDeltas.span
    var next = 0
    for index in 0..<list.documentCount {
      let document = list.documents[index]
      let extent = field == .main ? documents.titleExtents[Int(document)] : 0
      var position: UInt32 = 0
      var titles: UInt32 = 0
      for number in 0..<Int(list.frequencies[index]) {
        let delta = deltas[next]
        next += 1
        let (sum, isOver) = position.addingReportingOverflow(delta)
        guard !isOver, number == 0 || delta > 0 else {
          throw fault(term, "positions in document \(document) do not ascend")
        }
        position = sum
        if position < extent { titles += 1 }
      }
      guard titles == list.titles[index] else {
        throw fault(
          term,
          "\(list.titles[index]) occurrences in the headline of document \(document), "
            + "but \(titles) positions there")
      }
    }
  }

  private func compare(
    _ expected: ArraySlice<UInt8>, with source: RawTermEntry.Source, at start: Int,
    until end: Int? = nil
  ) throws(TermFault) {
    try source.require(expected.count, at: start, "postings")
    guard end == nil || end == start + expected.count else {
      throw source.fault(start, "more than the \(expected.count) bytes of the postings")
    }
    let file = source.file
    let bytes = file.bytes
    for (offset, byte) in zip(start..., expected) where bytes.uint8(at: offset) != byte {
      throw source.fault(offset, "a skip entry, bound or code that does not match the occurrences")
    }
  }

  private func fault(_ term: RawTermEntry, _ problem: String) -> TermFault {
    term.postings.fault(term.info.postingsOffset, problem)
  }
}
