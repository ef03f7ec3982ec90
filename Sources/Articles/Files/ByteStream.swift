/// Bytes that are no file of their own, such as a member of an archive. They are read once, from
/// beginning to end, and by one thread at a time.
public protocol ByteStream: AnyObject, Sendable {
  /// Appends up to `count` bytes to `bytes`, and returns their number; 0 at the end.
  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int
}
