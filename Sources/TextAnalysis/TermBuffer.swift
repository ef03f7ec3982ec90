/// What an analyzer emits: parallel arrays, meant to be reused from document to document.
///
/// The positions of any one term ascend within a sequence.
public struct TermBuffer: Sendable {
  /// One `TermKey.rawValue` per occurrence.
  public var keys: [UInt64] = []
  /// The position of each occurrence.
  public var positions: [UInt32] = []
  /// The UTF-8 that spelled keys point into.
  public var spelling: [UInt8] = []

  public init() {}

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    spelling.removeAll(keepingCapacity: true)
  }

  public var count: Int { keys.count }

  /// How much of the arrays is in use.
  struct Counts {
    var terms: Int
    var bytes: Int
  }

  /// Makes room behind what is there, and tells how much that is.
  mutating func extend(byTerms terms: Int, bytes: Int) -> Counts {
    let counts = Counts(terms: keys.count, bytes: spelling.count)
    keys.append(contentsOf: repeatElement(0, count: terms))
    positions.append(contentsOf: repeatElement(0, count: terms))
    spelling.append(contentsOf: repeatElement(0, count: bytes))
    return counts
  }

  /// Gives back the room that was not needed.
  mutating func truncate(to counts: Counts) {
    keys.removeLast(keys.count - counts.terms)
    positions.removeLast(positions.count - counts.terms)
    spelling.removeLast(spelling.count - counts.bytes)
  }

  @inline(__always)
  mutating func append(_ key: TermKey, at position: UInt32) {
    keys.append(key.rawValue)
    positions.append(position)
  }
}
