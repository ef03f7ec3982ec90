// zstd from the system. A context is a few hundred kilobytes of tables, more than most of our
// frames, so contexts are kept in a pool and used again instead of being set up for every call.

import CZstd
import Synchronization

/// Compression of byte runs as zstd frames, which carry their decompressed size.
public enum Zstd {
  /// The largest size `decompress` agrees to, in bytes.
  public static let maximumDecompressedSize = 1 << 30

  /// Appends one frame, which carries a checksum of its content.
  ///
  /// - Parameters:
  ///   - level: 1 (fast) to 22 (small).
  ///   - hashLog: binary logarithm of the entries of its table of matches, 6 to 30; 0 for the level's own.
  ///   - minMatch: bytes of the shortest match it looks for, 3 to 7; 0 for the level's own.
  ///   - acceleration: how many places it passes over where it finds nothing, which otherwise only negative levels do,
  ///     and those leave what is between matches as it is; 0 for the level's own.
  /// - Throws: `StorageError.io` when memory runs out.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func compress(
    _ bytes: Span<UInt8>, level: Int32, hashLog: Int32 = 0, minMatch: Int32 = 0,
    acceleration: Int32 = 0, appendingTo frames: inout [UInt8]
  ) throws(StorageError) {
    let context = try compressors.take()
    defer { compressors.put(context) }
    // A level out of range is taken for the nearest.
    for (parameter, value) in [
      (ZSTD_c_compressionLevel, level), (ZSTD_c_hashLog, hashLog), (ZSTD_c_minMatch, minMatch),
      (ZSTD_c_targetLength, acceleration), (ZSTD_c_checksumFlag, 1),
      // `ZSTD_c_literalCompressionMode`: 1 always codes them. A zstd that does not know it makes larger frames.
      (ZSTD_c_experimentalParam5, acceleration > 0 ? 1 : 0),
    ] {
      // Safe: the context is this thread's.
      _ = unsafe ZSTD_CCtx_setParameter(context.pointer, parameter, value)
    }
    var size = 0
    frames.append(addingCapacity: ZSTD_compressBound(bytes.count)) { output in
      // Safe: both buffers are passed with their sizes.
      unsafe output.withUnsafeMutableBufferPointer { target, initializedCount in
        size = unsafe bytes.withUnsafeBytes { source in
          unsafe ZSTD_compress2(
            context.pointer, target.baseAddress, target.count, source.baseAddress, source.count)
        }
        initializedCount = ZSTD_isError(size) == 0 ? size : 0
      }
    }
    if ZSTD_isError(size) != 0 {
      throw .io(path: "zstd", operation: "compress", errno: outOfMemory)
    }
  }

  /// Decompresses one frame.
  ///
  /// - Parameters:
  ///   - frame: exactly the bytes of the frame.
  ///   - decompressedSize: what the result must measure; the frame has to say the same.
  ///   - file: the name for error messages.
  /// - Throws: `StorageError.corrupt`, with offsets in the frame.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func decompress(
    _ frame: RawSpan, decompressedSize: Int, file: String
  ) throws(StorageError) -> [UInt8] {
    // Safe: all buffers are passed with their sizes.
    let declared = unsafe frame.withUnsafeBytes {
      unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
    }
    // Checked before anything is allocated: a damaged size must not ask for all of the memory.
    guard
      decompressedSize >= 0, decompressedSize <= maximumDecompressedSize,
      declared == UInt64(decompressedSize)
    else {
      throw .corrupt(file: file, offset: 0, reason: "not a zstd frame of \(decompressedSize) bytes")
    }
    let context = try decompressors.take()
    defer { decompressors.put(context) }
    var bytes = [UInt8](repeating: 0, count: decompressedSize)
    let size = unsafe frame.withUnsafeBytes { source in
      unsafe bytes.withUnsafeMutableBytes { target in
        unsafe ZSTD_decompressDCtx(
          context.pointer, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    guard size == decompressedSize else {
      let reason = unsafe ZSTD_getErrorName(size).map { unsafe String(cString: $0) }
      throw .corrupt(file: file, offset: 0, reason: "zstd: \(reason ?? "wrong size")")
    }
    return bytes
  }

  /// How long a frame is that begins some bytes, and what it decompresses to; nil where none does that carries its
  /// size and a checksum.
  ///
  /// - Complexity: O(blocks of the frame): nothing is decompressed, so that the frame may still be damaged.
  public static func frame(
    beginning bytes: RawSpan
  ) -> (byteCount: Int, decompressedSize: Int)? {
    // The bit of the frame header's descriptor that says that a checksum follows.
    guard bytes.byteCount > 4, bytes.uint32(at: 0) == magic, bytes.uint8(at: 4) & 4 != 0 else {
      return nil
    }
    // Safe: the buffer is passed with its size.
    let (byteCount, size) = unsafe bytes.withUnsafeBytes {
      unsafe (
        ZSTD_findFrameCompressedSize($0.baseAddress, $0.count),
        ZSTD_getFrameContentSize($0.baseAddress, $0.count)
      )
    }
    guard ZSTD_isError(byteCount) == 0, byteCount <= bytes.byteCount,
      size <= UInt64(maximumDecompressedSize)
    else { return nil }
    return (byteCount, Int(size))
  }

  /// What a frame begins with.
  private static let magic: UInt32 = 0xFD2F_B528

  private static let compressors = unsafe ContextPool(
    create: { unsafe ZSTD_createCCtx() }, free: { unsafe _ = ZSTD_freeCCtx($0) })
  private static let decompressors = unsafe ContextPool(
    create: { unsafe ZSTD_createDCtx() }, free: { unsafe _ = ZSTD_freeDCtx($0) })
}

private let outOfMemory: Int32 = 12  // ENOMEM on every system

/// A zstd context, freed with the object.
@safe private final class Context: @unchecked Sendable {
  // Sendable: a context is out of the pool, and so with one thread, while it is used.
  let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer) -> Void) {
    unsafe self.pointer = pointer
    unsafe self.free = free
  }

  deinit { unsafe free(pointer) }
}

/// Idle contexts; at most as many exist as calls ever ran at the same time.
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
