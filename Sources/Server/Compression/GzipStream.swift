import CGzip

/// A compressor by gzip, in pieces.
///
/// Safe: the handle is opened in `init`, freed in `deinit`, and used nowhere else.
@safe
final class GzipStream {
  private let handle: OpaquePointer

  /// - Parameter level: from 1 (fast) to 9 (small).
  /// - Returns: nil when memory runs out.
  init?(level: Int32) {
    guard let opened = unsafe xunwen_gzip_open(level) else { return nil }
    unsafe handle = opened
  }

  deinit { unsafe xunwen_gzip_free(handle) }

  /// Compresses bytes. A reader can decompress all of them from the result and those before.
  ///
  /// - Parameter isLast: true to end the stream.
  func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    let capacity = unsafe xunwen_gzip_bound(handle, bytes.count)
    // Safe: the call reads the bytes of the array, and writes at most the capacity.
    return unsafe Array(unsafeUninitializedCapacity: capacity) { buffer, count in
      count = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe xunwen_gzip_compress(
          handle, input.baseAddress, input.count, isLast ? 1 : 0, buffer.baseAddress, capacity)
      }
    }
  }
}
