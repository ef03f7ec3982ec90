import Storage
import TextAnalysis

/// The format of postings, `.pst`, and of positions, `.pos`; see docs/FORMAT.md.
///
/// Nothing separates the positions of documents: the frequencies give the beginning of each. The
/// title frequency is not part of the frequency, so that positions are skipped by frequency,
/// `title:` needs no positions for a single term, and a query chooses the weight of the title.
enum PostingsFormat {
  /// The head that announces the rest of a term that has packed blocks.
  static let restFollows: UInt8 = 0xFF
  /// The most occurrences of a term in a document, for which there is a gamma code.
  static let largestFrequency = 1 << 28 - 1
}

/// An entry of the skip table of a term with at least one full block; see docs/FORMAT.md.
///
/// The data offset counts from the end of the skip table. The positions offset counts from the
/// start of the term's positions to the packed block, or the rest, that holds the first position of
/// the block's first document. That position is value number `positionsIndex` there.
struct SkipEntry {
  static let byteCount = 21
  static var dataOffsetOffset: Int { 4 }

  var lastDocument: UInt32
  var dataOffset: UInt32
  var positionsOffset: UInt32
  var positionsIndex: UInt8
  var impact: Impact
  var heads: (UInt8, UInt8, UInt8)

  func append(to bytes: inout [UInt8]) {
    for value in [lastDocument, dataOffset, positionsOffset] {
      for shift in [0, 8, 16, 24] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    bytes.append(UInt8(truncatingIfNeeded: impact.share))
    bytes.append(UInt8(truncatingIfNeeded: impact.share >> 8))
    bytes.append(impact.length)
    bytes.append(impact.frequency)
    bytes.append(impact.title)
    bytes.append(positionsIndex)
    bytes.append(heads.0)
    bytes.append(heads.1)
    bytes.append(heads.2)
  }
}

extension SkipEntry {
  /// - Precondition: `bytes` holds an entry at `offset`.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    // Checked once for all fields: a query reads an entry for every block of every term.
    let entry = bytes.extracting(offset..<offset &+ Self.byteCount)
    func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> T {
      // Safe: below, every field ends within the 21 bytes. Memory is little endian (BlockCodec).
      unsafe entry.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }
    lastDocument = number(0, UInt32.self)
    dataOffset = number(Self.dataOffsetOffset, UInt32.self)
    positionsOffset = number(8, UInt32.self)
    impact = Impact(
      frequency: number(15, UInt8.self), title: number(16, UInt8.self),
      length: number(14, UInt8.self), share: number(12, UInt16.self))
    positionsIndex = number(17, UInt8.self)
    heads = (number(18, UInt8.self), number(19, UInt8.self), number(20, UInt8.self))
  }
}

/// The format of the term dictionary, `.trm`: the sorted terms of a segment; see docs/FORMAT.md.
///
/// A lookup searches the prefixes of the blocks' first terms, compares the first terms of blocks
/// with equal prefixes, and scans one block. Nothing is built when the file is opened.
enum TermDictionaryFormat {
  /// Begins an entry whose counts do not fit into one byte.
  static let longEntry: UInt8 = 0xFF
  /// The most bytes that an entry shares with the previous term.
  static let sharedLimit = 255
}

/// The dictionary's entry for a term: its statistics and the location of its postings.
public struct TermInfo: Sendable, Equatable {
  /// Documents that contain the term, deleted ones included.
  public let documentFrequency: Int
  /// Occurrences in all documents.
  public let occurrences: Int
  /// The byte offset of the postings in the `.pst` file, or in the `.trm` file when inline.
  public let postingsOffset: Int
  /// The byte offset of the positions in the `.pos` file. Inline positions follow the postings.
  public let positionsOffset: Int
  /// True when postings and positions are in the dictionary itself.
  public let isInline: Bool
}

extension TermInfo {
  /// True when the bytes up to an offset may have as many positions as the term has occurrences.
  ///
  /// Only the first position of a document can be 0. No code has more than eight other values in a
  /// byte.
  func arePositionsPossible(before end: Int) -> Bool {
    let start = isInline ? postingsOffset : positionsOffset
    return occurrences - documentFrequency <= 8 * max(0, end - start)
  }
}

enum TermBytes {
  /// The field of a term, which is not empty. The kinds of the tail are upper-case letters.
  static func field(of term: [UInt8]) -> Field { term[0] & 0x20 == 0 ? .tail : .main }

  /// True for all kinds except words, which only rank, tags and values of fields.
  static func hasPositions(_ term: [UInt8]) -> Bool {
    switch TermKind(byte: term[0]) {
    case .word, .tag, .part, .field: false
    default: true
    }
  }

  /// The first eight bytes as a big-endian number, padded with zeros. Different prefixes have the
  /// order of their terms.
  static func prefix(of term: [UInt8]) -> UInt64 { prefix(of: term.span) }

  static func prefix(of term: Span<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<min(8, term.count) { prefix |= UInt64(term[index]) << UInt64(56 - 8 * index) }
    return prefix
  }
}
