/// The mapping from radicals to the characters that look the same: ⺠ to 民.
enum Radicals {
  private static let ideographs: [UInt32: UInt32] = {
    var ideographs: [UInt32: UInt32] = [:]
    ideographs.reserveCapacity(RadicalTable.count)
    forEachPair(in: RadicalTable.pairs) { ideographs[$0] = $1 }
    return ideographs
  }()

  /// Returns the character for a radical, or the scalar itself.
  static func ideograph(of scalar: UInt32) -> UInt32 {
    scalar < 0x2E80 || scalar > 0x2FD5 ? scalar : ideographs[scalar] ?? scalar
  }
}
