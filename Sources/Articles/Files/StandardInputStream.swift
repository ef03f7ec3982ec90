import Storage
import Synchronization

/// The bytes of standard input, of which the first ones can be looked at before they are read.
///
/// A program that writes to standard input may wait forever. The cancellation of the task therefore
/// ends it.
final class StandardInputStream: ByteStream {
  /// The bytes that were looked at and not read yet.
  private let pending = Mutex<[UInt8]>([])

  /// The time in milliseconds after which a wait for input looks whether the task is cancelled.
  private static let patience: Int32 = 100
  private static let beginningBytes = 4 << 10

  /// Returns the first 4 KiB; fewer if there are fewer. They are read again later.
  func beginning() throws(ArticleError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < Self.beginningBytes,
      try Self.readOn(upTo: Self.beginningBytes - bytes.count, appendingTo: &bytes) > 0
    {}
    pending.withLock { [bytes] in $0 = bytes }
    return bytes
  }

  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    let known = pending.withLock { pending in
      let known = Array(pending.prefix(count))
      pending.removeFirst(known.count)
      return known
    }
    if known.isEmpty { return try Self.readOn(upTo: count, appendingTo: &bytes) }
    bytes += known
    return known.count
  }

  private static func readOn(
    upTo count: Int, appendingTo bytes: inout [UInt8]
  ) throws(ArticleError) -> Int {
    let descriptor = FileDescriptor.standardInput
    do throws(SystemError) {
      repeat {
        if Task.isCancelled { return 0 }
      } while try !descriptor.isReadable(within: patience)
      return try descriptor.read(upTo: count, appendingTo: &bytes)
    } catch {
      throw ArticleError(path: "-", error)
    }
  }
}
