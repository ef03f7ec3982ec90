// The line between the index and the disk. Everything that changes the disk crosses it, so that another
// disk can be put under the same code: one that is full, that fails, or that loses power. Reading does not
// cross it: `MappedFile` maps the real files, and no call on the way of a query is virtual.

/// The calls that change a disk.
///
/// All of them throw `StorageError.notFound` where the path or a directory of it is missing, and
/// `StorageError.io` for everything else. None is durable before it has been synced: contents by
/// `WritableFile.sync`, names by `syncDirectory`.
public protocol Disk: Sendable {
  /// Opens a file for writing, and makes it if there is none.
  func open(_ path: String, _ contents: OpenedContents) throws(StorageError) -> any WritableFile

  /// Renames a file, replacing any file at the new path in one step.
  func rename(_ path: String, to newPath: String) throws(StorageError)

  /// Gives a file another name; `EEXIST` when the name is taken.
  func link(_ path: String, to newPath: String) throws(StorageError)

  /// Takes a name from its file, and with the last one the file.
  func unlink(_ path: String) throws(StorageError)

  /// Makes a directory; one that exists already is fine.
  func makeDirectory(_ path: String) throws(StorageError)

  /// Waits until the names in a directory are on the disk as they are now.
  func syncDirectory(_ path: String) throws(StorageError)
}

/// What becomes of the contents of a file that is opened for writing.
public enum OpenedContents: Sendable {
  case emptied
  case kept
}

/// A file open for writing, closed when the object is released.
///
/// Closing reports nothing: whoever needs the bytes on the disk has called `sync` before.
public protocol WritableFile: AnyObject, Sendable {
  /// Writes all of `bytes` from an offset on, or throws and may have written some of them.
  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError)

  /// Appends the bytes from an offset on: `limit` of them, or fewer at the end of the file.
  func read(
    _ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError)

  /// Drops all bytes.
  func truncate() throws(StorageError)

  /// Waits until contents and size are on the disk.
  func sync() throws(StorageError)

  /// Takes the exclusive advisory lock, which lasts as long as the file is open; false if it is taken.
  func tryLock() throws(StorageError) -> Bool

  /// Gives the lock back at once.
  func unlock()
}
