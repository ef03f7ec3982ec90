/// The location from which an article was read: a file, and a member when the file is a container.
///
/// The `file` column of a segment stores the origin as text. This type alone reads and writes it:
///
/// ```
/// value := ""                the article is a whole file, and its id is the path of the file
///        | path              the file holds several articles; "-" is standard input
///        | path NUL member   the article is a member of a container, such as a zip archive
/// ```
/// No path contains a NUL byte, so the three forms are distinct.
public struct Origin: Sendable, Hashable, Codable {
  /// Path below the indexed folder, with `/` between its parts; `-` for standard input.
  public var file: String
  /// Path of the member within the container; nil when the file is no container.
  public var member: String?

  public init(file: String, member: String? = nil) {
    self.file = file
    self.member = member
  }

  /// Decodes a value of the `file` column.
  ///
  /// - Parameter id: the article's id, which is the path when the value is empty.
  public init(column value: String, id: String) {
    let parts = value.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
    file = value.isEmpty ? id : String(parts[0])
    member = parts.count > 1 ? String(parts[1]) : nil
  }

  /// The value of the `file` column.
  ///
  /// - Parameter isWholeFile: true when the article is the whole file, so that its id is the path.
  public func columnValue(isWholeFile: Bool) -> String {
    if isWholeFile { return "" }
    return member.map { "\(file)\0\($0)" } ?? file
  }
}
