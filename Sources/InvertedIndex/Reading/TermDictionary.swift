import Storage

/// The sorted terms of a segment, read in place; see `TermDictionaryFormat`.
public struct TermDictionary: Sendable {
  let file: EnvelopedFile
  let indexOffset: Int
  let blockCount: Int
  /// The number of distinct terms.
  public let termCount: Int
  /// The number of documents of the segment. No term has more.
  fileprivate let documentCount: Int

  /// Opens a dictionary, and checks that its index fits the file.
  init(_ file: EnvelopedFile, documentCount: Int) throws(StorageError) {
    let end = file.payload.upperBound
    guard file.payload.count >= 16 else { throw file.corrupt(at: end, "no trailer") }
    try file.verify(end - 16..<end)
    let bytes = file.bytes
    let index = bytes.uint64(at: end - 16)
    let blockCount = Int(bytes.uint32(at: end - 8))
    termCount = Int(bytes.uint32(at: end - 4))
    // The index has a prefix and an offset for each block, and the end of the blocks.
    let needed = UInt64(blockCount) * 12 + 4
    guard index >= file.payload.lowerBound, index <= UInt64(end - 16),
      UInt64(end - 16) - index == needed
    else { throw file.corrupt(at: end - 16, "index outside the file") }
    let size = SegmentFormat.termsPerBlock
    guard blockCount == (termCount + size - 1) / size else {
      throw file.corrupt(at: end - 8, "\(blockCount) blocks of \(termCount) terms")
    }
    self.file = file
    self.documentCount = documentCount
    indexOffset = Int(index)
    self.blockCount = blockCount
  }

  /// Looks up a term; nil without it, or if the dictionary is damaged where the term would be.
  ///
  /// - Complexity: O(log *n*) in the number of terms; reads about two pages.
  public func lookup(_ term: [UInt8]) -> TermInfo? {
    guard let block = block(holding: term), let range = blockRange(block) else { return nil }
    let file = self.file
    let found = Self.find(
      term.span, in: file.bytes.extracting(0..<range.upperBound), from: range.lowerBound)
    guard let found else { return nil }
    if let info = found.info, isPossible(info, endingAt: found.end, in: range) { return info }
    if found.info != nil || found.end > range.upperBound { recordFault(at: range.lowerBound) }
    return nil
  }

  /// True when the counts of an entry, which ends at an offset, fit its block and the segment.
  @inline(__always)
  fileprivate func isPossible(_ info: TermInfo, endingAt end: Int, in range: Range<Int>) -> Bool {
    info.documentFrequency > 0 && info.documentFrequency <= documentCount
      && end <= range.upperBound
  }

  /// Records that a block has impossible entries.
  fileprivate func recordFault(at offset: Int) {
    file.damage.recordConsequence(file.corrupt(at: offset, "a block of impossible terms"))
  }

  /// Finds a term in a block without copying entries. For most entries, the number of bytes shared
  /// with the previous entry decides the comparison.
  ///
  /// - Returns: the entry, if the block has the term, and the offset after the last entry read; nil
  ///   when a term after the wanted one was found.
  private static func find(
    _ wanted: Span<UInt8>, in bytes: RawSpan, from start: Int
  ) -> (info: TermInfo?, end: Int)? {
    var offset = start
    var offsets = EntryOffsets()
    var matched = 0
    while offset < bytes.byteCount {
      let (shared, suffix) = EntryReader.readCounts(bytes, at: &offset)
      // An entry that shares fewer bytes than have matched is after the wanted term. An entry that
      // shares more is before it, as the previous entry is.
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
          let info = offsets.read(bytes, at: &offset)
          return (info, offset)
        }
        let isAfter =
          matched == wanted.count
          || index < suffix && bytes.uint8(at: offset + index) > wanted[matched]
        if isAfter { return nil }
      }
      offset += suffix
      offsets.skip(bytes, at: &offset)
    }
    return (nil, offset)
  }

  /// Calls `body` with every term that begins with `prefix`, in order. Skips damaged blocks.
  ///
  /// - Complexity: O(log *n* + *m*) in the number of terms and of matches.
  public func forEach(prefix: [UInt8], _ body: ([UInt8], TermInfo) -> Void) {
    forEach(from: prefix) { term, info in
      guard term.starts(with: prefix) else { return false }
      body(term, info)
      return true
    }
  }

  /// Calls `body` with every term from `start` on, in order, until it returns false. Skips damaged
  /// blocks.
  ///
  /// - Complexity: O(log *n* + *m*) in the number of terms and of calls.
  public func forEach(from start: [UInt8], _ body: ([UInt8], TermInfo) -> Bool) {
    guard blockCount > 0 else { return }
    var block = block(holding: start) ?? 0
    var isBefore = true
    while block < blockCount {
      var entries = EntryReader(self, block: block)
      while entries.advance() {
        if isBefore {
          if entries.term.lexicographicallyPrecedes(start) { continue }
          isBefore = false
        }
        if !body(entries.term, entries.info) { return }
      }
      block += 1
    }
  }

  private func block(holding term: [UInt8]) -> Int? {
    let prefix = TermBytes.prefix(of: term)
    var low = 0
    var high = blockCount
    while low < high {
      let middle = (low + high) / 2
      let offset = indexOffset + 8 * middle
      guard file.isIntact(offset..<offset + 8) else { return nil }
      let key = file.uint64(at: offset)
      let isAfter = key == prefix ? isFirstTerm(ofBlock: middle, after: term) : key > prefix
      if isAfter { high = middle } else { low = middle + 1 }
    }
    return low == 0 ? nil : low - 1
  }

  private func isFirstTerm(ofBlock block: Int, after term: [UInt8]) -> Bool {
    var entries = EntryReader(self, block: block)
    return entries.advance() && term.lexicographicallyPrecedes(entries.term)
  }

  /// Returns the last block that may hold the first term with at least this prefix, otherwise 0.
  func block(holding prefix: UInt64) -> Int {
    // A prefix is padded with zeros. Without them, the bytes are the least term with the prefix.
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: prefix >> UInt64(56 - 8 * $0)) }
    while bytes.last == 0 { bytes.removeLast() }
    return bytes.isEmpty ? 0 : block(holding: bytes) ?? 0
  }

  // The index has been verified for these two methods.
  func prefix(ofBlock block: Int) -> UInt64 { file.uint64(at: indexOffset + 8 * block) }

  /// The file offset of a block; for `blockCount`, the end of the last block.
  func offset(ofBlock block: Int) -> Int {
    Int(file.uint32(at: indexOffset + 8 * blockCount + 4 * block))
  }

  /// The range of a block in the file; nil if the block or the index is damaged.
  fileprivate func blockRange(_ block: Int) -> Range<Int>? {
    let offset = indexOffset + 8 * blockCount + 4 * block
    guard file.isIntact(offset..<offset + 8) else { return nil }
    let (start, end) = (Int(file.uint32(at: offset)), Int(file.uint32(at: offset + 4)))
    guard start <= end, end <= indexOffset else {
      recordFault(at: offset)
      return nil
    }
    return file.isIntact(start..<end) ? start..<end : nil
  }
}

/// A cursor over the terms of a dictionary, in order, across blocks.
struct TermCursor {
  private let dictionary: TermDictionary
  private var block: Int
  private var entries: EntryReader?
  private var isDamaged = false
  /// The prefix of the current term; at the end, the largest number, which no term has.
  private(set) var prefix: UInt64 = .max

  /// Creates a cursor at the first term whose prefix is at least `start`.
  init(_ dictionary: TermDictionary, from start: UInt64) {
    self.dictionary = dictionary
    block = dictionary.block(holding: start)
    advance()
    while prefix < start { advance() }
  }

  var term: [UInt8] { entries?.term ?? [] }

  var info: TermInfo {
    guard let entries else { preconditionFailure("after the last term") }
    return entries.info
  }

  /// Moves to the next term. Terms out of order end the dictionary, and the damage is recorded.
  mutating func advance() {
    while true {
      if entries?.advance() == true {
        prefix = TermBytes.prefix(of: term)
        return
      }
      guard block < dictionary.blockCount, !isDamaged else {
        prefix = .max
        return
      }
      let last = term
      var next = EntryReader(dictionary, block: block)
      block += 1
      guard next.advance(), last.lexicographicallyPrecedes(next.term) else {
        dictionary.recordFault(at: next.start)
        (isDamaged, entries) = (true, nil)
        continue
      }
      entries = next
      prefix = TermBytes.prefix(of: term)
      return
    }
  }
}

/// A reader of the entries of one block. The first impossible entry ends the block, and the damage
/// is recorded.
private struct EntryReader {
  private let dictionary: TermDictionary
  /// The file of the dictionary. Reading it from there would retain it for each entry.
  private let file: EnvelopedFile
  private let range: Range<Int>
  private var offset: Int
  private var offsets = EntryOffsets()
  private(set) var term: [UInt8] = []
  private(set) var info = TermInfo(
    documentFrequency: 0, occurrences: 0, postingsOffset: 0, positionsOffset: 0, isInline: true)

  init(_ dictionary: TermDictionary, block: Int) {
    self.dictionary = dictionary
    file = dictionary.file
    range = dictionary.blockRange(block) ?? 0..<0
    offset = range.lowerBound
  }

  /// The file offset of the block.
  var start: Int { range.lowerBound }

  mutating func advance() -> Bool {
    guard offset < range.upperBound else { return false }
    if read() { return true }
    dictionary.recordFault(at: start)
    offset = range.upperBound
    return false
  }

  /// Reads an entry. Returns false unless its term is after the previous one and its counts are
  /// possible.
  @inline(__always)
  private mutating func read() -> Bool {
    let file = self.file
    let bytes = file.bytes
    let (shared, suffix) = Self.readCounts(bytes, at: &offset)
    guard shared <= term.count, suffix > 0, suffix <= range.upperBound - offset else {
      return false
    }
    let first = bytes.uint8(at: offset)
    if shared < term.count, first <= term[shared] {
      // Beyond the limit, more bytes may be equal.
      guard shared == TermDictionaryFormat.sharedLimit else { return false }
      let rest = (offset..<offset + suffix).map { bytes.uint8(at: $0) }
      guard term[shared...].lexicographicallyPrecedes(rest) else { return false }
    }
    if shared < term.count { term.removeLast(term.count - shared) }
    for index in offset..<(offset + suffix) { term.append(bytes.uint8(at: index)) }
    offset += suffix
    info = offsets.read(bytes, at: &offset)
    return dictionary.isPossible(info, endingAt: offset, in: range)
  }

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

/// The offsets of postings and positions of a block's last entry that is not inline.
private struct EntryOffsets {
  private var postings = 0
  private var positions = 0

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
