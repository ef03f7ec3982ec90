import Xunwen

/// The place of the next page of a list: a commit, an offset, and the request that it continues.
struct PageCursor {
  let generation: Int
  let dictionaryHash: UInt64
  /// The day of the first page: a relative date in the query depends on it.
  let day: String
  let offset: Int

  static let name = "cursor"
  /// The parameters that a cursor replaces.
  private static let replaced: Set<String> = [
    name, Common.offset.name, Common.generation.name,
  ]

  private static let radix = 36

  init(_ commit: ServedCommit, offset: Int) {
    generation = commit.generation
    dictionaryHash = commit.dictionaryHash
    day = Self.today
    self.offset = offset
  }

  /// Reads a cursor of a request with other parameters.
  ///
  /// - Throws: `Problem` when the server did not make the cursor for these parameters.
  init(_ text: String, of pairs: [(name: String, value: String)]) throws(Problem) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, let generation = Int(parts[0], radix: Self.radix),
      let dictionaryHash = UInt64(parts[1], radix: Self.radix),
      let offset = Int(parts[3], radix: Self.radix)
    else { throw Problem(400, "the cursor is not valid", reason: "cursor") }
    (self.generation, self.dictionaryHash, self.offset) = (generation, dictionaryHash, offset)
    day = String(parts[2])
    if pairs.contains(where: { $0.name != Self.name && Self.replaced.contains($0.name) }) {
      throw Problem(400, "a cursor replaces offset and generation", reason: "cursor")
    }
    guard parts[4] == check(Self.kept(pairs)) else {
      throw Problem(400, "the cursor belongs to a request with other parameters", reason: "cursor")
    }
  }

  /// True when a commit gives the pages that the cursor continues.
  func continues(_ commit: ServedCommit) -> Bool {
    generation == commit.generation && dictionaryHash == commit.dictionaryHash
      && day == Self.today
  }

  /// The parameters of the next page, encoded.
  func query(after pairs: [(name: String, value: String)]) -> String {
    let kept = Self.kept(pairs)
    let parts = [
      String(generation, radix: Self.radix), String(dictionaryHash, radix: Self.radix), day,
      String(offset, radix: Self.radix), check(kept),
    ]
    let cursor = parts.joined(separator: ".")
    return (kept + [(name: Self.name, value: cursor)]).map { pair in
      Self.encoded(pair.name) + "=" + Self.encoded(pair.value)
    }.joined(separator: "&")
  }

  private static var today: String { CivilDate.todayInChina.description.filter { $0 != "-" } }

  private static func kept(
    _ pairs: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    pairs.filter { !replaced.contains($0.name) }
  }

  /// A text percent-encoded for a parameter.
  private static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A hash of the cursor and of the parameters in the order of their names.
  private func check(_ kept: [(name: String, value: String)]) -> String {
    var hash = ContentHash()
    for number in [generation, Int(truncatingIfNeeded: dictionaryHash), offset] { hash.add(number) }
    hash.add(day)
    // Values of one name keep their order.
    let names = Set(kept.map(\.name)).sorted()
    for name in names {
      hash.add(name)
      for pair in kept where pair.name == name { hash.add(pair.value) }
    }
    return String(hash.value, radix: Self.radix)
  }
}

/// The links between the pages of a list.
struct PageLinks: Sendable {
  /// The address of the server as the client sees it, without a slash at the end; "" if unknown.
  let base: String
  let path: String
  let pairs: [(name: String, value: String)]

  /// Longer links would not fit the limits of servers and proxies.
  private static let greatestLink = 8 << 10

  /// The field Link of an answer that a page at an offset follows; nil when it would be too long.
  func next(_ commit: ServedCommit, offset: Int) -> String? {
    let query = PageCursor(commit, offset: offset).query(after: pairs)
    let link = "<\(base)\(path)?\(query)>; rel=\"next\""
    return link.utf8.count <= Self.greatestLink ? link : nil
  }
}
