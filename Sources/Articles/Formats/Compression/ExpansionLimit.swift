/// The limit of what compressed bytes may expand to.
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

  static func error(path: String, isBroken: Bool) -> ArticleError {
    ArticleError(
      path: path,
      reason: .expandsTooFar(allowance: allowance, ratio: ratio, isBroken: isBroken))
  }
}
