import CZstd
import Synchronization

/// Compression of bytes as zstd frames, which carry their decompressed size.
///
/// Contexts have several hundred kilobytes of tables, so they are pooled.
public enum Zstd {
  /// The largest size that `decompress` accepts, in bytes.
  public static let maximumDecompressedSize = 1 << 30

  /// Appends one frame, with a checksum of its content. A parameter of 0 has the level's default.
  ///
  /// - Parameters:
  ///   - level: 1 (fast) to 22 (small).
  ///   - hashLog: the binary logarithm of the size of the match table, 6 to 30.
  ///   - minMatch: the length of the shortest match in bytes, 3 to 7.
  ///   - acceleration: the step of the match search where it finds nothing.
  /// - Throws: `StorageError.io` when memory runs out.
  public static func compress(
    _ bytes: Span<UInt8>, level: Int32, hashLog: Int32 = 0, minMatch: Int32 = 0,
    acceleration: Int32 = 0, appendingTo frames: inout [UInt8]
  ) throws(StorageError) {
    let context = try compressors.take()
    defer { compressors.put(context) }
    let parameters = xunwen_zstd_parameters(
      level: level, hash_log: hashLog, min_match: minMatch, target_length: acceleration,
      compresses_literals: acceleration > 0 ? 1 : 0)
    var size: Int64 = 0
    frames.append(addingCapacity: xunwen_zstd_bound(bytes.count)) { output in
      // Safe: both buffers are passed with their sizes, and the context is this thread's.
      unsafe output.withUnsafeMutableBufferPointer { target, initializedCount in
        size = unsafe bytes.withUnsafeBytes { source in
          unsafe xunwen_zstd_compress(
            context.pointer, parameters, target.baseAddress, target.count, source.baseAddress,
            source.count)
        }
        initializedCount = max(0, Int(size))
      }
    }
    if size < 0 { throw .io(path: "zstd", operation: "compress", errno: outOfMemory) }
  }

  /// Decompresses a frame that declares `decompressedSize`. `file` is the name for error messages.
  ///
  /// - Throws: `StorageError.corrupt`.
  public static func decompress(
    _ frame: RawSpan, decompressedSize: Int, file: String
  ) throws(StorageError) -> [UInt8] {
    // Checked before the allocation: a damaged size must not ask for all of the memory.
    guard
      decompressedSize >= 0, decompressedSize <= maximumDecompressedSize,
      decompressedSize <= largestSize(ofBytes: frame.byteCount),
      declaredSize(frame) == Int64(decompressedSize)
    else {
      throw .corrupt(file: file, offset: 0, reason: "not a zstd frame of \(decompressedSize) bytes")
    }
    let context = try decompressors.take()
    defer { decompressors.put(context) }
    var bytes = [UInt8](repeating: 0, count: decompressedSize)
    // Safe: both buffers are passed with their sizes; the message is a constant.
    let message = unsafe frame.withUnsafeBytes { source in
      unsafe bytes.withUnsafeMutableBytes { target in
        unsafe xunwen_zstd_decompress(
          context.pointer, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    if let message = unsafe message {
      throw .corrupt(file: file, offset: 0, reason: "zstd: \(unsafe String(cString: message))")
    }
    return bytes
  }

  /// The size of the frame at the beginning of some bytes, and its decompressed size; nil when the
  /// bytes begin with no frame that declares its size and has a checksum.
  ///
  /// The frame may still be damaged.
  public static func frame(beginning bytes: RawSpan) -> (byteCount: Int, decompressedSize: Int)? {
    // Bit 2 of the frame header descriptor is set when a checksum follows.
    guard bytes.byteCount > 4, bytes.uint32(at: 0) == magic, bytes.uint8(at: 4) & 4 != 0 else {
      return nil
    }
    // Safe: the buffer is passed with its size.
    let byteCount = unsafe bytes.withUnsafeBytes {
      unsafe xunwen_zstd_frame_size($0.baseAddress, $0.count)
    }
    let size = declaredSize(bytes)
    guard byteCount >= 0, byteCount <= Int64(bytes.byteCount), size >= 0,
      size <= Int64(min(maximumDecompressedSize, largestSize(ofBytes: Int(byteCount))))
    else { return nil }
    return (Int(byteCount), Int(size))
  }

  /// An upper bound of the decompressed size of a frame. It consists of blocks of at least three
  /// bytes, each of which decompresses to at most 128 KiB.
  private static func largestSize(ofBytes count: Int) -> Int { (count / 3 + 1) << 17 }

  private static func declaredSize(_ frame: RawSpan) -> Int64 {
    // Safe: the buffer is passed with its size.
    unsafe frame.withUnsafeBytes { unsafe xunwen_zstd_declared_size($0.baseAddress, $0.count) }
  }

  private static let magic: UInt32 = 0xFD2F_B528

  private static let compressors = ContextPool {
    unsafe Context(xunwen_zstd_compressor_create()) { unsafe xunwen_zstd_compressor_free($0) }
  }
  private static let decompressors = ContextPool {
    unsafe Context(xunwen_zstd_decompressor_create()) { unsafe xunwen_zstd_decompressor_free($0) }
  }
}

private let outOfMemory: Int32 = 12  // ENOMEM on every system

@safe private final class Context: @unchecked Sendable {
  // Sendable: a context in use is out of the pool, and so belongs to one thread.
  let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer) -> Void

  init?(_ pointer: OpaquePointer?, free: @escaping @Sendable (OpaquePointer) -> Void) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
    unsafe self.free = free
  }

  deinit { unsafe free(pointer) }
}

/// The idle contexts. The pool grows to the largest number of simultaneous calls.
private final class ContextPool: Sendable {
  private let idle = Mutex<[Context]>([])
  private let create: @Sendable () -> Context?

  init(_ create: @escaping @Sendable () -> Context?) { self.create = create }

  func take() throws(StorageError) -> Context {
    if let context = idle.withLock({ $0.popLast() }) ?? create() { return context }
    throw .io(path: "zstd", operation: "create context", errno: outOfMemory)
  }

  func put(_ context: Context) { idle.withLock { $0.append(context) } }
}
