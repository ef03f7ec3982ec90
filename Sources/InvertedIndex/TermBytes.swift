import TextAnalysis

/// What the bytes of a dictionary term say of its postings.
enum TermBytes {
  /// Tail kinds are upper-case letters.
  static func field(of term: [UInt8]) -> Field { term[0] & 0x20 == 0 ? .tail : .main }

  /// Words only rank; everything else is matched by position too.
  static func hasPositions(_ term: [UInt8]) -> Bool {
    let kind = TermKind(byte: term[0])
    return kind != .word && kind != .tag
  }

  /// The first eight bytes as a big-endian number, zeros behind a shorter term: where two differ, they
  /// order as the terms do.
  static func prefix(of term: [UInt8]) -> UInt64 { prefix(of: term.span) }

  static func prefix(of term: Span<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<min(8, term.count) {
      prefix |= UInt64(term[index]) << UInt64(56 - 8 * index)
    }
    return prefix
  }
}
