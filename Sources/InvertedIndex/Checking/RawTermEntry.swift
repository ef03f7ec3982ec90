import Storage
import TextAnalysis

struct TermFault: Error {
  let file: String
  let offset: Int
  let problem: String
}

struct TermFiles: Sendable {
  let dictionary: EnvelopedFile
  let postings: EnvelopedFile
  let positions: EnvelopedFile

  var byteCount: Int {
    dictionary.file.byteCount + postings.file.byteCount + positions.file.byteCount
  }
}

/// A dictionary entry that has not been checked.
struct RawTermEntry {
  struct Source {
    let file: MappedFile
    let end: Int

    /// - Throws: `TermFault` unless `count` bytes at an offset are before the end.
    func require(_ count: Int, at offset: Int, _ name: String) throws(TermFault) {
      guard offset >= 0, count >= 0, offset <= end, count <= end - offset else {
        throw fault(min(offset, end), "\(name) are cut off")
      }
    }

    func fault(_ offset: Int, _ problem: String) -> TermFault {
      TermFault(file: file.name, offset: offset, problem: problem)
    }
  }

  let bytes: [UInt8]
  let info: TermInfo
  /// The `.pst` file, or the bytes of an inline term in the `.trm` file.
  let postings: Source
  /// The `.pos` file, or the bytes of an inline term; nil for terms without positions.
  let positions: Source?
}

/// A cursor over the entries of a dictionary block with arbitrary bytes; see
/// `TermDictionaryFormat`.
struct RawTermEntries {
  private let files: TermFiles
  private let end: Int
  private(set) var offset: Int
  private var isFirst = true
  private var postings = 0
  private var positions = 0
  private var term: [UInt8] = []

  init(_ files: TermFiles, block: Range<Int>) {
    self.files = files
    offset = block.lowerBound
    end = block.upperBound
  }

  /// Returns the next entry; nil after the last one. Throws for a term out of order too.
  mutating func next() throws(TermFault) -> RawTermEntry? {
    guard offset < end else { return nil }
    do throws(StorageError) { return try read() } catch .corrupt(_, let offset, let reason) {
      throw fault(offset, reason)
    } catch { throw fault(offset, "\(error)") }
  }

  private mutating func read() throws(StorageError) -> RawTermEntry {
    let file = files.dictionary.file
    var reader = ByteReader(file.bytes.extracting(0..<end), at: offset, file: file.name)
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
      let postings = reader.offset
      try reader.skip(Int(more & 31))
      offset = reader.offset
      let source = RawTermEntry.Source(file: file, end: offset)
      return RawTermEntry(
        bytes: term,
        info: TermInfo(
          documentFrequency: frequency, occurrences: frequency + Int(more >> 5),
          postingsOffset: postings, positionsOffset: 0, isInline: true),
        postings: source, positions: withPositions ? source : nil)
    }
    postings += Int(clamping: try reader.readVarint())
    positions += Int(clamping: try reader.readVarint())
    guard max(postings, positions) <= Int(UInt32.max) else {
      throw .corrupt(file: file.name, offset: start, reason: "offsets over 32 bits")
    }
    offset = reader.offset
    func source(_ file: EnvelopedFile) -> RawTermEntry.Source {
      RawTermEntry.Source(file: file.file, end: file.payload.upperBound)
    }
    return RawTermEntry(
      bytes: term,
      info: TermInfo(
        documentFrequency: frequency, occurrences: frequency + Int(more), postingsOffset: postings,
        positionsOffset: positions, isInline: false), postings: source(files.postings),
      positions: withPositions ? source(files.positions) : nil)
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
