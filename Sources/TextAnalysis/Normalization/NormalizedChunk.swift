/// A chunk of normalized text in UTF-16, which ICU's rules read, with a class per code unit.
///
/// A chunk for display also keeps the source of each code unit in the original. Sources never
/// decrease. Code units may share a source (four in ㍿), which may span several characters.
struct NormalizedChunk {
  var units: [UInt16] = []
  /// `CharacterClass` bits, one per code unit.
  var classes: [UInt8] = []
  /// UTF-8 offsets in the original, one range per code unit; empty unless `tracksSource`.
  var sources: [Range<Int>] = []
  var tracksSource = false

  mutating func removeAll() {
    units.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func append(_ scalar: UInt32, _ bits: UInt8, from start: Int, to end: Int) {
    appendUTF16(scalar, to: &units)
    classes.append(bits)
    if tracksSource { sources.append(start..<end) }
    if scalar >= 0x1_0000 {
      classes.append(bits | CharacterClass.trailing)
      if tracksSource { sources.append(start..<end) }
    }
  }
}

/// Cuts a long text into chunks, which bounds the memory for its normalized form.
///
/// No normalization segment or word continues across a line break, 。 or a space. Text without them
/// is cut between two Han units, or else between any two code points. Cuts depend on the text
/// alone, so the index side and the display side agree.
enum ChunkCutter {
  static let longestChunk = 65_536
  private static let window = 8_192

  static func end(of text: Span<UInt8>, from start: Int, normalizer: inout Normalizer) -> Int {
    let limit = start + longestChunk
    if limit >= text.count { return text.count }
    let lowest = limit - window
    for separator in Separator.allCases {
      var i = limit
      while i > lowest {
        if separator.ends(at: i, in: text), isBoundary(text, i, &normalizer) { return i }
        i -= 1
      }
    }
    var i = limit
    while i > lowest {
      if isLeading(text[i]), isBoundary(text, i, &normalizer),
        isHanUnit(decodeUTF8(text, at: i, limit: text.count).scalar)
      {
        return i
      }
      i -= 1
    }
    // No Han, no space, no line break: keep characters whole, but not words.
    i = limit
    while i > limit - 4, !isLeading(text[i]) { i -= 1 }
    return i
  }

  private enum Separator: CaseIterable {
    case lineBreak, fullStop, space

    /// True when the bytes before `i` are this separator.
    @inline(__always)
    func ends(at i: Int, in text: Span<UInt8>) -> Bool {
      switch self {
      case .lineBreak: text[i - 1] == 0x0A
      case .fullStop: text[i - 1] == 0x82 && text[i - 2] == 0x80 && text[i - 3] == 0xE3
      case .space: text[i - 1] == 0x20
      }
    }
  }

  private static func isLeading(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  private static func isBoundary(
    _ text: Span<UInt8>, _ i: Int, _ normalizer: inout Normalizer
  ) -> Bool {
    normalizer.hasBoundary(before: decodeUTF8(text, at: i, limit: text.count).scalar)
  }
}
