#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A failure of a disk at a given operation.
public struct Fault: Sendable {
  public enum Kind: Sendable, Equatable {
    /// The operation fails with an error number and has no effect.
    case error(Int32)
    /// A write fails with ENOSPC after half of its bytes. Only writes are counted.
    case shortWrite
    /// The process ends: no operation has an effect any more, except that a write may write half of
    /// its bytes.
    case crash

    public static let noSpace = error(ENOSPC)
    public static let inputOutput = error(EIO)
  }

  public let kind: Kind
  /// The number of the operation, from 0, among the operations that the kind can affect.
  public let operation: Int
  /// True when all later operations fail too.
  public let isLasting: Bool

  public init(_ kind: Kind, at operation: Int, isLasting: Bool = false) {
    self.kind = kind
    self.operation = operation
    self.isLasting = isLasting || kind == .crash
  }

  /// The error number of the failed operations.
  var code: Int32 {
    switch kind {
    case .error(let code): code
    case .shortWrite: noSpaceCode
    case .crash: EIO
    }
  }
}

/// The error number of a full disk.
let noSpaceCode = ENOSPC

extension Fault: CustomStringConvertible {
  public var description: String { "\(kind) at \(operation)\(isLasting ? " and later" : "")" }
}
