import CInflate

/// A decompressor of gzip, zlib, raw deflate or brotli, in pieces.
///
/// Safe: the handle is opened in `init`, closed in `deinit`, and used nowhere else.
@safe
struct Inflater: ~Copyable {
  enum Compression: Sendable {
    case gzip, zlib, deflate, brotli

    fileprivate var code: xunwen_compression {
      switch self {
      case .gzip: XUNWEN_INFLATE_GZIP
      case .zlib: XUNWEN_INFLATE_ZLIB
      case .deflate: XUNWEN_INFLATE_RAW
      case .brotli: XUNWEN_INFLATE_BROTLI
      }
    }
  }

  enum Outcome {
    /// The input is used up, or the output is full.
    case more
    /// The compressed data has ended.
    case end
    case damaged
  }

  private let handle: OpaquePointer

  /// Returns nil when the library of the compression is missing, or memory runs out.
  init?(_ compression: Compression) {
    guard let opened = unsafe xunwen_inflater_open(compression.code) else { return nil }
    unsafe handle = opened
  }

  /// True unless the library of a compression is missing.
  static func isAvailable(_ compression: Compression) -> Bool {
    guard Inflater(compression) != nil else { return false }
    return true
  }

  deinit { unsafe xunwen_inflater_free(handle) }

  /// Begins again with other data of the same compression; returns false when memory runs out.
  func reset() -> Bool { unsafe xunwen_inflater_reset(handle) == Int32(XUNWEN_INFLATE_OK) }

  /// Decompresses bytes, and appends up to `count` bytes.
  ///
  /// - Returns: the number of bytes of the input that were used, and the state of the data.
  func inflate(
    _ input: ArraySlice<UInt8>, upTo count: Int, appendingTo output: inout [UInt8]
  ) -> (used: Int, outcome: Outcome) {
    var used = input.count
    var result: Int32 = 0
    // Safe: the call reads and writes at most the given numbers of bytes.
    unsafe input.withUnsafeBufferPointer { input in
      output.append(addingCapacity: count) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
          var written = count
          result = unsafe xunwen_inflate(
            handle, input.baseAddress, &used, buffer.baseAddress, &written)
          initializedCount = written
        }
      }
    }
    switch result {
    case Int32(XUNWEN_INFLATE_OK): return (used, .more)
    case Int32(XUNWEN_INFLATE_END): return (used, .end)
    default: return (used, .damaged)
    }
  }
}
