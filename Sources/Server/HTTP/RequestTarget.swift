/// The path and the parameters of a request.
struct RequestTarget {
  /// The path as written, without parameters.
  let path: Substring
  /// The parameters as written, after the question mark.
  let query: Substring

  /// Returns nil for a target that is not a path, such as that of a proxy request.
  init?(_ uri: String) {
    guard uri.utf8.first == UInt8(ascii: "/") else { return nil }
    let path = uri.prefix { $0 != "?" && $0 != "#" }
    let rest = uri[path.endIndex...].prefix { $0 != "#" }
    (self.path, query) = (path, rest.dropFirst())
  }

  /// The names and values of the parameters (application/x-www-form-urlencoded).
  ///
  /// - Throws: `Problem` for text that is not encoded UTF-8.
  func pairs() throws(Problem) -> [(name: String, value: String)] {
    try Self.pairs(query.utf8)
  }

  private static let maxPairs = 1000

  static func pairs(
    _ text: some Collection<UInt8>
  ) throws(Problem) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for part in text.split(separator: UInt8(ascii: "&")) {
      guard pairs.count < maxPairs else {
        throw Problem(400, "there are more than \(maxPairs) parameters")
      }
      let name = part.prefix { $0 != UInt8(ascii: "=") }
      let value = part.dropFirst(name.count).dropFirst()
      guard let name = decoded(name, plusIsSpace: true),
        let value = decoded(value, plusIsSpace: true)
      else {
        throw Problem(400, "the parameters are not percent-encoded UTF-8", reason: "encoding")
      }
      pairs.append((name, value))
    }
    return pairs
  }

  /// The text of percent-encoded bytes; nil when it is malformed or not UTF-8.
  static func decoded(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
