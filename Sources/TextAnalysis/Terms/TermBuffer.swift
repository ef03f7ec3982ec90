/// The terms that an analyzer emits, as parallel arrays. Reuse one buffer for many documents.
///
/// The positions of any one term ascend within a field.
public struct TermBuffer: Sendable {
  // The arrays only grow, so that they are cleared once, not for every text.
  var codedValues: [UInt64] = []
  var keyValues: [UInt64] = []
  var positionValues: [UInt32] = []
  var spellingBytes: [UInt8] = []
  /// The used lengths of the arrays.
  var counts = Counts()

  struct Counts {
    var (coded, keys, bytes) = (0, 0, 0)
  }

  public init() {}

  /// The occurrences of terms with a code of `TermCodes`: code << 32 | position.
  public var coded: Span<UInt64> {
    @_lifetime(borrow self)
    get { codedValues.span.extracting(first: counts.coded) }
  }

  /// `TermKey.rawValue` of all other occurrences.
  public var keys: Span<UInt64> {
    @_lifetime(borrow self)
    get { keyValues.span.extracting(first: counts.keys) }
  }

  /// The positions of the occurrences in `keys`.
  public var positions: Span<UInt32> {
    @_lifetime(borrow self)
    get { positionValues.span.extracting(first: counts.keys) }
  }

  /// The UTF-8 of spelled terms.
  public var spelling: Span<UInt8> {
    @_lifetime(borrow self)
    get { spellingBytes.span.extracting(first: counts.bytes) }
  }

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() { counts = Counts() }

  public var count: Int { counts.coded + counts.keys }

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

  /// Appends a spelled term of at most 65,535 bytes.
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

/// Writes terms into the arrays of a `TermBuffer` that has room for them.
struct TermWriter: ~Copyable, ~Escapable {
  private(set) var counts: TermBuffer.Counts
  private var coded: MutableSpan<UInt64>
  private var keys: MutableSpan<UInt64>
  private var positions: MutableSpan<UInt32>
  private var spelling: MutableSpan<UInt8>

  @_lifetime(copy coded, copy keys, copy positions, copy spelling)
  init(
    _ counts: TermBuffer.Counts, _ coded: consuming MutableSpan<UInt64>,
    _ keys: consuming MutableSpan<UInt64>, _ positions: consuming MutableSpan<UInt32>,
    _ spelling: consuming MutableSpan<UInt8>
  ) {
    self.counts = counts
    self.coded = coded
    self.keys = keys
    self.positions = positions
    self.spelling = spelling
  }

  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(_ key: TermKey, at position: UInt32) {
    if let code = TermCodes.computed(key.rawValue) { return append(code: code, at: position) }
    keys[counts.keys] = key.rawValue
    positions[counts.keys] = position
    counts.keys &+= 1
  }

  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(code: UInt64, at position: UInt32) {
    coded[counts.coded] = code &<< 32 | UInt64(position)
    counts.coded &+= 1
  }

  /// Appends a spelled term, from well-formed UTF-16.
  @_lifetime(self: copy self)
  mutating func append(
    _ kind: TermKind, _ field: Field, _ units: Span<UInt16>, _ range: Range<Int>,
    at position: UInt32
  ) {
    let start = counts.bytes
    var i = range.lowerBound
    while i < range.upperBound {
      let (scalar, length) = decodeUTF16(units, at: i)
      i &+= length
      if scalar >= 0x800, scalar < 0x1_0000 {
        write(0xE0 | scalar &>> 12)
        write(0x80 | scalar &>> 6 & 0x3F)
        write(0x80 | scalar & 0x3F)
      } else if scalar < 0x80 {
        write(scalar)
      } else if scalar < 0x800 {
        write(0xC0 | scalar &>> 6)
        write(0x80 | scalar & 0x3F)
      } else {
        write(0xF0 | scalar &>> 18)
        write(0x80 | scalar &>> 12 & 0x3F)
        write(0x80 | scalar &>> 6 & 0x3F)
        write(0x80 | scalar & 0x3F)
      }
    }
    append(.spelled(kind, start..<counts.bytes, in: field), at: position)
  }

  @inline(__always)
  @_lifetime(self: copy self)
  private mutating func write(_ byte: UInt32) {
    spelling[counts.bytes] = UInt8(truncatingIfNeeded: byte)  // The masks above leave eight bits.
    counts.bytes &+= 1
  }
}
