import Storage
import TestSupport
import Testing

@Suite struct WriteLockTests {
  let temporary = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  @Test func `the error of a second writer names the holder`() throws {
    let lock = try WriteLock(directory)
    let error = capture { try WriteLock(directory) }
    guard case .locked(let path, let holder) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == temporary.path(of: "write.lock"))
    let line = String(decoding: temporary.contents(of: "write.lock"), as: UTF8.self)
    #expect(holder + "\n" == line)
    let words = holder.split(separator: " ")
    #expect(words.count == 3 && Int(words[0]) != nil && words[2].hasSuffix("Z"))
    withExtendedLifetime(lock) {}
  }

  @Test func `a symbolic link in place of the lock is not written`() throws {
    let text = Array("a file of somebody else".utf8)
    temporary.write(text, to: "victim")
    temporary.makeLink("write.lock", to: "victim")
    let error = capture { try WriteLock(directory) }
    guard case .io(temporary.path(of: "write.lock"), "open", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(temporary.contents(of: "victim") == text)
  }

  @Test func `a file with another name is locked and not written`() throws {
    let text = Array("a file of somebody else".utf8)
    temporary.write(text, to: "victim")
    try directory.disk.link(temporary.path(of: "victim"), to: temporary.path(of: "write.lock"))
    let lock = try WriteLock(directory)
    #expect(temporary.contents(of: "victim") == text)
    guard case .locked = capture({ try WriteLock(directory) }) else {
      Issue.record("locked twice")
      return
    }
    withExtendedLifetime(lock) {}
  }

  @Test func `a new file replaces a hard link`() throws {
    temporary.write([1, 2, 3], to: "victim")
    try directory.disk.link(temporary.path(of: "victim"), to: temporary.path(of: "new"))
    let file = try directory.disk.open(temporary.path(of: "new"), .emptied)
    let bytes: [UInt8] = [4]
    try file.write(unsafe bytes.span.bytes, at: 0)  // Safe: bytes have no padding.
    #expect(temporary.contents(of: "new") == [4] && temporary.contents(of: "victim") == [1, 2, 3])
  }

  @Test func `a released lock can be taken again`() throws {
    let left = "text of an earlier holder, which is longer than the text of the next holder"
    temporary.write(Array(left.utf8), to: "write.lock")
    for _ in 0..<3 {
      let lock = try WriteLock(directory)
      withExtendedLifetime(lock) {}
    }
    let line = String(decoding: temporary.contents(of: "write.lock"), as: UTF8.self)
    #expect(!line.contains("earlier"))
  }
}
