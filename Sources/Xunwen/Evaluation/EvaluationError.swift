/// An error in a line of a run or of judgments.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line number, from 1.
  public let line: Int
  public let reason: String

  public var description: String { "line \(line): \(reason)" }
}

/// Splits a line at white space. Fields are bytes: identifiers are equal only when their bytes are.
func fields(of line: String) -> [[UInt8]] {
  line.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map(Array.init)
}
