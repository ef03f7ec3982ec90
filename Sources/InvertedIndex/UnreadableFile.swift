/// A file that exists and cannot be read. Its contents may be intact.
public struct UnreadableFile: Sendable, Equatable, Codable {
  /// The name of the file.
  public let file: String
  /// The failed system call and its error.
  public let problem: String
}
