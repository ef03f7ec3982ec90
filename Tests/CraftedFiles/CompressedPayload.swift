import Storage

/// Changes what is inside zstd frames, and compresses it again.
enum CompressedPayload {
  /// Changes the contents of a ledger: its size and one frame.
  static func changedLedger(_ payload: [UInt8], _ change: ([UInt8]) -> [UInt8]) -> [UInt8]? {
    guard payload.count > 8, let bytes = decompressed(payload[8...]) else { return nil }
    let changed = change(bytes)
    return littleEndian(UInt64(changed.count), 8) + compressed(changed)
  }

  /// Changes the articles of one block of stored articles, and moves the blocks after it.
  ///
  /// - Parameter choose: returns a number of a range.
  static func changedArticles(
    _ payload: [UInt8], choose: (Range<Int>) -> Int, _ change: ([UInt8]) -> [UInt8]
  ) -> [UInt8]? {
    let header = 32
    let blocks = integer(payload, at: payload.count - 16, 4)
    let directory = integer(payload, at: payload.count - 8, 8) - header
    guard blocks > 0 else { return nil }
    let block = choose(0..<blocks)
    let start = integer(payload, at: directory + 8 * block, 8) - header
    let end = integer(payload, at: directory + 8 * block + 8, 8) - header
    guard let raw = decompressed(payload[start..<end]) else { return nil }
    let changed = change(raw)
    let frame = compressed(changed)
    let lastEnd = integer(payload, at: directory + 8 * blocks, 8) - header
    var result = payload[..<start] + frame + payload[end..<lastEnd]
    while result.count % 8 != 0 { result.append(0) }
    let newDirectory = result.count + header
    for number in 0...blocks {
      let offset = integer(payload, at: directory + 8 * number, 8)
      let shift = number > block ? frame.count - (end - start) : 0
      result += littleEndian(UInt64(offset + shift), 8)
    }
    let sizes = directory + 8 * (blocks + 1)
    for number in 0..<blocks {
      let size = number == block ? changed.count : integer(payload, at: sizes + 4 * number, 4)
      result += littleEndian(UInt64(size), 4)
    }
    result += payload[(sizes + 4 * blocks)..<payload.count - 8]
    return result + littleEndian(UInt64(newDirectory), 8)
  }

  private static func decompressed(_ frame: ArraySlice<UInt8>) -> [UInt8]? {
    let frame = Array(frame)
    // Safe, here and below: bytes have no padding.
    let bytes = unsafe frame.span.bytes
    guard let size = Zstd.frame(beginning: bytes)?.decompressedSize else { return nil }
    return try? Zstd.decompress(bytes, decompressedSize: size, file: "crafted")
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = []
    // Fails only without memory.
    try? Zstd.compress(bytes.span, level: 1, appendingTo: &frame)
    return frame
  }

  private static func integer(_ bytes: [UInt8], at offset: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  private static func littleEndian(_ value: UInt64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
