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

  @inline(__always)
  mutating func append(_ key: TermKey, at position: UInt32) {
    keys.append(key.rawValue)
    positions.append(position)
  }
}
