import Search

/// An answer that was asked for again.
public struct ManifestVerification: Sendable, Equatable {
  public let before: AnswerManifest
  public let now: AnswerManifest

  /// The same articles in the same order with the same scores, and the same totals.
  public var isSame: Bool { before.answer == now.answer }

  /// What is different of what the answer depends on and of the answer, each with what it was and is.
  public var differences: [(name: String, before: String, now: String)] {
    let values: [(String, (AnswerManifest) -> String)] = [
      ("tree", { $0.tree }), ("generation", { "\($0.index.generation)" }),
      ("index digest", { $0.index.digest }), ("articles", { "\($0.index.articles)" }),
      ("xunwen", { $0.versions.xunwen }), ("format", { "\($0.versions.format)" }),
      ("normalizer", { "\($0.versions.normalizer)" }), ("icu", { $0.versions.icu }),
      ("total", { "\($0.answer.total)" }), ("partial total", { "\($0.answer.partialTotal)" }),
      ("hits", { "\($0.answer.hits)" }), ("answer digest", { $0.answer.digest }),
    ]
    return values.compactMap { name, value in
      value(before) == value(now) ? nil : (name, value(before), value(now))
    }
  }

  public static func == (a: Self, b: Self) -> Bool { a.before == b.before && a.now == b.now }
}

extension Archive {
  /// Asks again what a manifest was made of.
  ///
  /// - Throws: `ManifestError`; as `search(_:options:)`.
  public func rerun(_ manifest: AnswerManifest) throws -> ManifestVerification {
    let ranked = try ranked(manifest.question.query, options: try manifest.question.options())
    return ManifestVerification(before: manifest, now: try ranked.manifest())
  }
}
