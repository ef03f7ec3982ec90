/// What an exported record says of its article beyond what any record says: the value of its member `xunwen`, by which
/// reading it gives the same article again, zones, originals and all.
///
///     version    1
///     encoding   of the file the article was read from
///     before     what precedes `text` in the article's text; left out where that is the `title`
///     after      what follows
///     originals  [name, start] each
///     zones      [kind, start, length] each; the kind is title, header, body or tail
///     extras     [place, key, value] each: those whose keys are also names of fields, or come twice, and their
///                places among all extras
///
/// Starts and lengths are bytes of UTF-8 of the article's text.
struct ExportedParts {
  static let key = Array("xunwen".utf8)
  static let version = 1

  var encoding = ""
  /// Nil: the title.
  var before: [UInt8]?
  var after: [UInt8] = []
  var originals: [Original] = []
  var zones: [Zone] = []
  var extras: [(place: Int, extra: Extra)] = []

  /// Reads the object.
  ///
  /// - Throws: `JSONReader.Fault` for members that are missing, unknown or of another kind.
  init(_ reader: inout JSONReader) throws(JSONReader.Fault) {
    var met: [String] = []
    try reader.expect("{")
    repeat {
      let name = try reader.string()
      guard !met.contains(name) else { throw reader.fault("'\(name)' comes twice") }
      met.append(name)
      try reader.expect(":")
      switch name {
      case "version":
        guard try reader.number() == Self.version else {
          throw reader.fault("an export of another version")
        }
      case "encoding": encoding = try reader.string()
      case "before": before = try reader.stringBytes()
      case "after": after = try reader.stringBytes()
      case "originals":
        originals = try reader.list { (reader) throws(JSONReader.Fault) in
          let name = try reader.string()
          try reader.expect(",")
          return Original(name: name, start: try reader.number())
        }
      case "zones":
        zones = try reader.list { (reader) throws(JSONReader.Fault) in try Self.zone(&reader) }
      case "extras":
        extras = try reader.list { (reader) throws(JSONReader.Fault) in
          let place = try reader.number()
          try reader.expect(",")
          let key = try reader.string()
          try reader.expect(",")
          let value = try reader.value()
          let text = String(decoding: reader.bytes[value], as: UTF8.self)
          return (place, Extra(key: key, value: text))
        }
      default: throw reader.fault("unknown member '\(name)'")
      }
    } while reader.accept(",")
    try reader.expect("}")
    for name in ["version", "encoding", "originals", "zones"] where !met.contains(name) {
      throw reader.fault("'\(name)' is missing")
    }
  }

  private static func zone(_ reader: inout JSONReader) throws(JSONReader.Fault) -> Zone {
    let name = try reader.string()
    guard let kind = ZoneKind.allCases.first(where: { "\($0)" == name }) else {
      throw reader.fault("no kind of zone")
    }
    try reader.expect(",")
    let start = try reader.number()
    try reader.expect(",")
    let length = try reader.number()
    return Zone(kind: kind, range: start..<start + length)
  }
}

extension JSONReader {
  fileprivate mutating func stringBytes() throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    try string(into: &bytes)
    return bytes
  }

  /// A whole number, not negative, that bytes of an article can be counted by.
  fileprivate mutating func number() throws(Fault) -> Int {
    let range = try value()
    guard let number = Int(String(decoding: bytes[range], as: UTF8.self)),
      0...Int(UInt32.max) ~= number
    else { throw fault("expected a whole number") }
    return number
  }

  /// An array of arrays.
  fileprivate mutating func list<Element>(
    _ element: (inout JSONReader) throws(Fault) -> Element
  ) throws(Fault) -> [Element] {
    var elements: [Element] = []
    try expect("[")
    if accept("]") { return [] }
    repeat {
      try expect("[")
      elements.append(try element(&self))
      try expect("]")
    } while accept(",")
    try expect("]")
    return elements
  }
}
