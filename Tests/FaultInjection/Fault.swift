#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What goes wrong with a disk, and when.
public struct Fault: Sendable {
  public enum Kind: Sendable, Equatable {
    /// An error number, and nothing is done.
    case error(Int32)
    /// ENOSPC after half of the bytes. Only writes count and fail.
    case shortWrite
    /// The end of the process: no call does anything any more. A write may have got half of its bytes through.
    case crash

    public static let noSpace = error(ENOSPC)
    public static let inputOutput = error(EIO)
  }

  public let kind: Kind
  /// Operations that pass before: of those that the kind may hit, counted from 0.
  public let operation: Int
  /// Whether all later operations fail too.
  public let isLasting: Bool

  public init(_ kind: Kind, at operation: Int, isLasting: Bool = false) {
    self.kind = kind
    self.operation = operation
    self.isLasting = isLasting || kind == .crash
  }

  /// The error number that operations fail with.
  var code: Int32 {
    switch kind {
    case .error(let code): code
    case .shortWrite: noSpaceCode
    case .crash: EIO
    }
  }
}

/// The number of "no space left on device".
let noSpaceCode = ENOSPC

extension Fault: CustomStringConvertible {
  public var description: String { "\(kind) at \(operation)\(isLasting ? " and later" : "")" }
}
