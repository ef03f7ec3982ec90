import TextAnalysis

/// What the bytes of a dictionary term say of its postings.
enum TermBytes {
  /// Tail kinds are upper-case letters.
  static func field(of term: [UInt8]) -> Field { term[0] & 0x20 == 0 ? .tail : .main }

  /// Words only rank; everything else is matched by position too.
  static func hasPositions(_ term: [UInt8]) -> Bool { TermKind(byte: term[0]) != .word }
}
