import CraftedFiles
import Storage
import TestSupport
import TextAnalysis

@testable import InvertedIndex

/// The postings of a term as plain arrays, with which the readers are compared.
struct PostingsModel {
  /// The kind byte and the text, as in a term dictionary.
  var term: [UInt8]
  var documents: [UInt32] = []
  /// The title frequency of each document.
  var titles: [UInt32] = []
  /// The positions in each document, ascending.
  var positions: [[UInt32]] = []

  func frequency(_ entry: Int) -> UInt32 { UInt32(positions[entry].count) }

  /// The index of the current document after a seek to `target`.
  func entry(seeking target: UInt32) -> Int {
    documents.firstIndex { $0 >= target } ?? documents.count
  }
}

/// The parameters of random postings.
struct PostingsShape {
  var documentFrequency: Int
  var documentGap: ClosedRange<UInt32> = 1...3
  var frequency: ClosedRange<Int> = 1...4
  var positionGap: ClosedRange<UInt32> = 1...40
  /// The number of occurrences of one document, if not random.
  var spike: Int?

  func model(term: [UInt8], _ random: inout SplitMix64) -> PostingsModel {
    var model = PostingsModel(term: term)
    var document = UInt32.random(in: 0...documentGap.upperBound, using: &random)
    let spikeEntry = Int.random(in: 0..<documentFrequency, using: &random)
    for entry in 0..<documentFrequency {
      model.documents.append(document)
      document += UInt32.random(in: documentGap, using: &random)
      var count = Int.random(in: frequency, using: &random)
      if let spike, entry == spikeEntry { count = spike }
      var position = UInt32.random(in: 0...positionGap.upperBound, using: &random)
      var positions: [UInt32] = []
      for _ in 0..<count {
        positions.append(position)
        position += UInt32.random(in: positionGap, using: &random)
      }
      model.positions.append(positions)
      let titles = Bool.random(using: &random) ? 0 : Int.random(in: 0...count, using: &random)
      model.titles.append(UInt32(titles))
    }
    return model
  }
}

/// A segment with given postings, written without any text.
struct PostingsFixture {
  private let temporary = TemporaryDirectory()
  private let info: SegmentInfo
  let reader: SegmentReader
  let models: [PostingsModel]

  /// - Parameters:
  ///   - models: the postings, in the order of their terms.
  ///   - lengths: the length in units of each document's body, and of its tail.
  init(_ models: [PostingsModel], lengths: [UInt32]) throws {
    self.models = models
    let directory = IndexDirectory(temporary.path)
    func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
      try FileWriter(directory: directory, name: "_0.\(ending)", component: component, segmentID: 7)
    }
    let endings = SegmentFormat.endings
    var postings = try writer(endings.postings, SegmentFormat.postings)
    var positions = try writer(endings.positions, SegmentFormat.positions)
    let start = (postings: postings.offset, positions: positions.offset)
    var encoder = PostingsEncoder()
    var dictionary = TermDictionaryWriter(try writer(endings.terms, SegmentFormat.terms))
    for model in models {
      var list = OccurrenceList()
      for (entry, document) in model.documents.enumerated() {
        list.append(
          document: document, positions: model.positions[entry], titles: model.titles[entry])
      }
      var location = encoder.encode(
        list, lengths: lengths,
        saturation: DefaultSaturation(
          averageLength: Double(lengths.reduce(0) { $0 + UInt64($1) }) / Double(lengths.count)),
        withPositions: TermBytes.hasPositions(model.term))
      if case .file(let postings, let positions) = location {
        location = .file(
          postings: start.postings + postings, positions: start.positions + positions)
      }
      try dictionary.add(
        model.term.span, documentFrequency: model.documents.count,
        occurrences: list.occurrenceCount, location: location, inlined: encoder.inlined.span)
    }
    _ = try dictionary.finish()
    try postings.append(encoder.postings)
    try positions.append(encoder.positions)
    _ = try postings.finish()
    _ = try positions.finish()
    var columns = ColumnsWriter()
    var stored = StoredBuffer()
    for (document, length) in lengths.enumerated() {
      columns.add(
        IndexDocument(id: String(document), text: [], title: [], body: []), length: Int(length),
        titleExtent: 0, tailLength: Int(length))
      try stored.add([])
    }
    _ = try columns.writeLengths(try writer(endings.lengths, SegmentFormat.lengths))
    _ = try columns.writeColumns(try writer(endings.columns, SegmentFormat.columns))
    try stored.write(to: directory, name: "_0.\(endings.stored)", segmentID: 7)
    var files: [FileSummary] = []
    for name in try directory.list() {
      let bytes = temporary.contents(of: name)
      let checksum = bytes[(bytes.count - 8)..<(bytes.count - 4)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
      files.append(FileSummary(name: name, byteCount: bytes.count, checksum: checksum))
    }
    info = SegmentInfo(
      name: "_0", id: 7, documentCount: lengths.count, totalLength: columns.totalLength,
      totalTailLength: columns.totalTailLength, normalizerVersion: AnalysisVersion.normalizer,
      icuVersion: "", files: files)
    reader = try SegmentReader(info, in: directory, liveDocuments: nil)
  }

  /// Opens a copy of the segment with changes in one file. The page table is updated and the `.si`
  /// entry is not compared, so that only reading can detect the changes.
  func damaged(_ name: String, _ damage: (inout [UInt8]) -> Void) throws -> SegmentReader {
    let copy = TemporaryDirectory()
    for file in info.files.map(\.name) {
      var bytes = temporary.contents(of: file)
      if file == name {
        damage(&bytes)
        bytes.sealPages()
      }
      copy.write(bytes, to: file)
    }
    // The mapped files exist as long as the reader.
    return try withExtendedLifetime(copy) {
      try SegmentReader(info, in: IndexDirectory(copy.path), liveDocuments: nil)
    }
  }

  /// Document frequencies around multiples of the block size.
  static let documentFrequencies = [
    1, 2, 3, 7, 64, 126, 127, 128, 129, 130, 255, 256, 257, 383, 384, 385, 512, 513, 1000,
  ]

  /// A segment with dense and sparse, rare and frequent terms of both fields, with and without
  /// positions.
  static func random(seed: UInt64) throws -> PostingsFixture {
    var random = SplitMix64(seed: seed)
    var models: [PostingsModel] = []
    for documentFrequency in documentFrequencies {
      let sparse = UInt32(30_000 / documentFrequency)
      let shapes = [
        PostingsShape(documentFrequency: documentFrequency, documentGap: 1...1, frequency: 1...1),
        PostingsShape(documentFrequency: documentFrequency, frequency: 1...1, positionGap: 1...1),
        PostingsShape(
          documentFrequency: documentFrequency, documentGap: 1...sparse,
          positionGap: 1...3_000_000),
        PostingsShape(documentFrequency: documentFrequency, positionGap: 1...2, spike: 300),
      ]
      for shape in shapes {
        models.append(shape.model(term: [], &random))
      }
    }
    models.append(
      PostingsShape(documentFrequency: 200, spike: 70_000).model(term: [], &random))
    let kinds = Array("GTWbgw".utf8)
    for index in models.indices {
      let kind = kinds[index * kinds.count / models.count]
      models[index].term = [kind] + Array(String(10_000 + index).utf8)
    }
    let lengths = (0..<30_010).map { _ in UInt32.random(in: 1...5000, using: &random) }
    return try PostingsFixture(models, lengths: lengths)
  }
}
