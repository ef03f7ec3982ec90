import Synchronization

/// An error of the storage layer: a failed system call, a damaged file, or a held lock.
///
/// Damaged data always throws; only a broken precondition traps.
public enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A system call failed.
  case io(path: String, operation: String, errno: Int32)
  /// The file or directory does not exist.
  case notFound(path: String)
  /// This program cannot have written the bytes at `offset`.
  case corrupt(file: String, offset: Int, reason: String)
  /// The bytes of the file do not match its checksum.
  case checksumMismatch(file: String, expected: UInt32, found: UInt32)
  /// The file is not an index file, or belongs to another component or segment.
  case wrongFormat(file: String, expected: String, found: String)
  /// The component, or the envelope around it, has a format version that this program cannot read.
  case unsupportedVersion(file: String, found: UInt32, supported: ClosedRange<UInt32>)
  /// Another writer holds the lock; `holder` is its description of itself.
  case locked(path: String, holder: String)

  init(_ error: SystemError, path: String) {
    self =
      error.isNotFound
      ? .notFound(path: path) : .io(path: path, operation: error.operation, errno: error.code)
  }

  /// True when a file has an older format than this program reads.
  public var isOldFormat: Bool {
    guard case .unsupportedVersion(_, let found, let supported) = self else { return false }
    return found < supported.lowerBound
  }

  /// True when the contents of a file are the reason: damage, or an older format. A newer format is
  /// not, because its contents may be intact.
  public var concernsContents: Bool {
    switch self {
    case .corrupt, .checksumMismatch, .wrongFormat: true
    case .unsupportedVersion: isOldFormat
    case .io, .notFound, .locked: false
    }
  }

  /// True when the error means that nothing has the path.
  public var isAbsence: Bool {
    switch self {
    case .notFound: true
    case .io(_, let operation, let code): SystemError(operation: operation, code: code).isAbsence
    default: false
    }
  }

  /// True when the disk, or the user's share of it, has no room left.
  var isFullDisk: Bool {
    guard case .io(_, _, let code) = self else { return false }
    return FileSystem.isFullDisk(code)
  }

  /// Makes a system call on a path, and adds the path to its error.
  static func at<Result: ~Copyable>(
    _ path: String, _ call: @autoclosure () throws(SystemError) -> Result
  ) throws(StorageError) -> Result {
    do {
      return try call()
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// A message for people, without a full stop.
  public var description: String {
    switch self {
    case .io(let path, let operation, let code):
      "\(path): \(operation): \(SystemError(operation: operation, code: code))"
    case .notFound(let path):
      "\(path): no such file or directory"
    case .corrupt(let file, let offset, let reason):
      "\(file): corrupt at byte \(offset): \(reason)"
    case .checksumMismatch(let file, let expected, let found):
      "\(file): checksum \(hex(found)), expected \(hex(expected))"
    case .wrongFormat(let file, let expected, let found):
      "\(file): found \(found), expected \(expected)"
    case .unsupportedVersion(let file, let found, let supported):
      found > supported.upperBound
        ? "\(file): format version \(found) was written by a newer version of this program,"
          + " which reads \(versions(supported)) only"
        : "\(file): format version \(found), this program reads \(versions(supported))"
    case .locked(let path, let holder):
      "\(path): another process is writing the index: \(holder)"
    }
  }

  private func versions(_ range: ClosedRange<UInt32>) -> String {
    range.count == 1
      ? "version \(range.lowerBound)" : "versions \(range.lowerBound) to \(range.upperBound)"
  }

  private func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// A record of damage found by code that cannot throw.
///
/// A posting cursor records a damaged page and continues without its numbers. The caller reads
/// `count` before it computes an answer, and calls `check` before it returns the answer.
public final class DamageLog: Sendable {
  private let counter = Atomic<Int>(0)
  private let last = Mutex<StorageError?>(nil)

  public init() {}

  public var count: Int { counter.load(ordering: .acquiring) }

  public func record(_ error: StorageError) {
    last.withLock { $0 = error }
    counter.add(1, ordering: .releasing)
  }

  /// Records a possible consequence of earlier damage, without replacing the earlier error.
  public func recordConsequence(_ error: StorageError) {
    last.withLock { $0 = $0 ?? error }
    counter.add(1, ordering: .releasing)
  }

  /// Throws the last error recorded, if there are more records than `count`.
  public func check(since count: Int) throws(StorageError) {
    guard self.count != count, let error = last.withLock({ $0 }) else { return }
    throw error
  }
}
