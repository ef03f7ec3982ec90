/// The calls that change a disk: a test can simulate a disk that is full, fails or loses power.
/// Reading bypasses the protocol.
///
/// Every call throws `StorageError.notFound` when the path or one of its directories is missing,
/// and `StorageError.io` for any other failure. A change is durable only after a sync: contents
/// after `WritableFile.sync`, names after `syncDirectory`.
public protocol Disk: Sendable {
  /// Opens a file for writing, and creates it if absent.
  ///
  /// A file that begins empty is a new file, which replaces the file or the link of that name. To
  /// keep the contents of a symbolic link is an error.
  func open(_ path: String, _ contents: OpenedContents) throws(StorageError) -> any WritableFile

  /// Renames a file, replacing any file at the new path in one step.
  func rename(_ path: String, to newPath: String) throws(StorageError)

  /// Gives a file a second name. Throws `EEXIST` when the name is taken.
  func link(_ path: String, to newPath: String) throws(StorageError)

  /// Removes a name, and the file with its last name.
  func unlink(_ path: String) throws(StorageError)

  /// Makes a directory, or does nothing when it exists.
  func makeDirectory(_ path: String) throws(StorageError)

  /// Waits until the current names in a directory are on the disk.
  func syncDirectory(_ path: String) throws(StorageError)
}

/// A file open for writing, closed without an error when the object is released: call `sync`.
public protocol WritableFile: AnyObject, Sendable {
  /// Writes all bytes at an offset. After an error, some of them may be written.
  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError)

  /// Appends `limit` bytes from an offset on to `bytes`, or fewer at the end of the file.
  func read(_ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]) throws(StorageError)

  /// Removes all bytes.
  func truncate() throws(StorageError)

  /// Waits until contents and size are on the disk.
  func sync() throws(StorageError)

  /// True when the file has several names (hard links), so that other files would change with it.
  func hasOtherNames() throws(StorageError) -> Bool

  /// Takes the exclusive advisory lock, held while the file is open. Returns false if it is taken.
  func tryLock() throws(StorageError) -> Bool

  /// Releases the lock at once.
  func unlock()
}

/// The real disk.
public struct SystemDisk: Disk {
  public init() {}

  public func open(
    _ path: String, _ contents: OpenedContents
  ) throws(StorageError) -> any WritableFile {
    try SystemFile(path, contents)
  }

  public func rename(_ path: String, to newPath: String) throws(StorageError) {
    try StorageError.at(path, FileSystem.move(path, to: newPath))
  }

  public func link(_ path: String, to newPath: String) throws(StorageError) {
    try StorageError.at(path, FileSystem.makeLink(path, to: newPath))
  }

  public func unlink(_ path: String) throws(StorageError) {
    try StorageError.at(path, FileSystem.remove(path))
  }

  public func makeDirectory(_ path: String) throws(StorageError) {
    try StorageError.at(path, FileSystem.makeDirectory(path))
  }

  public func syncDirectory(_ path: String) throws(StorageError) {
    try StorageError.at(path, FileDescriptor(path, .readDirectory).sync())
  }
}

private final class SystemFile: WritableFile {
  private let file: FileDescriptor
  private let path: String

  init(_ path: String, _ contents: OpenedContents) throws(StorageError) {
    switch contents {
    case .emptied: file = try StorageError.at(path, FileDescriptor.creating(path))
    case .kept: file = try StorageError.at(path, FileDescriptor(path, .readAndWrite))
    }
    self.path = path
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    try StorageError.at(path, file.write(bytes, at: offset))
  }

  func read(_ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]) throws(StorageError) {
    try StorageError.at(path, file.read(limit, at: offset, appendingTo: &bytes))
  }

  func truncate() throws(StorageError) { try StorageError.at(path, file.truncate(to: 0)) }

  func sync() throws(StorageError) { try StorageError.at(path, file.sync()) }

  func hasOtherNames() throws(StorageError) -> Bool {
    try StorageError.at(path, file.facts().linkCount) > 1
  }

  func tryLock() throws(StorageError) -> Bool { try StorageError.at(path, file.tryLock()) }

  func unlock() { file.unlock() }
}
