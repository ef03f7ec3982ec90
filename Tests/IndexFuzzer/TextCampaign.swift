import CraftedFiles
import TestSupport

/// Runs the program on crafted texts that it parses: manifests, runs, judgments, tables and lines
/// of queries, records, and dictionaries.
struct TextCampaign {
  private let program: ChildProcess
  private let folder = TemporaryDirectory()
  private var failures: [String] = []

  private enum Kind: String, CaseIterable {
    case manifest, run, judgments, table, lines, records, words
  }

  init(program path: String) {
    var program = ChildProcess(path)
    program.directory = folder.path
    program.environment = ["TMPDIR=" + folder.path, "LANG=C.UTF-8"]
    self.program = program
  }

  /// Returns the exit status: 1 when a command ended by a signal.
  mutating func run(_ seeds: Range<UInt64>) async throws -> Int32 {
    let corpus = TemporaryDirectory()
    let index = try await CraftedIndex(corpus: corpus)
    CraftedIndex.write(index.files, to: folder, "index")
    folder.makeDirectory("records")
    let texts = originals(corpus)
    for seed in seeds {
      var mutation = PayloadMutation(SplitMix64(seed: seed))
      let kind = Kind.allCases[mutation.number(0..<Kind.allCases.count)]
      let foreign = texts[Kind.allCases[mutation.number(0..<Kind.allCases.count)]] ?? []
      let text = mutation.changedText(texts[kind] ?? [], foreign)
      let result = run(kind, text, texts)
      if case .signalled(let signal) = result.ending {
        failures.append("seed \(seed) \(kind): signal \(signal) \(result.errors.prefix(200))")
      }
    }
    for failure in failures { print(failure) }
    print("\(seeds.count) texts, \(failures.count) ended by a signal")
    return failures.isEmpty ? 0 : 1
  }

  /// Valid texts of every kind.
  private func originals(_ corpus: TemporaryDirectory) -> [Kind: [UInt8]] {
    let answer = program.run("search", "养老 医保", "--json", "--manifest")
    precondition(answer.status == 0, "no manifest: \(answer.errors)")
    let manifest = answer.output.split(separator: "\n").filter { $0.contains("manifest") }
    let run = (0..<20).map { "q\($0 % 3) Q0 r\($0) \($0) \(20 - $0).5 xunwen\n" }.joined()
    let judgments = (0..<20).map { "q\($0 % 3) 0 r\($0) \($0 % 3)\n" }.joined()
    return [
      .manifest: Array(manifest.joined(separator: "\n").utf8), .run: Array(run.utf8),
      .judgments: Array(judgments.utf8),
      .table: Array("id,query,source,from\n1,养老 医保,新华社,2021-02\n2,\"a \"\"b\"\"\",,\n".utf8),
      .lines: Array("{\"id\":1,\"query\":\"养老\",\"sources\":[\"新华社\"],\"from\":\"2021\"}\n".utf8),
      .records: Array(corpus.contents(of: "b.jsonl").prefix(2000)),
      .words: Array("# 词\n托育服务\n养老 = 医保\n\"引\"\n".utf8),
    ]
  }

  private func run(_ kind: Kind, _ text: [UInt8], _ texts: [Kind: [UInt8]]) -> ProcessResult {
    switch kind {
    case .manifest:
      folder.write(text, to: "text")
      return program.run("rerun", "text")
    case .run:
      folder.write(text, to: "text")
      folder.write(texts[.judgments] ?? [], to: "judgments")
      return program.run("eval", "text", "judgments")
    case .judgments:
      folder.write(texts[.run] ?? [], to: "run")
      folder.write(text, to: "text")
      return program.run("eval", "run", "text")
    case .table:
      folder.write(text, to: "text.csv")
      return program.run("batch", "text.csv")
    case .lines:
      folder.write(text, to: "text.jsonl")
      return program.run("batch", "text.jsonl")
    case .records:
      folder.remove("new")
      folder.write(text, to: "records/text.jsonl")
      return program.run("index", "records", "--index", "new")
    case .words:
      folder.write(text, to: "index/words.txt")
      defer { folder.remove("index/words.txt") }
      return program.run("search", "养老 托育服务")
    }
  }
}
