import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of repairs after random swaps, copies, truncations and foreign files, against the articles
/// of the index before the damage.
@Suite struct RepairOracleTests {
  /// The articles of an index: the live ones, and all versions that were ever indexed.
  private struct Model {
    var live: [String: Article]
    var versions: [String: [Article]] = [:]

    mutating func add(_ articles: [String: Article]) {
      live = articles
      for (id, article) in articles { versions[id, default: []].append(article) }
    }
  }

  /// Builds three segments. Each replaces articles of the one before, and some are deleted.
  private static func build(
    _ library: Library, prefix: String, seed: UInt64
  ) async throws -> Model {
    var generator = ArticleGenerator(seed: seed)
    var model = Model(live: [:])
    for round in 0..<3 {
      var records = ""
      for number in 0..<30 {
        let id = "\(prefix)\(number + round * 20)"
        records += generator.article(id: id, length: 400).record
      }
      library.write(records, to: "\(prefix)\(round).jsonl")
      _ = try await library.build(rebuild: false) { $0.merges = false }
      model.add(try RepairTests.articles(library.path()))
    }
    let deleted = ["\(prefix)3", "\(prefix)45", "\(prefix)66"]
    #expect(try ArchiveWriter.delete(ids: deleted, at: library.path()).removed == 3)
    model.add(try RepairTests.articles(library.path()))
    return model
  }

  /// Damages random files of an index.
  private struct Attack {
    var files: [String: [UInt8]]
    let foreign: [String: [UInt8]]
    var log: [String] = []

    mutating func run(_ random: inout SplitMix64) {
      let names = files.keys.sorted()
      guard let name = names.randomElement(using: &random) else { return }
      let ending = name.split(separator: ".").last ?? ""
      let alike = names.filter { $0 != name && $0.hasSuffix(".\(ending)") }
      let other = alike.randomElement(using: &random)
      let kind = Int.random(in: 0..<8, using: &random)
      switch (kind, other) {
      case (0, let other?): (files[name], files[other]) = (files[other], files[name])
      case (1, let other?): files[name] = files[other]
      case (2, _): files[name] = foreign[name] ?? []
      case (3, _): files[name] = nil
      case (4, _):
        let length = Int.random(in: 0...(files[name] ?? []).count, using: &random)
        files[name] = files[name].map { Array($0.prefix(length)) }
      case (5, _): files[name] = names.randomElement(using: &random).flatMap { files[$0] }
      default: copyFrame(names.filter { $0.hasSuffix(".sto") }, &random)
      }
      log.append("\(kind) \(name) \(other ?? "")")
    }

    /// Copies a zstd frame over another, in the same file, another, or from another index.
    private mutating func copyFrame(_ names: [String], _ random: inout SplitMix64) {
      guard let target = names.randomElement(using: &random),
        let source = names.randomElement(using: &random),
        var bytes = files[target],
        let from = Bool.random(using: &random) ? files[source] : foreign[source],
        let frame = Self.frames(from).randomElement(using: &random),
        let place = Self.frames(bytes).randomElement(using: &random)
      else { return }
      for (index, byte) in from[frame].enumerated() where place.lowerBound + index < bytes.count {
        bytes[place.lowerBound + index] = byte
      }
      files[target] = bytes
      log.append("frame \(frame) of \(source) at \(place) of \(target)")
    }

    private static func frames(_ bytes: [UInt8]) -> [Range<Int>] {
      let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
      let starts = bytes.indices.dropLast(4).filter { Array(bytes[$0..<$0 + 4]) == magic }
      return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
    }
  }

  @Test(arguments: 0..<UInt64(4))
  func `saved and lost articles are the articles before the damage`(seed: UInt64) async throws {
    let (library, stranger) = (Library(), Library())
    let model = try await Self.build(library, prefix: "a", seed: 300 + seed)
    _ = try await Self.build(stranger, prefix: "f", seed: 400 + seed)
    func files(_ library: Library) -> [String: [UInt8]] {
      Dictionary(uniqueKeysWithValues: library.indexFiles().map { ($0, library.contents(of: $0)) })
    }
    let (whole, foreign) = (files(library), files(stranger))
    #expect(whole.keys.sorted() == foreign.keys.sorted())
    var random = SplitMix64(seed: 500 + seed)
    for round in 0..<TestScale.cases(12) {
      var attack = Attack(files: whole, foreign: foreign)
      for _ in 0..<Int.random(in: 1...2, using: &random) { attack.run(&random) }
      library.makeIndexFolder("damaged")
      for (name, bytes) in attack.files { library.writeIndex(bytes, to: name, in: "damaged") }
      let report = try await Archive.repair(at: library.path("damaged"), to: library.path("new"))
      let saved = try RepairTests.articles(library.path("new"))
      compare(report, saved, model, "seed \(seed), round \(round): \(attack.log)")
      #expect(try await Archive.check(at: library.path("new")).isClean)
      library.removeIndexFolder("damaged")
      library.removeIndexFolder("new")
    }
  }

  private func compare(
    _ report: RepairReport, _ saved: [String: Article], _ model: Model, _ damage: String
  ) {
    #expect(saved.count == report.saved, "\(damage)")
    let missing = Set(model.live.keys).subtracting(saved.keys)
    let isCounted = report.losses.allSatisfy { $0.articles != nil }
    if report.withoutDeletions.isEmpty {
      for (id, article) in saved { #expect(model.live[id] == article, "\(id), \(damage)") }
      if isCounted { #expect(report.saved + report.lost == model.live.count, "\(damage)") }
      let named = Set(report.losses.flatMap(\.ids))
      #expect(named.isSubset(of: missing), "\(damage)")
    } else {
      for (id, article) in saved {
        #expect(model.versions[id]?.contains(article) == true, "\(id), \(damage)")
      }
      if isCounted { #expect(report.saved + report.lost >= model.live.count, "\(damage)") }
      #expect(!report.isExact)
    }
    if !missing.isEmpty { #expect(!report.isComplete, "\(damage)") }
    for file in report.foreign {
      #expect(file.ids.allSatisfy { $0.hasPrefix("f") || model.versions[$0] != nil }, "\(damage)")
    }
  }

  @Test func `stored articles of another index are named and left out`() async throws {
    let (library, stranger) = (Library(), Library())
    let model = try await Self.build(library, prefix: "a", seed: 310)
    let others = try await Self.build(stranger, prefix: "f", seed: 410)
    library.writeIndex(stranger.contents(of: "_1.sto"), to: "_1.sto")
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    let saved = try RepairTests.articles(library.path("new"))
    #expect(report.foreign.map(\.file) == ["_1.sto"] && report.foreign.first?.ids.count == 30)
    #expect(report.foreign.first?.ids.allSatisfy { others.versions[$0] != nil } == true)
    #expect(report.losses.map(\.reason) == [.foreign] && !report.isExact)
    #expect(report.saved + report.lost == model.live.count && report.lost > 0)
    for (id, article) in saved { #expect(model.live[id] == article) }
  }

  @Test(arguments: ["si", "sto", "col"])
  func `a file copied over that of another segment hides no loss`(ending: String) async throws {
    let library = Library()
    let model = try await Self.build(library, prefix: "a", seed: 320)
    for (source, target) in [(0, 1), (1, 0), (2, 0), (0, 2)] {
      let (name, bytes) = ("_\(target).\(ending)", library.contents(of: "_\(target).\(ending)"))
      library.writeIndex(library.contents(of: "_\(source).\(ending)"), to: name)
      let report = try await Archive.repair(at: library.path(), to: library.path("new"))
      #expect(report.saved + report.lost == model.live.count, "\(name)")
      #expect(report.isComplete == (ending != "sto"), "\(name)")
      let saved = try RepairTests.articles(library.path("new"))
      for (id, article) in saved { #expect(model.live[id] == article, "\(name), \(id)") }
      library.writeIndex(bytes, to: name)
      library.removeIndexFolder("new")
    }
  }

  @Test func `swapped files of stored articles lose nothing`() async throws {
    let library = Library()
    let model = try await Self.build(library, prefix: "a", seed: 330)
    let first = library.contents(of: "_0.sto")
    library.writeIndex(library.contents(of: "_2.sto"), to: "_0.sto")
    library.writeIndex(first, to: "_2.sto")
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(report.isExact && report.lost == 0)
    #expect(try RepairTests.articles(library.path("new")) == model.live)
  }
}
