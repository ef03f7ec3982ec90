/// A stretch of normalized text: UTF-16, because ICU's rules read UTF-16, with a class byte per code unit.
///
/// The index side needs no more. The display side also keeps where in the original each code unit came
/// from; the places of several code units may coincide (㍿ is four units) or span several original
/// characters (e + combining acute), and never decrease.
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
    if scalar < 0x1_0000 {
      units.append(UInt16(truncatingIfNeeded: scalar))  // just compared
      classes.append(bits)
    } else {
      units.append(UInt16(truncatingIfNeeded: 0xD7C0 + scalar >> 10))  // at most 0xDBFF
      units.append(UInt16(truncatingIfNeeded: 0xDC00 | scalar & 0x3FF))
      classes.append(bits)
      classes.append(bits | CharacterClass.trailing)
      if tracksSource { sources.append(start..<end) }
    }
    if tracksSource { sources.append(start..<end) }
  }
}
