import Xunwen

/// The way in which the server learns that a folder has changed.
enum FolderWatch: Sendable {
  /// The folder is not watched.
  case none
  /// The system reports the changes.
  case notifications(FolderNotifications)
  /// The folder is scanned at intervals, for a reason.
  case scans(reason: String, next: ContinuousClock.Instant)

  /// The least time between two scans.
  static let interval = Duration.seconds(30)
  /// The time between two scans as a multiple of the time that a scan takes.
  private static let rest = 20

  /// Begins to watch a folder.
  ///
  /// - Parameter index: the folder of the index, whose own changes do not count.
  init(_ folder: String, index: String) {
    let (folder, index) = (FileSystem.realPath(folder), FileSystem.realPath(index))
    #if os(Linux)
      if !FolderNotifications.areComplete(for: folder) {
        self = .scanning("the file system does not report all changes")
        return
      }
      do throws(SystemError) {
        self = .notifications(try FolderNotifications(folder, excluding: index))
      } catch {
        self = .scanning(Self.reason(error))
      }
    #else
      self = .scanning("this system does not report changes of files")
    #endif
  }

  private static func scanning(_ reason: String) -> FolderWatch {
    .scans(reason: reason, next: .now + interval)
  }

  private static func reason(_ error: SystemError) -> String {
    if FolderNotifications.isLimit(error) {
      return "the limit of watched folders is reached (sysctl fs.inotify.max_user_watches)"
    }
    return "changes cannot be watched: \(error)"
  }

  /// The name for programs: `inotify`, `scan` or `off`.
  var name: String {
    switch self {
    case .none: "off"
    case .notifications: "inotify"
    case .scans: "scan"
    }
  }

  /// The reason for scans; nil for another way.
  var reason: String? {
    if case .scans(let reason, _) = self { reason } else { nil }
  }

  /// Returns true when files may have changed since the last call, or when a scan is due, which it
  /// is not during an update.
  mutating func hasChanged(isUpdating: Bool) -> Bool {
    switch self {
    case .none: return false
    case .notifications(let notifications):
      do throws(SystemError) {
        return try notifications.takeChanges()
      } catch {
        self = .scanning(Self.reason(error))
        return true
      }
    case .scans(_, let next): return !isUpdating && next <= .now
    }
  }

  /// Plans the next scan after one that took some time.
  mutating func rest(after elapsed: Duration) {
    guard case .scans(let reason, _) = self else { return }
    self = .scans(reason: reason, next: .now + max(Self.interval, elapsed * Self.rest))
  }
}
