import Xunwen

/// The last list of numbered hits of an index, so that `show 3` can mean the third hit.
///
/// It is stored in the user's state folder, never in the index. Without such a folder, nothing is
/// stored.
struct NumberedHits: Equatable {
  /// The real path of the index.
  let index: String
  /// The query; empty when the hits do not answer a query.
  let query: String
  /// The number of the first hit.
  let first: Int
  let ids: [String]

  /// The most hits that are stored.
  private static let maxHits = 1000
  private static let maxBytes = 1 << 17
  private static let version = "xunwen-hits-1"

  init(index path: String, query: String = "", _ hits: [SearchHit]) {
    index = FileSystem.realPath(path)
    self.query = query.utf8.count > Self.maxBytes ? "" : query
    first = hits.first?.rank ?? 1
    var bytes = 0
    ids = Array(
      hits.prefix(Self.maxHits).map(\.id).prefix {
        bytes += $0.utf8.count
        return bytes <= Self.maxBytes
      })
  }

  var numbers: Range<Int> { first..<first + ids.count }

  /// The last hits of an index; nil when none are stored.
  static func last(ofIndex path: String) -> NumberedHits? {
    let index = FileSystem.realPath(path)
    guard let bytes = folder?.read(Array(index.utf8)), let hits = NumberedHits(bytes) else {
      return nil
    }
    return hits.index == index ? hits : nil
  }

  /// Replaces the last hits of the index. A failure is not reported: the hits are printed anyway.
  func store() { try? Self.folder?.write(bytes, Array(index.utf8)) }

  private static var folder: StateFolder? { StateFolder(name: "xunwen") }

  /// The values as netstrings, since a value may contain any character: `3:abc`.
  var bytes: [UInt8] {
    ([Self.version, index, query, String(first)] + ids).flatMap {
      Array("\($0.utf8.count):\($0)".utf8)
    }
  }

  /// Returns nil for bytes of another form.
  init?(_ bytes: [UInt8]) {
    var values: [String] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: ":")) {
      guard let count = Int(String(decoding: rest[..<end], as: UTF8.self)), count >= 0,
        count < rest.endIndex - end
      else { return nil }
      let value = rest[(end + 1)...].prefix(count)
      values.append(String(decoding: value, as: UTF8.self))
      rest = rest[value.endIndex...]
    }
    guard rest.isEmpty, values.count >= 4, values[0] == Self.version, let first = Int(values[3])
    else { return nil }
    (index, query, self.first, ids) = (values[1], values[2], first, Array(values[4...]))
  }
}
