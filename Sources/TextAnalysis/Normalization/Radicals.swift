/// The mapping from radicals to the characters that look the same: ⺠ to 民.
enum Radicals {
  private static let ideographs: [UInt32: UInt32] = {
    var ideographs: [UInt32: UInt32] = [:]
    ideographs.reserveCapacity(RadicalTable.count)
    var radical: UInt32?
    for scalar in RadicalTable.pairs.unicodeScalars where scalar.value > 0x20 {
      if let first = radical {
        ideographs[first] = scalar.value
        radical = nil
      } else {
        radical = scalar.value
      }
    }
    return ideographs
  }()

  /// Returns the character for a radical, or the scalar itself.
  static func ideograph(of scalar: UInt32) -> UInt32 {
    scalar < 0x2E80 || scalar > 0x2FD5 ? scalar : ideographs[scalar] ?? scalar
  }
}
