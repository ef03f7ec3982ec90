/// Why a run or judgments cannot be read.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  public let reason: String

  public var description: String { "line \(line): \(reason)" }
}

/// The fields of a line, which white space separates: bytes, so that identifiers are the same only when they are
/// written the same.
func fields(of line: String) -> [[UInt8]] {
  line.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map(Array.init)
}
