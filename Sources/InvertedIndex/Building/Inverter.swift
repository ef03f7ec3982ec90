import Storage
import TextAnalysis

/// The terms and occurrences of a run being built.
///
/// A struct, so that its owner pays for exclusive access once for many occurrences.
struct Inverter: ~Copyable {
  private var hash = TermHash()
  private var occurrences: OccurrenceBuckets
  private var codes: [UInt64] = []

  /// - Parameter memory: bytes it may come to need.
  init(memory: Int) {
    occurrences = OccurrenceBuckets(reserving: memory)
  }

  var memoryUsed: Int { hash.memoryUsed + occurrences.memoryUsed }

  /// Adds occurrences of one document, the last one or the one after it.
  ///
  /// - Complexity: O(*n*) expected.
  mutating func add(_ terms: borrowing TermBuffer, document: UInt32) {
    codes.removeAll(keepingCapacity: true)
    codes.reserveCapacity(terms.count)
    let keys = terms.keys.span
    let spelling = terms.spelling.span
    for index in keys.indices {
      let key = keys[index]
      codes.append(
        TermCodes.computed(key)
          ?? TermCodes.code(ofOrdinal: hash.ordinal(of: key, spelling: spelling)))
    }
    occurrences.add(
      document: document, codes: codes, positions: terms.positions,
      bucketCount: TermCodes.bucketCount(ordinals: hash.count))
  }

  /// Writes all terms with their occurrences.
  func write(to run: inout RunWriter) throws(StorageError) {
    try run.write(occurrences, hash)
  }
}
