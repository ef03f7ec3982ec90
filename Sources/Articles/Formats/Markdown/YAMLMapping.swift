import CYAML

/// The first mapping of a YAML text, with values as JSON, by libyaml.
///
/// An alias (`*name`) is null: a few lines with aliases can mean millions of values. Depth and
/// size are bounded.
struct YAMLMapping {
  private var values = FrontMatterValues()
  /// The open sequences and mappings; true for a mapping.
  private var open: [(isMapping: Bool, count: Int)] = []
  private var key: [UInt8]?
  private var valueStart = 0
  /// The strings of a sequence of scalars, or nil within other values.
  private var list: [String]?

  private static let maximumDepth = 32

  /// Reads a text in UTF-8. A text without values gives none.
  static func values(_ text: [UInt8]) throws(FrontMatterFault) -> FrontMatterValues {
    var mapping = YAMLMapping()
    // Safe: the parser is closed before the bytes end, and all texts are copied.
    let result = unsafe text.withUnsafeBufferPointer { buffer -> FrontMatterFault? in
      guard let parser = unsafe cyaml_open(buffer.baseAddress, buffer.count) else {
        return FrontMatterFault(line: 1, problem: "out of memory")
      }
      defer { unsafe cyaml_close(parser) }
      while true {
        let event = unsafe cyaml_next(parser)
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: event.text, count: event.count))
        // The front matter begins on the second line of the file.
        let line = unsafe Int(event.line) + 2
        switch unsafe event.kind {
        case CYAML_ERROR:
          return FrontMatterFault(line: line, problem: String(decoding: bytes, as: UTF8.self))
        case CYAML_DOCUMENT_END, CYAML_END: return nil
        default:
          let problem = unsafe mapping.add(event.kind, bytes, isPlain: event.is_plain)
          if let problem { return FrontMatterFault(line: line, problem: problem) }
        }
      }
    }
    if let result { throw result }
    return mapping.values
  }

  /// Adds an event, and returns a problem.
  private mutating func add(_ kind: cyaml_kind, _ text: [UInt8], isPlain: Bool) -> String? {
    switch kind {
    case CYAML_SCALAR: return addScalar(text, isPlain: isPlain)
    case CYAML_ALIAS: return addScalar(Array("null".utf8), isPlain: true)
    case CYAML_MAPPING_START: return begin(isMapping: true)
    case CYAML_SEQUENCE_START: return begin(isMapping: false)
    case CYAML_MAPPING_END, CYAML_SEQUENCE_END: end()
    default: break
    }
    return nil
  }

  private mutating func begin(isMapping: Bool) -> String? {
    if open.isEmpty, !isMapping { return "no mapping of names to values" }
    guard open.count < Self.maximumDepth else {
      return "values nest deeper than \(Self.maximumDepth)"
    }
    if let last = open.last {
      if isNameNext { return "a name is no text" }
      if open.count == 1 {
        valueStart = values.json.count
        list = isMapping ? nil : []
      } else {
        separate(last)
        list = nil
      }
      values.json.append(UInt8(ascii: isMapping ? "{" : "["))
      open[open.count - 1].count += 1
    }
    open.append((isMapping, 0))
    return nil
  }

  private mutating func end() {
    guard let last = open.popLast(), !open.isEmpty else { return }
    values.json.append(UInt8(ascii: last.isMapping ? "}" : "]"))
    if open.count == 1 { endValue(list.map { .list($0) } ?? .other) }
  }

  /// True when the next event of the innermost mapping is a name.
  private var isNameNext: Bool {
    guard let last = open.last, last.isMapping else { return false }
    return last.count % 2 == 0
  }

  /// Writes what separates a value from the one before it.
  private mutating func separate(_ last: (isMapping: Bool, count: Int)) {
    if last.isMapping, last.count % 2 == 1 {
      values.json.append(UInt8(ascii: ":"))
    } else if last.count > 0 {
      values.json.append(UInt8(ascii: ","))
    }
  }

  private mutating func addScalar(_ text: [UInt8], isPlain: Bool) -> String? {
    guard let last = open.last else { return "no mapping of names to values" }
    let isName = isNameNext
    open[open.count - 1].count += 1
    if open.count == 1 {
      if isName {
        key = text
        return nil
      }
      valueStart = values.json.count
    } else {
      separate(last)
    }
    let literal = isPlain && !isName ? YAMLScalar.literal(text) : nil
    if let literal { values.json += literal } else { JSONText.append(text[...], to: &values.json) }
    let isNull = literal.map { $0 == YAMLScalar.null } ?? false
    if open.count == 1 {
      endValue(isNull ? .absent : .text(text))
    } else if open.count == 2, !last.isMapping, !isNull {
      list?.append(String(decoding: text, as: UTF8.self).cleanedName())
    }
    return nil
  }

  private mutating func endValue(_ value: RecordMember.Value) {
    guard let key else { return }
    self.key = nil
    values.members.append(
      FrontMatterValues.Member(key: key, value: value, range: valueStart..<values.json.count))
    list = nil
  }
}

/// Scalars of YAML that are no strings.
enum YAMLScalar {
  static let null = Array("null".utf8)

  /// Returns a plain scalar as JSON if it is a number, a truth value or null; nil for a string.
  static func literal(_ text: [UInt8]) -> [UInt8]? {
    switch String(decoding: text, as: UTF8.self) {
    case "", "~", "null", "Null", "NULL": null
    case "true", "True", "TRUE": Array("true".utf8)
    case "false", "False", "FALSE": Array("false".utf8)
    default: isNumber(text) ? text : nil
    }
  }

  /// True for a number of JSON. Numbers with leading zeros are identifiers.
  private static func isNumber(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func digits() -> Int { rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = digits()
    guard whole > 0, whole == 1 || rest.first != UInt8(ascii: "0") else { return false }
    rest = rest.dropFirst(whole)
    if rest.isEmpty { return true }
    guard rest.first == UInt8(ascii: ".") else { return false }
    rest = rest.dropFirst()
    return digits() > 0 && digits() == rest.count
  }
}
