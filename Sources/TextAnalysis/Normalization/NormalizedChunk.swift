/// A chunk of normalized text in UTF-16, which ICU's rules read, with a class per code unit.
///
/// A chunk for display also keeps the source of each code unit in the original. The sources never
/// decrease. Several code units may have one source (㍿ becomes four units), and a source may span
/// several original characters (e with a combining acute).
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
