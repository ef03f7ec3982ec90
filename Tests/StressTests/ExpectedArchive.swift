/// The articles that an index may contain.
///
/// After a complete command every article has one possible value. After an interrupted command it
/// may have several, until the index has been read.
struct ExpectedArchive {
  /// The possible values by id; nil means that the index has no article with the id.
  private(set) var articles: [String: Set<ModelArticle?>] = [:]
  /// The versions by file that the index may have recorded as read; nil means none.
  private var recorded: [String: Set<Int?>] = [:]
  /// Files whose articles came from a repair, which does not keep the record of files.
  private var repaired: Set<String> = []

  /// Returns the state after the corpus was indexed.
  func indexing(_ corpus: ModelCorpus, prunes: Bool, rebuilds: Bool) -> ExpectedArchive {
    var next = rebuilds ? ExpectedArchive() : self
    for (name, file) in corpus.files {
      let versions = next.recorded[name] ?? [nil]
      for (id, article) in file.articles {
        if !versions.contains(file.version) {
          next.articles[id] = [article]
        } else if versions.count > 1 {
          next.articles[id, default: [nil]].insert(article)
        }
      }
      next.recorded[name] = [file.version]
      next.repaired.remove(name)
    }
    if prunes { next.prune(corpus) }
    return next
  }

  private mutating func prune(_ corpus: ModelCorpus) {
    for id in articles.keys {
      let name = ModelCorpus.file(ofArticle: id)
      if let file = corpus.files[name] {
        if file.articles[id] == nil { articles[id] = nil }
      } else if repaired.contains(name) {
        articles[id]?.insert(nil)
      } else if name != Self.standardInput {
        articles[id] = nil
      }
    }
    for name in recorded.keys where corpus.files[name] == nil { recorded[name] = nil }
  }

  /// The part before the number in the ids of records from standard input.
  static let standardInput = "input"

  /// Returns the state after records with these ids were added.
  func adding(_ added: [String: ModelArticle]) -> ExpectedArchive {
    var next = self
    for (id, article) in added { next.articles[id] = [article] }
    return next
  }

  /// Returns the state after articles were deleted.
  func deleting(where isDeleted: (String, ModelArticle) -> Bool) -> ExpectedArchive {
    var next = self
    for (id, values) in articles {
      next.articles[id] = Set(
        values.map { value in value.flatMap { isDeleted(id, $0) ? nil : $0 } })
    }
    return next
  }

  /// Returns the state of an index that a repair made.
  func repairing() -> ExpectedArchive {
    var next = self
    next.recorded = [:]
    next.repaired = Set(articles.keys.map(ModelCorpus.file(ofArticle:)))
    return next
  }

  /// Returns the state after a part of a command: each article has its value before or after it.
  ///
  /// - Parameter mayLack: true when articles may be missing, as in a rebuild with several commits.
  func mixed(with next: ExpectedArchive, mayLack: Bool) -> ExpectedArchive {
    var mixed = self
    for id in Set(articles.keys).union(next.articles.keys) {
      mixed.articles[id] = (articles[id] ?? [nil]).union(next.articles[id] ?? [nil])
      if mayLack { mixed.articles[id]?.insert(nil) }
    }
    for name in Set(recorded.keys).union(next.recorded.keys) {
      mixed.recorded[name] = (recorded[name] ?? [nil]).union(next.recorded[name] ?? [nil])
      if mayLack { mixed.recorded[name]?.insert(nil) }
    }
    return mixed
  }

  /// The first difference between the articles of an index and the possible articles; nil when
  /// there is none.
  func difference(from found: [String: ModelArticle]) -> String? {
    for (id, article) in found where articles[id]?.contains(article) != true {
      return "\(id) is \(article), expected one of \(articles[id] ?? [nil])"
    }
    for (id, values) in articles where found[id] == nil && !values.contains(nil) {
      return "\(id) is missing, expected one of \(values)"
    }
    return nil
  }

  /// Returns the state with the values that were found. Files are as recorded in any of the states
  /// that the found articles agree with.
  static func observed(
    _ found: [String: ModelArticle], among states: [ExpectedArchive]
  ) -> ExpectedArchive {
    var result = states.dropFirst().reduce(states.first ?? ExpectedArchive()) {
      $0.mixed(with: $1, mayLack: false)
    }
    result.articles = found.mapValues { [$0] }
    return result
  }
}
