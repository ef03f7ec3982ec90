public import Storage

/// The claim of a folder in which a snapshot or a repair makes an index: the file `pending_index`.
///
/// The file exists while the index is incomplete, and is locked while the command runs. A folder
/// with the file has only the remains of a command that was killed. The next command that makes an
/// index in the folder removes them.
public final class PendingIndex {
  static let fileName = "pending_index"

  private let directory: IndexDirectory
  private let file: any WritableFile

  /// Claims a folder that is absent or empty, or has the remains of a killed command.
  ///
  /// - Parameter source: the index whose articles the new index gets.
  /// - Throws: `StorageError.io` with `ENOTEMPTY` for a folder with other files; `.locked` while
  ///   another command makes an index in the folder.
  public init(
    _ directory: IndexDirectory, copying source: IndexDirectory
  ) throws(StorageError) {
    try directory.create()
    // The remains of a killed command may be the source.
    guard try !directory.isSame(as: source) else { throw directory.notEmpty }
    let names = try directory.list()
    // A writer that failed before its first commit leaves its lock file.
    let isFree = names.contains(Self.fileName) || names.allSatisfy { $0 == WriteLock.fileName }
    guard isFree else { throw directory.notEmpty }
    let path = "\(directory.path)/\(Self.fileName)"
    file = try directory.disk.open(path, .kept)
    self.directory = directory
    guard try file.tryLock() else {
      throw .locked(path: path, holder: "another process makes an index here")
    }
    // The index of another process may be complete by now.
    guard try directory.list().contains(Self.fileName) else { throw directory.notEmpty }
    // A writer may have begun an index of its own in the folder.
    let lock = names.contains(WriteLock.fileName) ? try WriteLock(directory) : nil
    try removeFiles()
    withExtendedLifetime(lock) {}
  }

  deinit { file.unlock() }

  /// Removes the claim of a complete index.
  public func finish() throws(StorageError) {
    // The first commit of a writer has removed it.
    do throws(StorageError) { try directory.remove(Self.fileName) } catch .notFound {}
    try directory.sync()
  }

  /// Removes all files of the incomplete index, and the claim.
  ///
  /// A removal that fails leaves the claim, so that the next command tries again.
  public func abandon() {
    guard (try? removeFiles()) != nil else { return }
    try? directory.remove(WriteLock.fileName)
    try? directory.remove(Self.fileName)
  }

  private func removeFiles() throws(StorageError) {
    let names = try directory.list().filter { IndexFiles.belongsToIndex($0) }
    // A reader may open the index between two removals. It must not find a commit without files.
    let commits = names.filter { CommitPoint.generation(ofFile: $0) != nil }
    for name in commits { try directory.remove(name) }
    for name in names where !commits.contains(name) { try directory.remove(name) }
    // No power cut may leave files without the claim.
    try directory.sync()
  }
}
