import Search

/// A comparison of a repeated search with the manifest of the first one.
public struct ManifestVerification: Sendable, Equatable, Codable {
  /// A value that differs between the searches.
  public struct Difference: Sendable, Equatable, Codable {
    public let name: String
    public let before: String
    public let now: String
  }

  public let before: AnswerManifest
  public let now: AnswerManifest

  /// True when both searches gave the same totals, and the same articles in the same order with the
  /// same scores.
  public var isSame: Bool { before.answer == now.answer }

  /// The inputs and results that differ.
  public var differences: [Difference] {
    let values: [(String, (AnswerManifest) -> String)] = [
      ("tree", { $0.tree }), ("generation", { "\($0.index.generation)" }),
      ("index digest", { $0.index.digest }), ("articles", { "\($0.index.articles)" }),
      ("xunwen", { $0.versions.xunwen }), ("format", { "\($0.versions.format)" }),
      ("normalizer", { "\($0.versions.normalizer)" }), ("icu", { $0.versions.icu }),
      ("total", { "\($0.answer.total)" }), ("partial total", { "\($0.answer.partialTotal)" }),
      ("hits", { "\($0.answer.hits)" }), ("answer digest", { $0.answer.digest }),
    ]
    return values.compactMap { name, value in
      let difference = Difference(name: name, before: value(before), now: value(now))
      return difference.before == difference.now ? nil : difference
    }
  }
}

extension Archive {
  /// Repeats the search of a manifest on the open commit, and compares the answers.
  ///
  /// - Throws: `ManifestError`, and as `search(_:scope:options:)`.
  public func rerun(_ manifest: AnswerManifest) throws -> ManifestVerification {
    let (scope, options) = (try manifest.question.scope(), try manifest.question.options())
    let ranked = try prepare(manifest.question.query, scope: scope).ranked(options)
    return ManifestVerification(before: manifest, now: try ranked.manifest())
  }
}
