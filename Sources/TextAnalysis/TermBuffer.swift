/// What an analyzer emits: parallel arrays, meant to be reused from document to document.
///
/// The positions of any one term ascend within a sequence.
public struct TermBuffer: Sendable {
  // Arrays that only grow, so that they are cleared once and not for every text.
  var codedValues: [UInt64] = []
  var keyValues: [UInt64] = []
  var positionValues: [UInt32] = []
  var spellingBytes: [UInt8] = []
  /// How much of the arrays is in use.
  var counts = Counts()

  struct Counts {
    var coded = 0
    var keys = 0
    var bytes = 0
  }

  public init() {}

  /// Code of `TermCodes` << 32 | position, of every occurrence of a term that has a code.
  public var coded: Span<UInt64> {
    @_lifetime(borrow self)
    get { codedValues.span.extracting(first: counts.coded) }
  }

  /// `TermKey.rawValue` of every other occurrence.
  public var keys: Span<UInt64> {
    @_lifetime(borrow self)
    get { keyValues.span.extracting(first: counts.keys) }
  }

  /// The positions of those.
  public var positions: Span<UInt32> {
    @_lifetime(borrow self)
    get { positionValues.span.extracting(first: counts.keys) }
  }

  /// The UTF-8 that spelled keys point into.
  public var spelling: Span<UInt8> {
    @_lifetime(borrow self)
    get { spellingBytes.span.extracting(first: counts.bytes) }
  }

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() { counts = Counts() }

  public var count: Int { counts.coded + counts.keys }

  /// Makes room behind what is there.
  mutating func reserve(terms: Int, bytes: Int) {
    Self.extend(&codedValues, to: counts.coded + terms)
    Self.extend(&keyValues, to: counts.keys + terms)
    Self.extend(&positionValues, to: counts.keys + terms)
    Self.extend(&spellingBytes, to: counts.bytes + bytes)
  }

  private static func extend<Value: FixedWidthInteger>(_ array: inout [Value], to count: Int) {
    if array.count < count {
      array.append(contentsOf: repeatElement(0, count: max(count - array.count, array.count)))
    }
  }

  mutating func append(_ key: TermKey, at position: UInt32) {
    reserve(terms: 1, bytes: 0)
    if let code = TermCodes.computed(key.rawValue) {
      codedValues[counts.coded] = code << 32 | UInt64(position)
      counts.coded += 1
    } else {
      keyValues[counts.keys] = key.rawValue
      positionValues[counts.keys] = position
      counts.keys += 1
    }
  }

  /// Appends a term that is spelled.
  ///
  /// - Precondition: the spelling has at most 65,535 bytes.
  public mutating func append(
    _ kind: TermKind, _ field: Field, utf8 spelling: some Collection<UInt8>, at position: UInt32
  ) {
    reserve(terms: 1, bytes: spelling.count)
    let start = counts.bytes
    for byte in spelling {
      spellingBytes[counts.bytes] = byte
      counts.bytes += 1
    }
    append(.spelled(kind, start..<counts.bytes, in: field), at: position)
  }
}
