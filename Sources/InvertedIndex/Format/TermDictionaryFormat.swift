import TextAnalysis

/// The format of the term dictionary, `.trm`: the sorted terms of a segment.
///
/// ```
/// .trm    := block*  0{16…23}  index  trailer
/// block   := entry{1…32}                          // 32 in all but the last
/// entry   := ( shared < 15 and suffix length < 15:  shared << 4 | suffix length: u8
///            | 0xFF  shared: u8  suffix length: varint )
///            suffix  info                         // shared is 0 in the first entry of a block
/// info    := document frequency << 1 | inline: varint
///            ( inline:     occurrences − document frequency << 5 | byte count: varint
///                          tail, rest: see PostingsFormat, without padding between them
///            | not inline: occurrences − document frequency: varint
///                          postings offset: varint  positions offset: varint )
/// index   := prefix: u64{blocks}  block offset: u32{blocks}  end of blocks: u32
/// trailer := offset of the index: u64  blocks: u32  terms: u32
/// ```
/// Postings and positions offsets are offsets in their files, stored as differences from the
/// previous term of the block that is not inline. A prefix is `TermBytes.prefix` of the block's
/// first term. A lookup searches the prefixes, compares the first terms of blocks with equal
/// prefixes, and scans one block. Nothing is built when the file is opened.
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

/// Properties of a term that follow from its bytes in the dictionary.
enum TermBytes {
  /// The field of a term. Kinds of the tail are upper-case letters.
  static func field(of term: [UInt8]) -> Field { term[0] & 0x20 == 0 ? .tail : .main }

  /// True when the term's positions are stored: for all kinds except words, which only rank, and
  /// tags.
  static func hasPositions(_ term: [UInt8]) -> Bool {
    let kind = TermKind(byte: term[0])
    return kind != .word && kind != .tag
  }

  /// The first eight bytes as a big-endian number, padded with zeros.
  ///
  /// Two different prefixes have the order of their terms.
  static func prefix(of term: [UInt8]) -> UInt64 { prefix(of: term.span) }

  static func prefix(of term: Span<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<min(8, term.count) {
      prefix |= UInt64(term[index]) << UInt64(56 - 8 * index)
    }
    return prefix
  }
}
