import Storage
import Testing

@Suite struct TemporaryFolderTests {
  @Test func `a temporary folder is new, and removed with its object`() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let other = try TemporaryFolder()
    let path = try #require(folder).directory.path
    #expect(path != other.directory.path && IndexDirectory(path).exists(""))
    folder = nil
    #expect(!IndexDirectory(path).exists(""))
  }
}
