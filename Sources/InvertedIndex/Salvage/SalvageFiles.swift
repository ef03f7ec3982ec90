import Storage

/// Opens files of a damaged index, and records those that are missing or cannot be read.
struct SalvageFiles {
  let directory: IndexDirectory
  private(set) var unreadable: [UnreadableFile] = []
  private(set) var isMissingFile = false

  init(_ directory: IndexDirectory) { self.directory = directory }

  /// Returns nil when the file is missing, damaged or cannot be read.
  mutating func open<Opened>(
    _ name: String, _ body: () throws(StorageError) -> Opened
  ) -> Opened? {
    do throws(StorageError) { return try body() } catch {
      switch error {
      case .notFound: isMissingFile = true
      case .io where !isUnreadable(name):
        unreadable.append(UnreadableFile(file: name, problem: "\(error)"))
      default: break
      }
      return nil
    }
  }

  func isUnreadable(_ name: String) -> Bool { unreadable.contains { $0.file == name } }
}
