import TestSupport
import Xunwen

extension StressRun {
  /// Damages a copy of the index, repairs it, and compares the saved and lost articles.
  mutating func repairDamaged() async throws {
    let names = indexes.names(in: "index").filter { $0 != "write.lock" }
    guard !names.isEmpty, !expected.articles.isEmpty else { return }
    indexes.makeDirectory("damaged")
    for name in names {
      indexes.write(indexes.contents(of: "index/\(name)"), to: "damaged/\(name)")
    }
    for _ in 0..<number(1..<4) { damage(names) }
    // Without its commit, an index looks as its last commit but one, or as an unfinished one.
    let commits = names.filter { $0.hasPrefix("segments_") }
    let hasCommit = Set(indexes.names(in: "damaged")).isSuperset(of: commits)
    defer { for name in ["damaged", "new"] { indexes.remove(name) } }
    let target = indexes.path(of: "new")
    let report = try await Archive.repair(at: indexes.path(of: "damaged"), to: target)
    let saved = try ObservedArchive.articles(at: target)
    try compare(report, saved, hasCommit: hasCommit)
    try await check(target, isTidy: true)
    counts.repairs += 1
    counts.lost += report.lost
  }

  /// Changes one file of the copy.
  private mutating func damage(_ names: [String]) {
    let name = names[number(0..<names.count)]
    let file = "damaged/\(name)"
    guard indexes.names(in: "damaged").contains(name) else { return }
    var bytes = indexes.contents(of: file)
    let kind = number(0..<6)
    switch kind {
    case 0:
      indexes.remove(file)
      return log.append("removal of \(name)")
    case 1: bytes = Array(bytes.prefix(number(0..<bytes.count + 1)))
    case 2: bytes = indexes.contents(of: "index/\(names[number(0..<names.count)])")
    case 3:
      let start = number(0..<bytes.count + 1)
      for index in start..<min(start + 4096, bytes.count) { bytes[index] = 0 }
    default:
      for _ in 0..<number(1..<4) where !bytes.isEmpty {
        bytes[number(0..<bytes.count)] ^= 1 << UInt8(number(0..<8))
      }
    }
    indexes.write(bytes, to: file)
    log.append("damage \(kind) of \(name)")
  }

  private func compare(
    _ report: RepairReport, _ saved: [String: ModelArticle], hasCommit: Bool
  ) throws {
    guard saved.count == report.saved else {
      throw StressFailure("\(report.saved) articles saved, \(saved.count) found")
    }
    let live = expected.articles.filter { $0.value != [nil] }
    for (id, article) in saved {
      let isKnown =
        report.withoutDeletions.isEmpty && hasCommit
        ? live[id]?.contains(article) == true : versions[id]?.contains(article) == true
      if !isKnown { throw StressFailure("repair saves \(id), \(article), \(report)") }
    }
    guard hasCommit else { return }
    let isCounted = report.losses.allSatisfy { $0.articles != nil }
    let total = report.saved + report.lost
    if isCounted, report.withoutDeletions.isEmpty ? total != live.count : total < live.count {
      throw StressFailure(
        "\(report.saved) saved and \(report.lost) lost of \(live.count): \(report)")
    }
    if report.isComplete, let missing = live.keys.first(where: { saved[$0] == nil }) {
      throw StressFailure("repair reports no loss, and \(missing) is missing: \(report)")
    }
  }
}
