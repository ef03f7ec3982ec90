import Storage
import TestSupport
import Testing

#if os(Linux)
  @Suite struct FolderNotificationsTests {
    private let folder = TemporaryDirectory()
    private var root: String { FileSystem.realPath(folder.path) }

    @Test func `changes in a folder and in new folders are reported`() throws {
      folder.write([1], to: "a.txt")
      folder.makeDirectory("inside")
      folder.write([1], to: "inside/b.txt")
      let notifications = try FolderNotifications(root, excluding: "\(root)/index")
      #expect(try !notifications.takeChanges())
      folder.write([2], to: "inside/b.txt")
      #expect(try notifications.takeChanges() && !notifications.takeChanges())
      try FileSystem.move("\(root)/a.txt", to: "\(root)/c.txt")
      #expect(try notifications.takeChanges())
      folder.makeDirectory("new")
      folder.makeDirectory("new/deep")
      folder.write([1], to: "new/deep/d.txt")
      #expect(try notifications.takeChanges())
      folder.write([2], to: "new/deep/d.txt")
      #expect(try notifications.takeChanges())
      try FileSystem.remove("\(root)/new/deep/d.txt")
      #expect(try notifications.takeChanges())
    }

    @Test func `hidden names and the excluded folder are not reported`() throws {
      folder.makeDirectory("index")
      folder.makeDirectory(".hidden")
      folder.write([1], to: "index/a")
      folder.write([1], to: ".hidden/a")
      let notifications = try FolderNotifications(root, excluding: "\(root)/index")
      folder.write([2], to: "index/a")
      folder.write([2], to: ".hidden/a")
      folder.write([2], to: ".new")
      #expect(try !notifications.takeChanges())
      folder.write([2], to: ".xunwenignore")
      #expect(try notifications.takeChanges())
    }

    @Test func `a folder that has been moved away is no longer watched`() throws {
      folder.makeDirectory("watched")
      folder.makeDirectory("watched/inside")
      folder.write([1], to: "watched/inside/a.txt")
      let watched = "\(root)/watched"
      let notifications = try FolderNotifications(watched, excluding: "")
      try FileSystem.move("\(watched)/inside", to: "\(root)/outside")
      #expect(try notifications.takeChanges())
      _ = try notifications.takeChanges()
      folder.write([2], to: "outside/a.txt")
      #expect(try !notifications.takeChanges())
      try FileSystem.move(watched, to: "\(root)/elsewhere")
      #expect(throws: SystemError.self) { try notifications.takeChanges() }
    }
  }
#endif
