// Where the emitter writes: into arrays made long enough beforehand, so that a term is a store or two and
// not a question whether there is room and whom the array belongs to.

struct TermWriter: ~Copyable, ~Escapable {
  private(set) var counts: TermBuffer.Counts
  private var coded: MutableSpan<UInt64>
  private var keys: MutableSpan<UInt64>
  private var positions: MutableSpan<UInt32>
  private var spelling: MutableSpan<UInt8>

  /// - Parameter counts: what is written already.
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

  /// Appends a term by its code of `TermCodes`.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(code: UInt64, at position: UInt32) {
    coded[counts.coded] = code &<< 32 | UInt64(position)
    counts.coded &+= 1
  }

  /// Appends a term that is spelled, by the UTF-8 of well-formed UTF-16.
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
    spelling[counts.bytes] = UInt8(truncatingIfNeeded: byte)  // eight bits by the masks above
    counts.bytes &+= 1
  }
}
