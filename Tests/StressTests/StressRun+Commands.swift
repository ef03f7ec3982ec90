import TestSupport
import Xunwen

extension StressRun {
  /// Changes the corpus, and runs a random command.
  mutating func step() async throws {
    for _ in 0..<number(0..<4) { corpus.change(&random) }
    switch number(0..<16) {
    case 0...5: try await run(indexing())
    case 6: try await run(addingRecords())
    case 7, 8: try await run(deleting())
    case 9: try await run(deletingByQuery())
    case 10, 11: try await run(merging())
    case 12: try await snapshot()
    case 13: try await repair()
    case 14: try await repairDamaged()
    default: try await changeDictionary()
    }
  }

  private mutating func indexing() -> StressCommand {
    var options = IndexingOptions()
    options.jobs = number(1..<3)
    options.prunes = number(0..<2) == 0
    options.rebuilds = number(0..<6) == 0
    options.commitEvery = number(0..<3) == 0 ? number(1..<12) : nil
    let folder = corpus.folder.path
    var arguments = ["index", folder, "--quiet", "--jobs", "\(options.jobs)"]
    if options.prunes { arguments.append("--prune") }
    if options.rebuilds { arguments.append("--rebuild") }
    if let count = options.commitEvery { arguments += ["--commit-every", "\(count)"] }
    return StressCommand(
      arguments: arguments,
      result: expected.indexing(corpus, prunes: options.prunes, rebuilds: options.rebuilds),
      hasSeveralCommits: options.commitEvery != nil,
      mayLack: options.commitEvery != nil && options.rebuilds
    ) { [options] writer in
      _ = try await writer.update(from: .folder(folder), options: options)
    }
  }

  private mutating func addingRecords() -> StressCommand {
    var added: [String: ModelArticle] = [:]
    for _ in 0..<number(1..<20) {
      added["\(ExpectedArchive.standardInput)#\(number(0..<40))"] = ModelCorpus.article(&random)
    }
    return StressCommand(
      arguments: ["index", "-", "--quiet"],
      input: added.sorted { $0.key < $1.key }.map { $1.record(id: $0) }.joined(),
      result: expected.adding(added))
  }

  private mutating func deleting() throws -> StressCommand {
    let ids = Array(
      expected.articles.keys.filter { expected.articles[$0]?.contains(nil) == false }
        .sorted().shuffled(using: &random).prefix(number(1..<6)))
    guard !ids.isEmpty else { return indexing() }
    return StressCommand(
      arguments: ["delete"] + ids, result: expected.deleting { id, _ in ids.contains(id) }
    ) { writer in
      _ = try writer.delete(ids: ids)
      try writer.commit()
    }
  }

  private mutating func deletingByQuery() -> StressCommand {
    let phrase = randomPhrase() + randomPhrase()
    let result = expected.deleting { _, article in article.contains(phrase) }
    // The command fails when nothing matches.
    guard expected.articles.values.contains(where: { $0.contains { $0?.contains(phrase) == true } })
    else { return indexing() }
    return StressCommand(arguments: ["delete", "--query", "\"\(phrase)\""], result: result) {
      writer in
      _ = try writer.delete(matching: "\"\(phrase)\"")
      try writer.commit()
    }
  }

  private mutating func merging() -> StressCommand {
    guard !expected.articles.isEmpty else { return indexing() }
    let isForced = Bool.random(using: &random)
    return StressCommand(
      arguments: ["merge", "--quiet"] + (isForced ? ["--force"] : []), result: expected
    ) { writer in
      _ = try await writer.merge(isForced: isForced)
    }
  }

  /// Makes a second index, killed at some moments, and sometimes continues with it.
  private mutating func copy(
    _ arguments: [String], _ result: ExpectedArchive
  ) async throws {
    guard !expected.articles.isEmpty else { return }
    let target = indexes.path(of: "copy")
    while true {
      try await run(
        StressCommand(arguments: arguments + [target], result: expected, writes: false))
      let isMade = (try? Archive(at: target)) != nil
      if isMade { break }
    }
    let found = try ObservedArchive.articles(at: target)
    if let difference = expected.difference(from: found) {
      throw StressFailure("\(arguments): \(difference)")
    }
    // A killed command may leave the mark of an unfinished index.
    try await check(target, isTidy: false)
    if Bool.random(using: &random) {
      indexes.remove("index")
      indexes.move("copy", to: "index")
      expected = result
    } else {
      indexes.remove("copy")
    }
  }

  private mutating func snapshot() async throws { try await copy(["snapshot"], expected) }

  private mutating func repair() async throws {
    try await copy(["repair", "--jobs", "2"], expected.repairing())
  }

  /// Adds or removes a word of the user's dictionary.
  private mutating func changeDictionary() async throws {
    guard !expected.articles.isEmpty else { return }
    let word = ["养老服务", "医保改革", "托育发展"][number(0..<3)]
    let before = words
    let isAdded = words.insert(word).inserted
    if !isAdded { words.remove(word) }
    try await run(
      StressCommand(
        arguments: ["dict", isAdded ? "add" : "remove", word], result: expected, writes: false))
    let found = Set(try Archive(at: path).dictionary.flatMap(\.words))
    guard found == words || found == before else {
      throw StressFailure("the dictionary is \(found), expected \(words)")
    }
    words = found
  }
}
