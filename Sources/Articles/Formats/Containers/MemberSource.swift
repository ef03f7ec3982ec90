/// The members of a container, one after another.
protocol MemberSource: AnyObject {
  /// Goes to the next member, or a step towards it. An error concerns one member, and the next call
  /// continues after it.
  func next() throws(ArticleError) -> MemberStep

  /// The bytes of the outermost file that were read.
  var position: Int { get }
  /// The members that are not read.
  var skipped: SkippedFiles { get }
}

/// A step of reading a container. No step takes long.
enum MemberStep {
  case member(Member)
  /// An article that the container itself has made of its contents.
  case article(ArticlePart)
  /// Nothing that is read.
  case skipped
  case end
}

/// A member of a container, to be read by the format that accepts it.
struct Member {
  /// The path in the container; nil for the only member of a compressed file.
  let name: String?
  /// The name, without a folder, by which its format is recognized.
  let fileName: String
  let stream: MemberStream
  /// The size in bytes; 0 when it is unknown.
  var byteCount = 0
  /// The encoding that the container declares for the member.
  var charset: String?
  /// Adds facts about the capture to an article; nil for a member of another container.
  var capture: (@Sendable (inout Article) -> Void)?
}
