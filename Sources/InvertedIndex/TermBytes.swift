import TextAnalysis

/// What the bytes of a dictionary term say of its postings.
enum TermBytes {
  /// Tail kinds are upper-case letters.
  static func field(of term: [UInt8]) -> Field { term[0] & 0x20 == 0 ? .tail : .main }

  /// Words only rank; everything else is matched by position too.
  static func hasPositions(_ term: [UInt8]) -> Bool { TermKind(byte: term[0]) != .word }

  /// The first eight bytes as a big-endian number, zeros behind a shorter term: where two differ, they
  /// order as the terms do.
  static func prefix(of term: some Collection<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    var shift: UInt64 = 64
    for byte in term.prefix(8) {
      shift -= 8
      prefix |= UInt64(byte) << shift
    }
    return prefix
  }
}
