import FoundationEssentials
import Synchronization
import Xunwen

/// Reads an index through its export and its searches.
enum ObservedArchive {
  private struct Line: Decodable { let id: String }

  /// The articles of an archive by id.
  static func articles(of archive: Archive) throws -> [String: ModelArticle] {
    var articles: [String: ModelArticle] = [:]
    let decoder = JSONDecoder()
    let count = try archive.export(to: { lines in
      for line in lines.split(separator: 0x0A) {
        let id = try decoder.decode(Line.self, from: Data(line)).id
        let article = try decoder.decode(ModelArticle.self, from: Data(line))
        guard articles.updateValue(article, forKey: id) == nil else {
          throw StressFailure("\(id) is exported twice")
        }
      }
    })
    guard count == articles.count else {
      throw StressFailure("\(count) articles exported, \(articles.count) found")
    }
    return articles
  }

  /// The articles of the newest commit; none when there is no index.
  static func articles(at path: String) throws -> [String: ModelArticle] {
    do {
      return try articles(of: Archive(at: path))
    } catch XunwenError.noIndex {
      return [:]
    }
  }
}

/// A disagreement of an index with the model.
struct StressFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A reader that follows an index while a command changes it, and keeps each state that it finds.
final class ObservingReader: Sendable {
  private let states = Mutex<[Int: [String: ModelArticle]]>([:])
  private let isStopped = Atomic(false)
  private let task = Mutex<Task<Void, any Error>?>(nil)

  /// Starts reading.
  init(_ path: String) {
    task.withLock {
      $0 = Task.detached { [self] in
        while !isStopped.load(ordering: .relaxed) {
          try read(path)
          await Task.yield()
        }
      }
    }
  }

  private func read(_ path: String) throws {
    do {
      let archive = try Archive(at: path)
      if states.withLock({ $0[archive.generation] }) != nil { return }
      let articles = try ObservedArchive.articles(of: archive)
      states.withLock { $0[archive.generation] = articles }
    } catch XunwenError.noIndex {}
  }

  /// Stops reading, and returns the states that were found.
  ///
  /// - Throws: the error of the reader.
  func stop() async throws -> [[String: ModelArticle]] {
    isStopped.store(true, ordering: .relaxed)
    try await task.withLock { $0 }?.value
    return states.withLock { Array($0.values) }
  }
}
