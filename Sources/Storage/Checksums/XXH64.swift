/// XXH64, a fast 64-bit hash that is not cryptographic.
///
/// Y. Collet, "XXHash fast digest algorithm", specification 0.1.1; the names are the same.
public enum XXH64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// Returns the hash of bytes, which is equal on all machines.
  public static func hash(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
    let bytes = unsafe bytes.bytes  // Safe: bytes have no padding.
    let count = bytes.byteCount
    var offset = 0
    var hash: UInt64
    if count >= 32 {
      var lanes = SIMD4(seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
      while offset <= count - 32 {
        for lane in 0..<4 { lanes[lane] = round(lanes[lane], bytes.uint64(at: offset + 8 * lane)) }
        offset += 32
      }
      hash = rotate(lanes[0], 1) &+ rotate(lanes[1], 7)
      hash = hash &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
      for lane in 0..<4 { hash = (hash ^ round(0, lanes[lane])) &* prime1 &+ prime4 }
    } else {
      hash = seed &+ prime5
    }
    hash &+= UInt64(count)
    while offset <= count - 8 {
      hash = rotate(hash ^ round(0, bytes.uint64(at: offset)), 27) &* prime1 &+ prime4
      offset += 8
    }
    if offset <= count - 4 {
      hash = rotate(hash ^ (UInt64(bytes.uint32(at: offset)) &* prime1), 23) &* prime2 &+ prime3
      offset += 4
    }
    while offset < count {
      hash = rotate(hash ^ (UInt64(bytes.uint8(at: offset)) &* prime5), 11) &* prime1
      offset += 1
    }
    hash = (hash ^ (hash >> 33)) &* prime2
    hash = (hash ^ (hash >> 29)) &* prime3
    return hash ^ (hash >> 32)
  }

  private static func round(_ accumulator: UInt64, _ word: UInt64) -> UInt64 {
    rotate(accumulator &+ word &* prime2, 31) &* prime1
  }

  private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value &<< count) | (value &>> (64 &- count))
  }
}
