/// The error of a folder in which no index can be made.
public struct UnwritableIndex: Error, CustomStringConvertible {
  public let description: String
}
