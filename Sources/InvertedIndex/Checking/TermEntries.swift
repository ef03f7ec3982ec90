import Storage
import TextAnalysis

/// Walks the entries of a dictionary block that may be anything; the format is at `TermDictionaryWriter`.
struct TermEntries {
  private let files: TermsCheck.Files
  private let end: Int
  private var offset: Int
  private var isFirst = true
  private var postings = 0
  private var positions = 0
  private(set) var term: [UInt8] = []

  init(_ files: TermsCheck.Files, block: Range<Int>) {
    self.files = files
    offset = block.lowerBound
    end = block.upperBound
  }

  /// Where the next entry begins.
  var nextOffset: Int { offset }

  /// The next entry; nil behind the last.
  ///
  /// - Throws: `TermFault` for bytes that are no entry, or one that does not follow the one before.
  mutating func next() throws(TermFault) -> RawTermEntry? {
    guard offset < end else { return nil }
    do throws(StorageError) {
      return try read()
    } catch .corrupt(_, let offset, let reason) {
      throw fault(offset, reason)
    } catch {
      throw fault(offset, "\(error)")
    }
  }

  private mutating func read() throws(StorageError) -> RawTermEntry {
    let file = files.dictionary.file
    var reader = ByteReader(
      file.bytes.extracting(0..<end), at: offset, file: file.name)
    let start = offset
    try readTerm(&reader)
    let head = try reader.readVarint()
    let more = try reader.readVarint()
    guard head <= UInt32.max, more <= UInt32.max else {
      throw .corrupt(file: file.name, offset: start, reason: "counts over 32 bits")
    }
    let frequency = Int(head >> 1)
    let withPositions = TermBytes.hasPositions(term)
    if head & 1 != 0 {
      let place = reader.offset
      let count = Int(more & 31)
      try reader.skip(count)
      offset = reader.offset
      let source = RawTermEntry.Source(file, end: offset)
      return RawTermEntry(
        bytes: term,
        info: TermInfo(
          documentFrequency: frequency, occurrences: frequency + Int(more >> 5),
          postingsOffset: place, positionsOffset: 0, isInline: true),
        postings: source, positions: withPositions ? source : nil)
    }
    postings += Int(clamping: try reader.readVarint())
    positions += Int(clamping: try reader.readVarint())
    guard max(postings, positions) <= Int(UInt32.max) else {
      throw .corrupt(file: file.name, offset: start, reason: "offsets over 32 bits")
    }
    offset = reader.offset
    let (postingsFile, positionsFile) = (files.postings, files.positions)
    return RawTermEntry(
      bytes: term,
      info: TermInfo(
        documentFrequency: frequency, occurrences: frequency + Int(more),
        postingsOffset: postings, positionsOffset: positions, isInline: false),
      postings: RawTermEntry.Source(
        postingsFile.file, end: postingsFile.payload.upperBound),
      positions: withPositions
        ? RawTermEntry.Source(positionsFile.file, end: positionsFile.payload.upperBound) : nil)
  }

  private mutating func readTerm(_ reader: inout ByteReader) throws(StorageError) {
    let start = offset
    func corrupt(_ reason: String) -> StorageError {
      .corrupt(file: files.dictionary.file.name, offset: start, reason: reason)
    }
    let counts = try reader.readUInt8()
    var (shared, suffixCount) = (Int(counts >> 4), Int(counts & 15))
    if counts == TermDictionaryFormat.longEntry {
      shared = Int(try reader.readUInt8())
      suffixCount = Int(clamping: try reader.readVarint())
    }
    guard shared <= term.count, !isFirst || shared == 0 else {
      throw corrupt("shares \(shared) bytes with \(isFirst ? "nothing" : "fewer")")
    }
    let suffix = try reader.readBytes(suffixCount)
    let next = term[..<shared] + suffix
    guard let kind = next.first, TermKind(byte: kind) != nil else {
      throw corrupt("no term of a known kind")
    }
    if !isFirst {
      guard term.lexicographicallyPrecedes(next) else { throw corrupt("terms do not ascend") }
      let equal = zip(term, next).prefix { $0 == $1 }.count
      guard shared == min(equal, TermDictionaryFormat.sharedLimit) else {
        throw corrupt("shares \(equal) bytes, not \(shared)")
      }
    }
    term = Array(next)
    isFirst = false
  }

  private func fault(_ offset: Int, _ problem: String) -> TermFault {
    TermFault(file: files.dictionary.file.name, offset: offset, problem: problem)
  }
}
