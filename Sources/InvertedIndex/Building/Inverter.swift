import Storage
import TextAnalysis

/// The terms and occurrences of a run being built.
///
/// A struct, so that its owner pays for exclusive access once for many occurrences.
struct Inverter: ~Copyable {
  private var hash = TermHash()
  private var occurrences: OccurrenceBuckets
  /// What `TermBuffer.coded` would have if its terms without codes had those of their ordinals.
  private var lookedUp: [UInt64] = []

  /// - Parameters:
  ///   - limit: bytes it may come to need.
  ///   - memory: where it takes them from.
  init(limit: Int, memory: InversionMemory) {
    occurrences = OccurrenceBuckets(reserving: limit, memory: memory)
  }

  var memoryUsed: Int { hash.memoryUsed + occurrences.memoryUsed }

  /// Adds occurrences of one document, the last one or the one after it.
  ///
  /// - Complexity: O(*n*) expected.
  mutating func add(_ terms: borrowing TermBuffer, document: UInt32) {
    occurrences.add(terms.coded, of: document, bucketCount: TermCodes.firstHashedBucket)
    let (keys, positions) = (terms.keys, terms.positions)
    if keys.isEmpty { return }
    // Out of `self` while it is read, and the only reference, so that it is emptied in place.
    var coded: [UInt64] = []
    swap(&coded, &lookedUp)
    coded.removeAll(keepingCapacity: true)
    for index in keys.indices {
      let ordinal = hash.ordinal(of: keys[index], spelling: terms.spelling)
      coded.append(TermCodes.code(ofOrdinal: ordinal) << 32 | UInt64(positions[index]))
    }
    occurrences.add(
      coded.span, of: document, bucketCount: TermCodes.bucketCount(ordinals: hash.count))
    swap(&coded, &lookedUp)
  }

  /// Writes all terms with their occurrences.
  func write(to run: inout RunWriter, titleExtents: TitleExtents) throws(StorageError) {
    try run.write(occurrences, hash, titleExtents: titleExtents)
  }
}
