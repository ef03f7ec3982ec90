import Xunwen

/// The error of a folder in which no index can be made.
public struct UnwritableIndex: Error, CustomStringConvertible {
  public let description: String

  init(_ path: String, _ error: StorageError) {
    description = "cannot make an index at \(path): \(error)"
  }
}
