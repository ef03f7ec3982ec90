import Storage

/// Walks the terms of a dictionary in order, from block to block.
struct TermCursor {
  private let dictionary: TermDictionary
  private var block: Int
  private var entries: EntryReader?
  /// `TermBytes.prefix` of the current term; the largest number, which no term has, behind the last.
  private(set) var prefix: UInt64 = .max

  /// Stands on the first term whose prefix is not below another.
  ///
  /// - Complexity: O(log *n*) in the number of terms.
  init(_ dictionary: TermDictionary, from start: UInt64) {
    self.dictionary = dictionary
    block = dictionary.block(holding: start)
    advance()
    while prefix < start { advance() }
  }

  /// - Precondition: there is a current term, here and below.
  var term: [UInt8] { entries?.term ?? [] }

  var info: TermInfo {
    guard let entries else { preconditionFailure("behind the last term") }
    return entries.info
  }

  mutating func advance() {
    while true {
      if entries?.advance() == true {
        prefix = TermBytes.prefix(of: term)
        return
      }
      guard block < dictionary.blockCount else {
        prefix = .max
        return
      }
      entries = EntryReader(dictionary, block: block)
      block += 1
    }
  }
}

extension TermDictionary {
  /// The last block that can have the first term whose prefix is not below another; 0 when none can.
  func block(holding prefix: UInt64) -> Int {
    // Zeros at the end stand for nothing: with them, the shortest of the terms would be too small.
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: prefix >> UInt64(56 - 8 * $0)) }
    while bytes.last == 0 { bytes.removeLast() }
    return bytes.isEmpty ? 0 : block(holding: bytes) ?? 0
  }
}
