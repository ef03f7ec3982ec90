import Xunwen

/// The validators of answers (ETag). They are weak, since an answer contains its time.
enum Validator {
  /// The validator of the answer of a commit to a question. Dates such as `7d` depend on the day.
  static func text(
    _ commit: ServedCommit, _ target: RequestTarget, _ form: RowForm, body: Bool
  ) -> String {
    var hash = ContentHash()
    hash.add(XunwenVersion.current)
    hash.add(commit.name)
    hash.add(Int(truncatingIfNeeded: commit.dictionaryHash))
    hash.add(String(target.path))
    hash.add(String(target.query))
    hash.add(form.rawValue)
    hash.add(CivilDate.todayInChina.description)
    return "W/\"\(commit.generation)-\(String(hash.value, radix: 16))\""
  }

  /// True when a header If-None-Match contains a validator.
  static func matches(_ fields: [String], _ validator: String) -> Bool {
    let opaque = opaque(validator[...])
    return fields.flatMap { $0.split(separator: ",") }.contains { field in
      let field = field.drop { $0 == " " }
      return field == "*" || self.opaque(field) == opaque
    }
  }

  private static func opaque(_ validator: Substring) -> Substring {
    let validator = validator.hasPrefix("W/") ? validator.dropFirst(2) : validator
    return validator.prefix { $0 != " " }
  }
}
