import Xunwen

/// Builds an index like `xunwen index` and prints the measurements.
struct IndexRun {
  let table: String
  let index: String
  let jobs: Int

  func run() async throws {
    let folder = try ArticleTable.recordFolder(of: table)
    var options = IndexingOptions()
    options.jobs = jobs
    options.rebuilds = true
    let summary = try await ArchiveWriter(creatingAt: index).update(
      from: .folder(folder), options: options)
    let seconds = summary.elapsed / .seconds(1)
    print(
      "{\"search_files_bytes\":\(summary.indexBytes - summary.storedBytes),"
        + "\"stored_bytes\":\(summary.storedBytes),\"articles\":\(summary.articles),"
        + "\"segments\":\(summary.segments),\"seconds\":\(seconds)}")
  }
}
