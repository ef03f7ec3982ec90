public import Xunwen

extension DataRows {
  /// Collocates with their measures, then a summary.
  public init(_ found: Collocates, query: String) {
    self.init { emit in
      for word in found.words { try emit(DataRow(word).with(["type": "collocate"])) }
      try emit(
        DataRow(found.parts).with([
          "type": "summary", "query": .text(query), "articles": .integer(found.articles),
          "nodes": .integer(found.nodes), "near_words": .integer(found.nearWords),
          "all_words": .integer(found.allWords), "distinct": .integer(found.distinct),
          "stop_words": .integer(found.stopWords),
        ]))
    }
  }

  /// Keywords with their measures, then a summary. `other` is the query of the articles compared
  /// with; nil for all other articles.
  public init(_ found: Keywords, query: String, other: String?) {
    self.init { emit in
      for word in found.words { try emit(DataRow(word).with(["type": "keyword"])) }
      try emit(
        DataRow(found.parts).with([
          "type": "summary", "query": .text(query), "vs": .optional(other),
          "articles": .integer(found.articles), "words": .integer(found.allWords),
          "other_articles": .integer(found.otherArticles),
          "other_words": .integer(found.otherWords), "shared": .integer(found.shared),
          "distinct": .integer(found.distinct), "stop_words": .integer(found.stopWords),
        ]))
    }
  }

  /// N-grams, then a summary. `query` is nil when all articles were read.
  public init(_ found: NGrams, query: String?) {
    self.init { emit in
      for ngram in found.ngrams { try emit(DataRow(ngram).with(["type": "ngram"])) }
      try emit(
        DataRow(found.parts).with([
          "type": "summary", "query": .optional(query), "articles": .integer(found.articles),
          "nodes": .optional(found.nodes), "distinct": .integer(found.distinct),
          "stop_words": .integer(found.stopWords),
          "lengths": .objects(found.totals) {
            [
              "length": .integer($0.length), "ngrams": .integer($0.ngrams),
              "distinct": .integer($0.distinct),
            ]
          },
        ]))
    }
  }
}

extension DataRows {
  /// Word candidates, then a summary. `query` is nil when all articles were read.
  public init(_ found: WordCandidates, query: String?) {
    self.init { emit in
      for candidate in found.candidates {
        try emit(
          DataRow(candidate).with([
            "type": "candidate", "pieces": .texts(candidate.pieces),
          ]))
      }
      try emit(
        DataRow(found.parts).with([
          "type": "summary", "query": .optional(query), "articles": .integer(found.articles),
          "words": .integer(found.allWords), "distinct": .integer(found.distinct),
        ]))
    }
  }
}

extension DataTable {
  public init(_ found: WordCandidates) {
    self.init(
      found.candidates.map {
        DataRow($0, example: VisibleText.line($0.example)).with(["pieces": .text($0.pieces.joined(separator: " "))])
      },
      names: ["word", "frequency", "articles"] + DataRow.dispersionNames
        + ["cohesion", "left_entropy", "right_entropy", "score", "id", "example", "pieces"])
  }

  public init(_ found: Collocates) {
    self.init(
      found.words.map { DataRow($0) },
      names: [
        "word", "near", "frequency", "expected", "log_likelihood", "mutual_information", "t_score",
        "articles",
      ] + DataRow.dispersionNames)
  }

  public init(_ found: Keywords) {
    self.init(
      found.words.map { DataRow($0) },
      names: [
        "word", "frequency", "articles", "other_frequency", "other_articles", "log_likelihood",
        "log_ratio",
      ] + DataRow.dispersionNames)
  }

  public init(_ found: NGrams) {
    self.init(
      found.ngrams.map { DataRow($0) },
      names: ["ngram", "length", "frequency", "articles"] + DataRow.dispersionNames)
  }
}

extension DataRow {
  fileprivate init(_ word: Collocate) {
    self = [
      "word": .text(word.word), "near": .integer(word.near), "frequency": .integer(word.frequency),
      "expected": .rounded(word.expected), "log_likelihood": .rounded(word.logLikelihood),
      "mutual_information": .rounded(word.mutualInformation), "t_score": .rounded(word.tScore),
      "articles": .integer(word.dispersion.articles),
    ]
    self = with(DataRow(word.dispersion))
  }

  fileprivate init(_ word: Keyword) {
    self = [
      "word": .text(word.word), "frequency": .integer(word.frequency),
      "articles": .integer(word.articles), "other_frequency": .integer(word.otherFrequency),
      "other_articles": .integer(word.otherArticles),
      "log_likelihood": .rounded(word.logLikelihood), "log_ratio": .rounded(word.logRatio),
    ]
    self = with(DataRow(word.dispersion))
  }

  fileprivate init(_ ngram: NGram) {
    self = [
      "ngram": .text(ngram.text), "length": .integer(ngram.length),
      "frequency": .integer(ngram.frequency), "articles": .integer(ngram.dispersion.articles),
    ]
    self = with(DataRow(ngram.dispersion))
  }

  /// - Parameter example: the example on one line, for a table; nil for the verbatim example.
  fileprivate init(_ candidate: WordCandidate, example: String? = nil) {
    self = [
      "word": .text(candidate.word), "frequency": .integer(candidate.frequency),
      "articles": .integer(candidate.dispersion.articles),
    ]
    self = with(DataRow(candidate.dispersion)).with([
      "cohesion": .rounded(candidate.cohesion), "left_entropy": .rounded(candidate.leftEntropy),
      "right_entropy": .rounded(candidate.rightEntropy), "score": .rounded(candidate.score),
      "id": .text(candidate.exampleID),
      "example": .text(example ?? candidate.example),
    ])
  }

  fileprivate static let dispersionNames = ["sources", "periods", "dp_sources", "dp_periods"]

  /// The sources, periods and deviations. The number of articles is a column of its own.
  fileprivate init(_ dispersion: Dispersion) {
    self = [
      "sources": .integer(dispersion.sources), "periods": .integer(dispersion.periods),
      "dp_sources": dispersion.sourceDP.map { .rounded($0) } ?? .null,
      "dp_periods": dispersion.periodDP.map { .rounded($0) } ?? .null,
    ]
  }

  fileprivate init(_ parts: TextParts) {
    self = [
      "period": .text(parts.interval.rawValue), "sources": .integer(parts.sources),
      "periods": .integer(parts.periods),
      "articles_without_source": .integer(parts.articlesWithoutSource),
      "articles_without_period": .integer(parts.articlesWithoutPeriod),
    ]
  }
}
