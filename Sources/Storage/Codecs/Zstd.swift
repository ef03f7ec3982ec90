import CZstd
import Synchronization

/// Compression of bytes as zstd frames, which carry their decompressed size.
///
/// A zstd context has several hundred kilobytes of tables, more than most of our frames. Contexts
/// are therefore pooled instead of created for every call.
public enum Zstd {
  /// The largest size that `decompress` accepts, in bytes.
  public static let maximumDecompressedSize = 1 << 30

  /// Appends one frame, with a checksum of its content.
  ///
  /// - Parameters:
  ///   - level: 1 (fast) to 22 (small).
  ///   - hashLog: the binary logarithm of the size of the match table, 6 to 30; 0 for the level's
  ///     default.
  ///   - minMatch: the length of the shortest match in bytes, 3 to 7; 0 for the level's default.
  ///   - acceleration: the step of the match search where it finds nothing; 0 for the level's
  ///     default. Otherwise only negative levels have a step, and they do not compress literals.
  /// - Throws: `StorageError.io` when memory runs out.
  /// - Complexity: O(*n*) in the number of bytes.
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

  /// Decompresses one frame.
  ///
  /// - Parameters:
  ///   - frame: exactly the bytes of the frame.
  ///   - decompressedSize: the size of the result, which the frame must also declare.
  ///   - file: the name for error messages.
  /// - Throws: `StorageError.corrupt`, with offsets in the frame.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func decompress(
    _ frame: RawSpan, decompressedSize: Int, file: String
  ) throws(StorageError) -> [UInt8] {
    // Checked before the allocation: a damaged size must not ask for all of the memory.
    guard
      decompressedSize >= 0, decompressedSize <= maximumDecompressedSize,
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
  /// Nothing is decompressed, so the frame may still be damaged.
  ///
  /// - Complexity: O(*n*) in the number of blocks of the frame.
  public static func frame(
    beginning bytes: RawSpan
  ) -> (byteCount: Int, decompressedSize: Int)? {
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
      size <= Int64(maximumDecompressedSize)
    else { return nil }
    return (Int(byteCount), Int(size))
  }

  private static func declaredSize(_ frame: RawSpan) -> Int64 {
    // Safe: the buffer is passed with its size.
    unsafe frame.withUnsafeBytes { unsafe xunwen_zstd_declared_size($0.baseAddress, $0.count) }
  }

  /// The first four bytes of a frame.
  private static let magic: UInt32 = 0xFD2F_B528

  private static let compressors = unsafe ContextPool(
    create: { unsafe xunwen_zstd_compressor_create() },
    free: { unsafe xunwen_zstd_compressor_free($0) })
  private static let decompressors = unsafe ContextPool(
    create: { unsafe xunwen_zstd_decompressor_create() },
    free: { unsafe xunwen_zstd_decompressor_free($0) })
}

private let outOfMemory: Int32 = 12  // ENOMEM on every system

/// A zstd context, freed with the object.
@safe private final class Context: @unchecked Sendable {
  // Sendable: a context in use is out of the pool, and so belongs to one thread.
  let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer) -> Void) {
    unsafe self.pointer = pointer
    unsafe self.free = free
  }

  deinit { unsafe free(pointer) }
}

/// The idle contexts. The pool grows to the largest number of simultaneous calls.
@safe private final class ContextPool: Sendable {
  private let idle = Mutex<[Context]>([])
  private let create: @Sendable () -> OpaquePointer?
  private let free: @Sendable (OpaquePointer) -> Void

  init(
    create: @escaping @Sendable () -> OpaquePointer?,
    free: @escaping @Sendable (OpaquePointer) -> Void
  ) {
    unsafe self.create = create
    unsafe self.free = free
  }

  func take() throws(StorageError) -> Context {
    if let context = idle.withLock({ $0.popLast() }) { return context }
    guard let pointer = unsafe create() else {
      throw .io(path: "zstd", operation: "create context", errno: outOfMemory)
    }
    return unsafe Context(pointer, free: free)
  }

  func put(_ context: Context) {
    idle.withLock { $0.append(context) }
  }
}
