import Storage

/// The sorted terms of a segment, read in place; the format is at `TermDictionaryWriter`.
public struct TermDictionary: Sendable {
  let file: EnvelopedFile
  private let index: Int
  let blockCount: Int
  /// Distinct terms.
  public let termCount: Int

  init(_ file: EnvelopedFile) throws(StorageError) {
    let end = file.payload.upperBound
    guard file.payload.count >= 16 else {
      throw .corrupt(file: file.name, offset: end, reason: "no trailer")
    }
    try file.verify(end - 16..<end)
    let bytes = file.bytes
    let index = bytes.uint64(at: end - 16)
    let blockCount = Int(bytes.uint32(at: end - 8))
    termCount = Int(bytes.uint32(at: end - 4))
    // Prefixes, block offsets and their end lie before the trailer.
    let needed = UInt64(blockCount) * 12 + 4
    guard index >= file.payload.lowerBound, index <= UInt64(end - 16),
      UInt64(end - 16) - index == needed
    else {
      throw .corrupt(file: file.name, offset: end - 16, reason: "index outside the file")
    }
    self.file = file
    self.index = Int(index)
    self.blockCount = blockCount
  }

  /// Finds a term; none where the dictionary is damaged.
  ///
  /// - Complexity: O(log *n*) in the number of terms, reading about two pages.
  public func lookup(_ term: [UInt8]) -> TermInfo? {
    guard let block = block(holding: term), let range = blockRange(block) else { return nil }
    let file = self.file
    return Self.find(
      term.span, in: file.bytes.extracting(0..<range.upperBound), from: range.lowerBound)
  }

  /// Finds a term in a block, comparing in place: what the entry before shares with it is known, so that most
  /// entries are told apart by their counts alone, and of most only the lengths of numbers are looked at.
  private static func find(
    _ wanted: Span<UInt8>, in bytes: RawSpan, from start: Int
  ) -> TermInfo? {
    var offset = start
    var offsets = EntryOffsets()
    var matched = 0
    while offset < bytes.byteCount {
      let (shared, suffix) = EntryReader.readCounts(bytes, at: &offset)
      // Sharing less than what matched, it has passed the wanted one; sharing more, it comes before as the
      // last one did.
      if shared < matched {
        guard shared == TermDictionaryFormat.sharedLimit else { return nil }
        matched = shared
      }
      if shared == matched {
        var index = 0
        while index < suffix, matched < wanted.count,
          bytes.uint8(at: offset + index) == wanted[matched]
        {
          index += 1
          matched += 1
        }
        if index == suffix, matched == wanted.count {
          offset += suffix
          return offsets.read(bytes, at: &offset)
        }
        let isAfter =
          matched == wanted.count
          || index < suffix && bytes.uint8(at: offset + index) > wanted[matched]
        if isAfter { return nil }
      }
      offset += suffix
      offsets.skip(bytes, at: &offset)
    }
    return nil
  }

  /// Calls `body` with every term that begins with `prefix`, in order; of a damaged block, with none.
  ///
  /// - Complexity: O(log *n* + *m*) in the number of terms and of matches.
  public func forEach(prefix: [UInt8], _ body: ([UInt8], TermInfo) -> Void) {
    guard blockCount > 0 else { return }
    var block = block(holding: prefix) ?? 0
    while block < blockCount {
      var entries = EntryReader(self, block: block)
      while entries.advance() {
        if entries.term.starts(with: prefix) {
          body(entries.term, entries.info)
        } else if prefix.lexicographicallyPrecedes(entries.term) {
          return
        }
      }
      block += 1
    }
  }

  /// The last block whose first term is not after `term`; nil when all are.
  func block(holding term: [UInt8]) -> Int? {
    let prefix = TermBytes.prefix(of: term)
    let file = self.file
    let bytes = file.bytes
    var low = 0
    var high = blockCount
    while low < high {
      let middle = (low + high) / 2
      let place = index + 8 * middle
      guard file.isIntact(place..<place + 8) else { return nil }
      let key = bytes.uint64(at: place)
      let isAfter = key == prefix ? self.isAfter(term, middle) : key > prefix
      if isAfter { high = middle } else { low = middle + 1 }
    }
    return low == 0 ? nil : low - 1
  }

  /// Whether the first term of a block is after another that begins with the same bytes.
  private func isAfter(_ term: [UInt8], _ block: Int) -> Bool {
    var entries = EntryReader(self, block: block)
    return entries.advance() && term.lexicographicallyPrecedes(entries.term)
  }

  /// Where the index begins, and the blocks with their slack end.
  var indexOffset: Int { index }

  /// What the index says of a block, to be called where that has been verified: `TermBytes.prefix` of its first term.
  func prefix(ofBlock block: Int) -> UInt64 {
    let file = self.file
    return file.bytes.uint64(at: index + 8 * block)
  }

  /// The same: where the block begins, or the last one ends.
  func offset(ofBlock block: Int) -> Int {
    let file = self.file
    return Int(file.bytes.uint32(at: index + 8 * blockCount + 4 * block))
  }

  /// Where a block is; nil where it is damaged.
  func blockRange(_ block: Int) -> Range<Int>? {
    let file = self.file
    let bytes = file.bytes
    let place = index + 8 * blockCount + 4 * block
    guard file.isIntact(place..<place + 8) else { return nil }
    let start = Int(bytes.uint32(at: place))
    let range = start..<max(start, Int(bytes.uint32(at: place + 4)))
    return file.isIntact(range) ? range : nil
  }
}

/// Walks the entries of one dictionary block.
struct EntryReader {
  private let file: EnvelopedFile
  private var offset: Int
  private let end: Int
  private var offsets = EntryOffsets()
  private(set) var term: [UInt8] = []
  private(set) var info = TermInfo(
    documentFrequency: 0, occurrences: 0, postingsOffset: 0, positionsOffset: 0, isInline: true)

  init(_ dictionary: TermDictionary, block: Int) {
    file = dictionary.file
    let range = dictionary.blockRange(block) ?? 0..<0
    offset = range.lowerBound
    end = range.upperBound
  }

  mutating func advance() -> Bool {
    guard offset < end else { return false }
    let file = self.file
    let bytes = file.bytes
    let (shared, suffix) = Self.readCounts(bytes, at: &offset)
    term.removeLast(max(0, term.count - shared))
    for index in offset..<(offset + suffix) { term.append(bytes.uint8(at: index)) }
    offset += suffix
    info = offsets.read(bytes, at: &offset)
    return true
  }

  /// Bytes that an entry shares with the one before, and those of its own.
  @inline(__always)
  static func readCounts(_ bytes: RawSpan, at offset: inout Int) -> (shared: Int, suffix: Int) {
    let counts = bytes.uint8(at: offset)
    offset += 1
    if counts != TermDictionaryFormat.longEntry { return (Int(counts >> 4), Int(counts & 15)) }
    let shared = Int(bytes.uint8(at: offset))
    offset += 1
    return (shared, Int(Varint.decode(bytes, at: &offset)))
  }
}

/// Where the postings and positions of the last entry of a block lie that is not inline.
private struct EntryOffsets {
  private var postings = 0
  private var positions = 0

  /// Reads what an entry says of its term.
  @inline(__always)
  mutating func read(_ bytes: RawSpan, at offset: inout Int) -> TermInfo {
    let head = Varint.decode(bytes, at: &offset)
    let frequency = Int(head >> 1)
    let more = Int(Varint.decode(bytes, at: &offset))
    if head & 1 != 0 {
      let info = TermInfo(
        documentFrequency: frequency, occurrences: frequency + (more >> 5), postingsOffset: offset,
        positionsOffset: 0, isInline: true)
      offset += more & 31
      return info
    }
    postings += Int(Varint.decode(bytes, at: &offset))
    positions += Int(Varint.decode(bytes, at: &offset))
    return TermInfo(
      documentFrequency: frequency, occurrences: frequency + more, postingsOffset: postings,
      positionsOffset: positions, isInline: false)
  }

  /// The same without the term.
  @inline(__always)
  mutating func skip(_ bytes: RawSpan, at offset: inout Int) {
    let isInline = bytes.uint8(at: offset) & 1 != 0
    Varint.skip(bytes, at: &offset)
    if isInline {
      let more = Int(Varint.decode(bytes, at: &offset))
      offset += more & 31
    } else {
      Varint.skip(bytes, at: &offset)
      postings += Int(Varint.decode(bytes, at: &offset))
      positions += Int(Varint.decode(bytes, at: &offset))
    }
  }
}
