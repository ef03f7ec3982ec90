import Articles
import TestSupport

/// What a reader finds in an input file.
struct Contents {
  struct Found: Equatable {
    let id: String
    let member: String?
    let title: String
  }

  var articles: [Article] = []
  var members: [String?] = []
  var errors: [ArticleError] = []
  var skipped = SkippedFiles()
  /// The format of the file; nil when the scan did not find it.
  var format: (any InputFormat)?
  /// Bytes of the file that were read.
  var byteCount = 0

  var ids: [String] { articles.map(\.id) }

  /// Reads a file as an update does.
  init(of path: String, limit: Int = ArticleLimits.defaultBytes) throws {
    guard let file = CorpusScanner.scan(path).files.first else { return }
    format = file.format
    let decoder = try TextDecoder(forced: nil, maximumBytes: limit)
    let reader: any ArticleReader
    do throws(ArticleError) {
      reader = try file.format.open(file, decoder: decoder)
    } catch {
      errors.append(error)
      return
    }
    while true {
      do throws(ArticleError) {
        guard let part = try reader.next() else { break }
        byteCount += part.fileByteCount
        articles.append(try part.parse())
        members.append(part.member)
      } catch {
        errors.append(error)
      }
    }
    skipped = reader.skipped
  }

  /// Reads a committed archive; see `Fixtures/Archives/make.sh`.
  init(ofFixture name: String, limit: Int = ArticleLimits.defaultBytes) throws {
    try self.init(of: Contents.fixture(name), limit: limit)
  }

  static func fixture(_ name: String) -> String {
    TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/Archives/" + name
  }

  /// The errors, with paths from the name of the file on.
  func messages(below folder: String) -> [String] {
    errors.map { String($0.description.dropFirst(folder.utf8.count + 1)) }
  }

  var fixtureMessages: [String] {
    errors.map { error in
      let name = error.description.split(separator: "Fixtures/Archives/").last
      return name.map(String.init) ?? error.description
    }
  }
}
