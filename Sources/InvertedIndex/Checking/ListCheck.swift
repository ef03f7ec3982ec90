import Storage
import TextAnalysis

/// Checks the lists of one term after another.
struct ListCheck {
  private let documents: DocumentLengths
  private var decoder = PostingsDecoder()
  private var list = OccurrenceList()
  /// Encodes one list at a time.
  private var encoder = PostingsEncoder()

  init(_ documents: DocumentLengths) { self.documents = documents }

  /// - Returns: bytes of the term in `.pst` and `.pos`; 0 for one in the dictionary.
  /// - Throws: `TermFault` for the first thing that is wrong.
  mutating func check(_ term: RawTermEntry) throws(TermFault) -> (postings: Int, positions: Int) {
    try decoder.decode(term, documentCount: documents.count, into: &list)
    let field = TermBytes.field(of: term.bytes)
    let withPositions = term.positions != nil
    try checkLengths(term, field)
    if withPositions { try checkPositions(term, field) }
    encoder.removeAll()
    let location = encoder.encode(
      list, lengths: documents.lengths(of: field), usual: documents.usual(of: field),
      withPositions: withPositions)
    switch location {
    case .inline(let range):
      guard term.info.isInline else {
        throw fault(term, "postings and positions that belong into the dictionary")
      }
      try compare(
        encoder.inlined[range], with: term.postings, at: term.info.postingsOffset,
        until: term.postings.end)
      return (0, 0)
    case .file:
      guard !term.info.isInline else {
        throw fault(term, "postings that do not belong into the dictionary")
      }
      try compare(encoder.postings[...], with: term.postings, at: term.info.postingsOffset)
      if let positions = term.positions {
        try compare(encoder.positions[...], with: positions, at: term.info.positionsOffset)
      }
      return (encoder.postings.count, encoder.positions.count)
    }
  }

  /// A document has no more words, grams and tokens than units, and the tail no headline.
  private func checkLengths(_ term: RawTermEntry, _ field: Field) throws(TermFault) {
    let lengths = documents.lengths(of: field)
    let kind = TermKind(byte: term.bytes[0])
    let isUnit = kind != .boundary && kind != .tag
    for index in 0..<list.documentCount {
      let document = list.documents[index]
      if isUnit, list.frequencies[index] > lengths[Int(document)] {
        throw fault(
          term,
          "\(list.frequencies[index]) occurrences in document \(document) of "
            + "\(lengths[Int(document)]) units")
      }
      if field == .tail, list.titles[index] > 0 {
        throw fault(term, "in the headline of document \(document), being of the tail")
      }
    }
  }

  /// Positions ascend, and those of the headline are as many as the postings say.
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
          "\(list.titles[index]) occurrences in the headline of document \(document), whose positions say \(titles)"
        )
      }
    }
  }

  /// Compares what is there with what the occurrences make.
  private func compare(
    _ expected: ArraySlice<UInt8>, with source: RawTermEntry.Source, at offset: Int,
    until end: Int? = nil
  ) throws(TermFault) {
    try source.require(expected.count, at: offset, "postings")
    guard end == nil || end == offset + expected.count else {
      throw source.fault(offset, "postings of \(expected.count) bytes take more")
    }
    let file = source.file
    let bytes = file.bytes
    var place = offset
    for byte in expected {
      guard bytes.uint8(at: place) == byte else {
        throw source.fault(place, "not what the occurrences make: skip entry, bound or code")
      }
      place += 1
    }
  }

  private func fault(_ term: RawTermEntry, _ problem: String) -> TermFault {
    term.postings.fault(term.info.postingsOffset, problem)
  }
}
