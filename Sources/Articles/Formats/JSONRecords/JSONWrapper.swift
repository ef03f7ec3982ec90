/// An object that wraps records, such as `{"RECORDS":[…]}` of Navicat, the answer of a search in
/// Elasticsearch (`{"took":3,"hits":{"hits":[…]}}`), or that of a web service
/// (`{"code":0,"data":{"list":[…]}}`).
///
/// The object and the objects in it are no records themselves, and one array in them has objects
/// that look like articles.
struct JSONWrapper {
  /// The place of the array with the records.
  struct Records {
    /// Offset of the byte after the opening bracket.
    let start: Int
    /// Number of objects around the array.
    let depth: Int
  }

  /// The result of the search for the records in the first bytes of an object.
  enum Finding {
    case records(Records)
    /// The object is not a wrapper. `isEmpty` is true when it may be one without records.
    case none(isEmpty: Bool)
    /// The bytes end before the object, and before any record.
    case undecided
    /// The bytes end before the object, and after the beginning of an array of records.
    case likely(Records)
  }

  private static let maximumDepth = 8
  /// The part of an object that decides. A wrapper seldom has more before its records, and a record
  /// with an array of comments is seldom longer.
  static let decidingBytes = 1 << 20

  /// The arrays of objects that are examined, and the part of the first object that is.
  private static let maximumCandidates = 64
  private static let sampleBytes = 4 << 10
  /// The longest word of JSON, within which the bytes may end.
  private static let longestWord = 12

  private let map: FieldMap
  private var candidates = 0
  private var found: Records?
  private var arrays = 0
  private var hasText = false
  private var fields: Set<RecordField> = []
  private var hasEmptyArray = false

  private init(_ map: FieldMap) { self.map = map }

  // MARK: Finding

  /// Looks for the records in the object at the beginning of a text.
  ///
  /// - Complexity: O(length of the object).
  static func find(in object: [UInt8], _ map: FieldMap) -> Finding {
    var wrapper = JSONWrapper(map)
    var reader = JSONReader(object)
    var isCut = false
    do throws(JSONReader.Fault) {
      try wrapper.read(&reader, depth: 1)
    } catch {
      // One of the records may be damaged.
      isCut = wrapper.found != nil || error.offset + longestWord >= object.count
      if !isCut { return .none(isEmpty: false) }
    }
    if wrapper.isRecord || wrapper.arrays > 1 { return .none(isEmpty: false) }
    guard let found = wrapper.found else {
      return isCut ? .undecided : .none(isEmpty: wrapper.hasEmptyArray)
    }
    return isCut ? .likely(found) : .records(found)
  }

  /// True when the first object of a file wraps records. Reads more of the file if necessary.
  static func holdsRecords(
    _ input: inout RecordInput, _ map: FieldMap
  ) throws(ArticleError) -> Bool {
    while true {
      let sample = input.buffer.bytes.prefix(decidingBytes)
      guard let first = sample.firstIndex(where: { $0 > 0x20 }), sample[first] == UInt8(ascii: "{")
      else { return false }
      // Most first objects are lines that have a text.
      let line = Array(sample[first...].prefix { $0 != 0x0A })
      if JSONSample(object: line, map).hasText { return false }
      let finding = find(in: FileSample.text(of: Array(sample[first...])), map)
      let isAll = input.isAtEnd || sample.count == decidingBytes
      switch finding {
      case .records: return true
      case .none: return false
      case .likely where isAll: return true
      case .undecided where isAll: return false
      case .likely, .undecided: try input.fill()
      }
    }
  }

  /// True for an object with a text, or with a title and a date, whose text may be missing.
  private var isRecord: Bool {
    hasText || fields.contains(.title) && !fields.isDisjoint(with: [.date, .time])
  }

  private mutating func read(_ reader: inout JSONReader, depth: Int) throws(JSONReader.Fault) {
    try reader.object { key, reader throws(JSONReader.Fault) in
      let field = map.role(of: key)?.field
      if let field { fields.insert(field) }
      switch reader.peek() {
      case UInt8(ascii: "{") where depth < Self.maximumDepth: try read(&reader, depth: depth + 1)
      case UInt8(ascii: "["): try readArray(&reader, depth: depth)
      case UInt8(ascii: "\"") where field == .text:
        var text: [UInt8] = []
        try reader.string(into: &text)
        if Blanks.trimmed(text, 0..<text.count) != nil { hasText = true }
      default: _ = try reader.value()
      }
    }
  }

  private mutating func readArray(
    _ reader: inout JSONReader, depth: Int
  ) throws(JSONReader.Fault) {
    var inner = reader
    if inner.accept("[") {
      let start = inner.at
      switch inner.peek() {
      case UInt8(ascii: "]"): hasEmptyArray = true
      case UInt8(ascii: "{"):
        candidates += 1
        let sample = reader.bytes[inner.at...].prefix(Self.sampleBytes)
        if candidates <= Self.maximumCandidates,
          JSONSample(object: Array(sample), map).holdsArticles
        {
          arrays += 1
          found = found ?? Records(start: start, depth: depth)
        }
      default: break
      }
    }
    _ = try reader.value()
  }
}
