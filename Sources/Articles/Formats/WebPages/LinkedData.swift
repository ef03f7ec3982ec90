/// The headlines, times and sources in a JSON-LD script of a page.
///
/// Objects nest, as in `@graph` or `publisher`. Malformed JSON gives what precedes the error. Pages
/// often have line breaks within strings, which are read as spaces.
struct LinkedData {
  private(set) var headlines: [String] = []
  private(set) var times: [String] = []
  private(set) var sources: [String] = []

  private var reader: JSONReader
  private static let maximumDepth = 8

  init(_ json: [UInt8]) {
    reader = JSONReader(json.map { $0 < 0x20 ? 0x20 : $0 })
    try? read(under: nil, depth: 0)
  }

  /// Reads a value that has a key.
  private mutating func read(under key: String?, depth: Int) throws(JSONReader.Fault) {
    switch reader.peek() {
    case UInt8(ascii: "{") where depth < Self.maximumDepth:
      try readObject(under: key, depth: depth)
    case UInt8(ascii: "[") where depth < Self.maximumDepth:
      try reader.expect("[")
      if reader.accept("]") { return }
      repeat { try read(under: key, depth: depth + 1) } while reader.accept(",")
      try reader.expect("]")
    case UInt8(ascii: "\""): add(try reader.string(), under: key)
    default: _ = try reader.value()
    }
  }

  private mutating func readObject(under outer: String?, depth: Int) throws(JSONReader.Fault) {
    try reader.expect("{")
    if reader.accept("}") { return }
    repeat {
      let key = try reader.string()
      try reader.expect(":")
      // An organization is an object with a name, or the name alone.
      let isName = key == "name" && (outer == "publisher" || outer == "sourceOrganization")
      try read(under: isName ? outer : key, depth: depth + 1)
    } while reader.accept(",")
    try reader.expect("}")
  }

  private mutating func add(_ text: String, under key: String?) {
    switch key {
    case "headline": headlines.append(text)
    case "datePublished", "pubDate": times.append(text)
    case "sourceOrganization": sources.insert(text, at: 0)
    case "publisher": sources.append(text)
    default: break
    }
  }
}
