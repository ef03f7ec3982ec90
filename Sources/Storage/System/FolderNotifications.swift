#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import CProcess
import Synchronization

/// The changes of files in a folder and in the folders inside it, as the system reports them
/// (inotify, on Linux only).
///
/// Names that begin with a dot are left out, as in a scan, except `.xunwenignore`.
package final class FolderNotifications: Sendable {
  private let file: FileDescriptor
  private let root: String
  private let excluded: String
  /// The watched folders by the number of their watch.
  private let folders = Mutex<[Int32: String]>([:])

  /// True when the system reports every change in a folder to this process; false for folders of
  /// the network and of some virtual machines.
  package static func areComplete(for folder: String) -> Bool {
    // Safe: the path is passed as a zero-terminated copy.
    unsafe xunwen_reports_changes(folder)
  }

  /// True for the error of a process or user who watches as many folders as are permitted.
  package static func isLimit(_ error: SystemError) -> Bool {
    [ENOSPC, EMFILE, ENFILE, ENOMEM].contains(error.code)
  }

  /// Takes the changes that were reported since the last call, without waiting.
  ///
  /// - Returns: true when a file may have changed.
  /// - Throws: `SystemError` when the folder is gone, or when a new folder cannot be watched. The
  ///   notifications are then incomplete.
  package func takeChanges() throws(SystemError) -> Bool {
    var hasChanged = false
    var bytes: [UInt8] = []
    while true {
      bytes.removeAll(keepingCapacity: true)
      do throws(SystemError) {
        if try file.read(upTo: Self.bufferBytes, appendingTo: &bytes) == 0 { return hasChanged }
      } catch  where error.code == EAGAIN {
        return hasChanged
      }
      if try note(bytes) { hasChanged = true }
    }
  }

  private static let bufferBytes = 1 << 16

  /// A notification: four numbers and a name that zeros fill up.
  private struct Event {
    let watch: Int32
    let mask: UInt32
    let name: ArraySlice<UInt8>
    let end: Int

    private static let headBytes = 16

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + Self.headBytes <= bytes.count else { return nil }
      func number(_ position: Int) -> UInt32 {
        (0..<4).reduce(0) { sum, byte in
          sum | UInt32(bytes[start + position + byte]) << (8 * UInt32(byte))
        }
      }
      watch = Int32(bitPattern: number(0))
      mask = number(4)
      end = min(bytes.count, start + Self.headBytes + Int(number(12)))
      name = bytes[(start + Self.headBytes)..<end].prefix { $0 != 0 }
    }

    func has(_ flag: Int32) -> Bool { mask & UInt32(bitPattern: flag) != 0 }
  }

  #if os(Linux)
    /// Begins to watch a folder.
    ///
    /// - Parameters:
    ///   - root: the absolute path of the folder, without links.
    ///   - excluded: the absolute path of a folder that is left out, such as that of an index.
    /// - Throws: `SystemError`, also when the limit of watches is reached (`isLimit`).
    package init(_ root: String, excluding excluded: String) throws(SystemError) {
      (self.root, self.excluded) = (root, excluded)
      file = FileDescriptor(
        owning: try SystemError.check("inotify_init1") { inotify_init1(O_NONBLOCK | O_CLOEXEC) })
      try add(root)
    }

    private static let mask =
      IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
      | IN_DELETE_SELF | IN_MOVE_SELF

    /// Watches a folder and the folders inside it. A folder that disappears meanwhile is left out.
    private func add(_ folder: String) throws(SystemError) {
      var waiting = [folder]
      while let folder = waiting.popLast() {
        do throws(SystemError) {
          let mask = UInt32(bitPattern: Self.mask) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
          // Safe: the path is passed as a zero-terminated copy.
          let watch = try SystemError.check("inotify_add_watch") {
            unsafe inotify_add_watch(file.number, folder, mask)
          }
          folders.withLock { $0[watch] = folder }
          try FileSystem.forEachName(inDirectory: folder) { bytes in
            guard bytes.first != UInt8(ascii: "."),
              let name = String(validating: bytes, as: UTF8.self)
            else { return }
            let path = "\(folder)/\(name)"
            let facts = try? FileSystem.facts(of: path, followingLinks: false)
            if facts?.kind == .directory, path != excluded { waiting.append(path) }
          }
        } catch  where folder != root && (error.isAbsence || error.code == EACCES) {}
      }
    }

    private func note(_ bytes: [UInt8]) throws(SystemError) -> Bool {
      var hasChanged = false
      var position = 0
      while let event = Event(bytes, at: position) {
        position = event.end
        // Notifications were lost.
        if event.has(IN_Q_OVERFLOW) {
          try add(root)
          hasChanged = true
          continue
        }
        guard let folder = folders.withLock({ $0[event.watch] }) else { continue }
        if event.has(IN_IGNORED) { folders.withLock { $0[event.watch] = nil } }
        if folder == root, event.has(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT) {
          throw SystemError(operation: "inotify", code: ENOENT)
        }
        guard let name = String(validating: event.name, as: UTF8.self), !name.isEmpty,
          name.utf8.first != UInt8(ascii: ".") || name == ".xunwenignore"
        else { continue }
        let path = "\(folder)/\(name)"
        if path == excluded { continue }
        hasChanged = true
        if event.mask & UInt32(IN_ISDIR) == 0 { continue }
        if event.has(IN_CREATE | IN_MOVED_TO) { try add(path) }
        if event.has(IN_MOVED_FROM) { remove(path) }
      }
      return hasChanged
    }

    /// Ends the watches of a folder that has been moved away, and of those inside it.
    private func remove(_ path: String) {
      let watches = folders.withLock { folders in
        folders.filter { $0.value == path || $0.value.hasPrefix(path + "/") }.map(\.key)
      }
      for watch in watches { _ = inotify_rm_watch(file.number, watch) }
    }
  #else
    package init(_ root: String, excluding excluded: String) throws(SystemError) {
      throw SystemError(operation: "inotify", code: ENOSYS)
    }

    private func note(_ bytes: [UInt8]) throws(SystemError) -> Bool { false }
  #endif
}
