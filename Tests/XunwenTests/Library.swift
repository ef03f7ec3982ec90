import Calendar
import Synchronization
import TestSupport
import Xunwen

/// A corpus in a temporary folder, and indexes of it.
final class Library: Sendable {
  private let corpus = TemporaryDirectory()
  private let indexes = TemporaryDirectory()

  func write(_ text: String, to name: String) { corpus.write(Array(text.utf8), to: name) }
  func write(_ bytes: [UInt8], to name: String) { corpus.write(bytes, to: name) }

  /// Writes a file with a modification time in seconds since 1970.
  func write(_ text: String, to name: String, modified: Int) {
    write(Array(text.utf8), to: name, modified: modified)
  }

  func write(_ bytes: [UInt8], to name: String, modified: Int) {
    write(bytes, to: name)
    corpus.setModified(name, modified)
  }

  func remove(_ name: String) { corpus.remove(name) }
  func move(_ name: String, to newName: String) { corpus.move(name, to: newName) }
  func makeFolder(_ name: String) { corpus.makeDirectory(name) }
  func makeLink(_ name: String, to target: String) { corpus.makeLink(name, to: target) }

  /// The path of an index.
  func path(_ name: String = "index") -> String { indexes.path(of: name) }

  /// The path of a file of the corpus.
  func corpusPath(_ name: String) -> String { corpus.path(of: name) }

  /// The names of the files of an index, without the write lock.
  func indexFiles(_ name: String = "index") -> [String] {
    indexes.names(in: name).filter { $0 != "write.lock" }
  }

  func contents(of file: String, in name: String = "index") -> [UInt8] {
    indexes.contents(of: "\(name)/\(file)")
  }

  func writeIndex(_ bytes: [UInt8], to file: String, in name: String = "index") {
    indexes.write(bytes, to: "\(name)/\(file)")
  }

  func setMode(_ mode: Int, of file: String) { indexes.setMode(mode, of: "index/\(file)") }

  func mode(of file: String, in name: String = "index") -> Int {
    indexes.mode(of: "\(name)/\(file)")
  }

  /// Replaces a file by a link to itself, which the system cannot open.
  func makeUnreadable(_ file: String, in name: String = "index") {
    removeIndexFile(file, in: name)
    indexes.makeLink("\(name)/\(file)", to: file)
  }

  func makeIndexFolder(_ name: String) { indexes.makeDirectory(name) }

  func removeIndexFolder(_ name: String) { indexes.remove(name) }

  func removeIndexFile(_ file: String, in name: String = "index") {
    indexes.remove("\(name)/\(file)")
  }

  /// Changes a few articles and updates the index in several rounds, and merges in every n-th.
  func keepWriting(rounds: Int, mergingEvery interval: Int) -> Task<Void, any Error> {
    Task {
      for round in 0..<rounds {
        write("{\"id\":\"w\(round % 3)\",\"text\":\"第\(round)次养老\"}\n", to: "w.jsonl")
        _ = try await build(rebuild: false) { $0.merges = round % interval == 0 }
      }
    }
  }

  /// Updates an index from a folder, and opens it.
  func update(
    _ name: String = "index", from folder: String, _ change: (inout IndexingOptions) -> Void
  ) async throws -> Built {
    var options = IndexingOptions()
    change(&options)
    let failures = Mutex<[ArticleError]>([])
    let summary = try await ArchiveWriter(creatingAt: path(name)).update(
      from: .folder(folder), options: options,
      onFailure: { failure in failures.withLock { $0.append(failure) } })
    return Built(
      archive: try Archive(at: path(name)), summary: summary, failures: failures.withLock { $0 })
  }

  /// Builds an index and opens it.
  func build(
    _ name: String = "index", jobs: Int = 1, memory: Int = 512 << 20, encoding: String? = nil,
    strict: Bool = false, rebuild: Bool = true, _ change: (inout IndexingOptions) -> Void = { _ in }
  ) async throws -> Built {
    try await update(name, from: corpus.path) { options in
      options.jobs = jobs
      options.memory = memory
      options.encoding = encoding
      options.isStrict = strict
      options.rebuilds = rebuild
      change(&options)
    }
  }

  /// Updates the index from new and changed files.
  func update(_ change: (inout IndexingOptions) -> Void = { _ in }) async throws -> Built {
    try await build(rebuild: false, change)
  }

  struct Built {
    let archive: Archive
    let summary: IndexingSummary
    let failures: [ArticleError]
  }
}

/// The numbers of added, changed, unchanged and removed articles.
func counts(_ built: Library.Built) -> [Int] {
  let summary = built.summary
  return [summary.added, summary.changed, summary.unchanged, summary.removed]
}

extension ArchiveWriter {
  /// Deletes articles of an index, and commits.
  static func delete(ids: [String], at path: String) throws -> DeletionSummary {
    let writer = try ArchiveWriter(at: path)
    let summary = try writer.delete(ids: ids)
    try writer.commit()
    return summary
  }
}

/// Runs an operation in a task that is already cancelled.
func cancelled<Value: Sendable>(
  _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await Task {
    unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
    return try await operation()
  }.value
}

extension QueryScope {
  /// A scope of the articles that match every clause.
  static var allClauses: QueryScope { QueryScope(match: .all) }

  init(match: MatchMode) {
    self.init()
    self.match = match
  }
}

extension SearchOptions {
  init(limit: Int) {
    self.init()
    self.limit = limit
  }
}

/// The visible parts of an answer, without the elapsed time.
func shown(_ response: SearchResponse) -> [String] {
  ["\(response.query) \(response.total) \(response.partialTotal)"]
    + response.hits.map { hit in
      "\(hit.rank) \(hit.id) \(hit.score) \(hit.title) \(String(describing: hit.published)) "
        + "\(hit.source) \(hit.isPartial) \(String(describing: hit.snippet)) \(hit.matches)"
    }
}

extension Article {
  /// The text of all zones of a kind.
  func text(_ kind: ZoneKind) -> String {
    zones.filter { $0.kind == kind }.map { String(decoding: text[$0.range], as: UTF8.self) }
      .joined(separator: "\n")
  }

  /// The text of a span of the article.
  func slice(_ span: TextSpan) -> String? {
    guard let index = originals.firstIndex(where: { $0.name == span.original }) else { return nil }
    let end = index + 1 < originals.count ? originals[index + 1].start : text.count
    let scalars = Array(
      String(decoding: text[originals[index].start..<end], as: UTF8.self).unicodeScalars)
    guard span.range.upperBound <= scalars.count else { return nil }
    return String(String.UnicodeScalarView(scalars[span.range]))
  }
}
