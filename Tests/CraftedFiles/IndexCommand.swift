public import TestSupport
import Xunwen

/// A command on an index that someone may have crafted. It may answer or fail with an error.
public enum IndexCommand: String, CaseIterable, Sendable {
  case checkFiles, checkStructure, checkContent
  case search, filters, research, stats, export, similar, snapshot, repair
  case delete, merge, update

  /// The folders of a command.
  public struct Folders: Sendable {
    let folder: TemporaryDirectory
    let corpus: TemporaryDirectory
    /// The name of the index, in the folder.
    let index: String

    public init(_ folder: TemporaryDirectory, corpus: TemporaryDirectory, index: String = "index") {
      (self.folder, self.corpus, self.index) = (folder, corpus, index)
    }

    var path: String { folder.path(of: index) }
  }

  /// True for the commands that change the index.
  public var changesIndex: Bool { self == .delete || self == .merge || self == .update }

  /// Queries of every kind of clause, most of which match.
  public static let queries = [
    "养老 医保", "\"发展养老\"", "\"人民代表大会\"", "的", "title:国", "body:托育服务", "养老 NEAR/9 医保",
    "国 ADJ/5 发展", "人 /s 家", "疫情 /p 国", "5g* 养老", "covid~1", "医保 -养老", "tag:社会", "桂梅 OR 2023",
    "tag:托育 养老", "中国的发展养老医保", "/发展.{0,4}养老/", "\"的的的的的的的的\"",
  ]

  /// Runs the command and returns true when it reported no problem.
  public func run(_ folders: Folders) async throws -> Bool {
    switch self {
    case .search: try search(Archive(at: folders.path))
    case .filters: try filters(Archive(at: folders.path))
    case .research: try await research(Archive(at: folders.path))
    case .stats: _ = try Archive(at: folders.path).statistics
    case .export: _ = try Archive(at: folders.path).export(to: { _ in })
    case .similar: try similar(Archive(at: folders.path))
    case .checkFiles: return try await Archive.check(at: folders.path, level: .files).isClean
    case .checkStructure: return try await Archive.check(at: folders.path).isClean
    case .checkContent: return try await Archive.check(at: folders.path, level: .content).isClean
    case .snapshot: _ = try Archive.snapshot(at: folders.path, to: target(folders))
    case .repair:
      return try await Archive.repair(at: folders.path, to: target(folders)).isExact
    case .delete:
      let writer = try ArchiveWriter(at: folders.path)
      _ = try writer.delete(ids: ["r1", "r301"])
      try writer.commit()
    case .merge: _ = try await ArchiveWriter(at: folders.path).merge(isForced: true)
    case .update:
      _ = try await ArchiveWriter(creatingAt: folders.path).update(
        from: .folder(folders.corpus.path))
    }
    return true
  }

  /// The path of a folder that does not exist.
  private func target(_ folders: Folders) -> String {
    folders.folder.remove("target")
    return folders.folder.path(of: "target")
  }

  /// Runs all calls, and throws the last error.
  private func all<Element>(_ elements: [Element], _ body: (Element) throws -> Void) throws {
    var failure: (any Error)?
    for element in elements {
      do { try body(element) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func search(_ archive: Archive) throws {
    try all(Self.queries) { query in
      var scope = QueryScope()
      scope.scans = true
      _ = try archive.search(query, scope: scope)
      var options = SearchOptions()
      (options.countsExact, options.limit) = (true, 300)
      (options.includesSnippets, options.includesArticles) = (false, false)
      _ = try archive.search(query, scope: scope, options: options)
    }
  }

  private func filters(_ archive: Archive) throws {
    try all(SortOrder.allCases) { order in
      var options = SearchOptions()
      options.sort = order
      var scope = QueryScope()
      scope.sources = ["*日报", "新华社"]
      scope.dates = DateRange(from: CivilDate("2021-02"), through: CivilDate("2023-03-02"))
      for mode in UncertainDates.allCases {
        scope.uncertainDates = mode
        _ = try archive.search("养老 国", scope: scope, options: options)
      }
    }
    let fields = archive.fields.all.map { Facet.field($0.name) }
    try all(Facet.builtIn + fields) { _ = try archive.prepareAll().facets([$0]) }
    var timeline = TimelineOptions()
    (timeline.isPerSource, timeline.includesShare) = (true, true)
    _ = try archive.prepare("养老").timeline(timeline)
  }

  private func research(_ archive: Archive) async throws {
    var failure: (any Error)?
    for query in ["养老", "养老 NEAR/9 医保"] {
      do { _ = try await archive.prepare(query).concordance { _ in } } catch { failure = error }
    }
    do { _ = try await archive.prepareAll().ngrams() } catch { failure = error }
    do { _ = try archive.prepare("养老 医报").suggestions() } catch { failure = error }
    do { _ = try archive.verify(quote: "发展养老的国家中的人") } catch { failure = error }
    if let failure { throw failure }
  }

  private func similar(_ archive: Archive) throws {
    try all(["r2", "r305", "page3.txt"]) { id in
      _ = try archive.similar(to: id)
      _ = try archive.prepare("养老 医保").explanation(ofArticle: id)
    }
  }
}
