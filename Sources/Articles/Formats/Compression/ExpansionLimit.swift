/// The limit of the bytes to which compressed bytes may expand.
struct ExpansionLimit {
  /// Bytes that any input may expand to, and the bytes more for every byte of it.
  static let allowance = 64 << 20
  static let ratio = 256

  private var consumed = 0
  private var produced = 0

  /// Counts bytes, and returns false when they are too many.
  mutating func add(consumed: Int, produced: Int) -> Bool {
    self.consumed += consumed
    self.produced += produced
    return (self.produced - Self.allowance) / Self.ratio <= self.consumed
  }

  /// True for more bytes than all members of an archive of a size may have.
  static func isExceeded(by produced: Int, ofArchiveOf size: Int) -> Bool {
    produced > 4 * allowance && (produced - 4 * allowance) / ratio > size
  }

  static func error(path: String, isBroken: Bool) -> ArticleError {
    ArticleError(
      path: path,
      reason: .expandsTooFar(allowance: allowance, ratio: ratio, isBroken: isBroken))
  }
}
