/// A named value of a record: a member of a JSON object, or a cell of a table.
struct RecordMember {
  /// A value in the forms that fields take.
  enum Value {
    case text([UInt8])
    /// The strings of an array.
    case list([String])
    /// A value of another type, which is an extra.
    case other
    /// `null`: the record has no such field.
    case absent
  }

  let key: [UInt8]
  /// The field that the name means; nil for an extra.
  let role: FieldMap.Role?
  let value: Value
  /// Byte offsets of the value in the record.
  let range: Range<Int>

  var text: [UInt8]? {
    if case .text(let text) = value { text } else { nil }
  }

  var list: [String]? {
    if case .list(let list) = value { list } else { nil }
  }

  var isBlank: Bool {
    switch value {
    case .text(let text): Blanks.trimmed(text, 0..<text.count) == nil
    case .list(let list): list.isEmpty
    case .other, .absent: true
    }
  }
}

/// The tags of a field that holds them as one text.
enum TagText {
  /// Divides a text into tags: at most one more than the limit.
  ///
  /// The tags are separated by , ， ; ； 、 | or spaces. pandas writes a list as `['养老', '托育']`.
  static func tags(in text: [UInt8]) -> [String] {
    var scalars = String(decoding: text, as: UTF8.self).unicodeScalars[...]
    let isList = scalars.first == "[" && scalars.last == "]"
    if isList { scalars = scalars.dropFirst().dropLast() }
    return scalars.split(maxSplits: ArticleLimits.maximumMembers, whereSeparator: separates)
      .map { isList ? unquoted($0) : String($0) }
      .map { $0.cleanedName() }
      .filter { !$0.isEmpty }
  }

  private static func unquoted(_ tag: Substring.UnicodeScalarView) -> String {
    guard let first = tag.first, first == "'" || first == "\"", tag.last == first, tag.count > 1
    else { return String(tag) }
    return String(tag.dropFirst().dropLast())
  }

  private static func separates(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ",", "，", ";", "；", "、", "|", "｜": true
    default: scalar.isWhiteSpace
    }
  }
}
