import Xunwen

/// An answer that was asked for again, for people.
enum VerificationText {
  static func text(of verification: ManifestVerification) -> String {
    let query = VisibleText.line(verification.before.question.query)
    var text = "\(verification.isSame ? "same" : "changed")  \(query)\n"
    for (name, before, now) in verification.differences {
      text += "  \(name): \(VisibleText.line(before)) → \(VisibleText.line(now))\n"
    }
    return text
  }
}

/// The same for programs.
struct VerificationRow: Encodable {
  let type = "rerun"
  let query: String
  let same: Bool
  let differences: [Difference]

  struct Difference: Encodable {
    let name: String
    let before: String
    let now: String
  }

  init(_ verification: ManifestVerification) {
    query = verification.before.question.query
    same = verification.isSame
    differences = verification.differences.map {
      Difference(name: $0.name, before: $0.before, now: $0.now)
    }
  }
}
