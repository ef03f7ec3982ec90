import TestSupport
import Testing

@testable import Storage

@Suite struct StateFolderTests {
  @Test func `bytes are read as they were written`() throws {
    let folder = TemporaryDirectory()
    let state = try #require(StateFolder(path: folder.path + "/a/b"))
    #expect(state.read([1]) == nil)
    for bytes in [[], [0, 1, 255], [UInt8](repeating: 7, count: 100_000), [9]] as [[UInt8]] {
      try state.write(bytes, [1])
      #expect(state.read([1]) == bytes)
    }
    try state.write([5], [2])
    #expect(state.read([1]) == [9] && state.read([2]) == [5])
  }

  @Test func `old files are removed`() throws {
    let folder = TemporaryDirectory()
    let state = try #require(StateFolder(path: folder.path + "/s"))
    for key in 0..<100 as Range<UInt8> { try state.write([key], [key]) }
    #expect(folder.names(in: "s").count == 64)
    #expect(state.read([99]) == [99])
  }

  @Test func `a folder that cannot be made is an error`() throws {
    let state = try #require(StateFolder(path: "/proc/none/state"))
    #expect(throws: SystemError.self) { try state.write([1], [1]) }
    #expect(state.read([1]) == nil)
    #expect(StateFolder(path: "relative") == nil)
  }
}
