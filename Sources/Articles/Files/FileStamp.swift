/// The attributes by which an update recognizes a file that has not changed.
public struct FileStamp: Sendable, Equatable {
  /// Size in bytes; 0 for standard input.
  public var byteCount: Int
  /// The time of the last change of the contents, in nanoseconds since 1970. A program that copies
  /// a file may set it to the time of the original.
  public var modified: Int64
  /// The time of the last change of the contents or the attributes, in nanoseconds since 1970. Only
  /// the file system sets it.
  public var changed: Int64
  /// The number of the file in its file system.
  public var inode: UInt64

  public init(byteCount: Int = 0, modified: Int64 = 0, changed: Int64 = 0, inode: UInt64 = 0) {
    self.byteCount = byteCount
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

  /// True when all attributes but the inode are equal.
  public func isEqual(exceptInode other: FileStamp) -> Bool {
    (byteCount, modified, changed) == (other.byteCount, other.modified, other.changed)
  }
}
