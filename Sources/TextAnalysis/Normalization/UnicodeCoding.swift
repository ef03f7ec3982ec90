// UTF-8 and UTF-16 on spans and arrays, without the copy of a String.

/// Decodes the scalar that begins at `i`, and the number of bytes it takes.
///
/// An ill-formed sequence reads as U+FFFD and takes its maximal well-formed prefix, at least one
/// byte (Unicode 3.9), as in `String(decoding:as:)`.
@inline(__always)
func decodeUTF8(_ text: Span<UInt8>, at i: Int, limit: Int) -> (scalar: UInt32, length: Int) {
  let b0 = UInt32(text[i])
  if b0 < 0x80 { return (b0, 1) }
  // Nearly all Chinese text: three bytes, outside U+0800…0FFF and surrogates.
  if b0 &- 0xE1 < 0x0C, i &+ 4 <= limit {
    // Safe: the range checked holds four bytes, and bytes have no padding.
    let word = unsafe UInt32(
      littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: i, as: UInt32.self))
    if word & 0xC0_C000 == 0x80_8000 {
      return ((word & 0x0F) &<< 12 | word &>> 2 & 0xFC0 | word &>> 16 & 0x3F, 3)
    }
  }
  return decodeRareUTF8(text, at: i, limit: limit)
}

@inline(never)
private func decodeRareUTF8(
  _ text: Span<UInt8>, at i: Int, limit: Int
) -> (scalar: UInt32, length: Int) {
  let b0 = text[i]
  // The values of the second byte depend on the first (Unicode table 3-7); later bytes are 80…BF.
  let second: ClosedRange<UInt8>
  let length: Int
  switch b0 {
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return (0xFFFD, 1)
  }
  var scalar = UInt32(b0) & (0x7F >> UInt32(length))
  for k in 1..<length {
    guard i + k < limit, (k == 1 ? second : 0x80...0xBF).contains(text[i + k]) else {
      return (0xFFFD, k)
    }
    scalar = scalar << 6 | UInt32(text[i + k]) & 0x3F
  }
  return (scalar, length)
}

@inline(__always)
func appendUTF8(_ scalar: UInt32, to bytes: inout [UInt8]) {
  // Truncations: each expression below fits in eight bits by its masks.
  if scalar < 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: scalar))
    return
  }
  if scalar < 0x800 {
    bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
  } else {
    if scalar < 0x1_0000 {
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
    } else {
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
    }
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
  }
  bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
}

/// Appends the UTF-8 of a range of well-formed UTF-16.
func appendUTF8(of units: Span<UInt16>, _ range: Range<Int>, to bytes: inout [UInt8]) {
  var i = range.lowerBound
  while i < range.upperBound {
    let (scalar, length) = decodeUTF16(units, at: i)
    appendUTF8(scalar, to: &bytes)
    i += length
  }
}

/// Decodes the scalar at `i` of well-formed UTF-16, and the number of code units it takes.
@inline(__always)
func decodeUTF16(_ units: Span<UInt16>, at i: Int) -> (scalar: UInt32, length: Int) {
  let unit = units[i]
  if unit & 0xFC00 == 0xD800, i + 1 < units.count {
    return (0x1_0000 + (UInt32(unit & 0x3FF) << 10 | UInt32(units[i + 1] & 0x3FF)), 2)
  }
  return (UInt32(unit), 1)
}

@inline(__always)
func appendUTF16(_ scalar: UInt32, to units: inout [UInt16]) {
  if scalar < 0x1_0000 {
    units.append(UInt16(truncatingIfNeeded: scalar))  // just compared
  } else {
    units.append(UInt16(truncatingIfNeeded: 0xD7C0 + scalar >> 10))  // at most 0xDBFF
    units.append(UInt16(truncatingIfNeeded: 0xDC00 | scalar & 0x3FF))
  }
}

/// Calls a closure with the scalars of a table. `unicodeScalars` takes several times as long, which
/// counts at every start of the program.
@inline(__always)
func forEachScalar(in table: String, _ body: (UInt32) -> Void) {
  let utf8 = table.utf8Span.span
  var i = 0
  while i < utf8.count {
    let (scalar, length) = decodeUTF8(utf8, at: i, limit: utf8.count)
    body(scalar)
    i += length
  }
}

/// Calls a closure with the pairs of scalars of a table. White space has no meaning.
@inline(__always)
func forEachPair(in table: String, _ body: (UInt32, UInt32) -> Void) {
  var first: UInt32?
  forEachScalar(in: table) { scalar in
    if scalar <= 0x20 { return }
    if let source = first {
      body(source, scalar)
      first = nil
    } else {
      first = scalar
    }
  }
}
