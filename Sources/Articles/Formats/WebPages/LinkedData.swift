/// The headline, times and sources in the JSON-LD of a page.
///
/// Objects nest, as in `@graph` or `publisher`. Malformed JSON gives what precedes the error. Pages
/// often have line breaks within strings, which are read as spaces.
struct LinkedData {
  private(set) var headlines: [String] = []
  private(set) var times: [String] = []
  private(set) var sources: [String] = []

  private static let maximumObjects = 1000

  init(_ json: [UInt8]) {
    var reader = JSONReader(json.map { $0 < 0x20 ? 0x20 : $0 })
    var objects = 0
    try? read(&reader, in: nil, depth: 0, &objects)
  }

  /// Reads a value. `key` is the key under which it is found.
  private mutating func read(
    _ reader: inout JSONReader, in key: String?, depth: Int, _ objects: inout Int
  ) throws(JSONReader.Fault) {
    guard depth < 8, objects < Self.maximumObjects else {
      _ = try reader.value()
      return
    }
    switch reader.peek() {
    case UInt8(ascii: "{"):
      objects += 1
      try readObject(&reader, in: key, depth: depth, &objects)
    case UInt8(ascii: "["):
      _ = reader.accept("[")
      if reader.accept("]") { return }
      repeat {
        try read(&reader, in: key, depth: depth + 1, &objects)
      } while reader.accept(",")
      try reader.expect("]")
    case UInt8(ascii: "\""): add(try reader.string(), under: key)
    default: _ = try reader.value()
    }
  }

  private mutating func readObject(
    _ reader: inout JSONReader, in outer: String?, depth: Int, _ objects: inout Int
  ) throws(JSONReader.Fault) {
    try reader.expect("{")
    if reader.accept("}") { return }
    repeat {
      let key = try reader.string()
      try reader.expect(":")
      // The name of an organization stands for it.
      let isName = key == "name" && (outer == "publisher" || outer == "sourceOrganization")
      try read(&reader, in: isName ? outer : key, depth: depth + 1, &objects)
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
