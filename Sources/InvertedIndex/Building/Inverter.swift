import Storage
import TextAnalysis

/// The terms and occurrences of a run being built.
///
/// A struct, so that its owner pays for exclusive access once for many occurrences.
struct Inverter: ~Copyable {
  private var hash = TermHash()
  private var occurrences: OccurrenceBuckets

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
    let keys = terms.keys.span
    let spelling = terms.spelling.span
    occurrences.add(
      keys, at: terms.positions.span, of: document,
      // As many as there would be if every term were new.
      bucketCount: TermCodes.bucketCount(ordinals: hash.count + keys.count)
    ) { key in
      TermCodes.computed(key)
        ?? TermCodes.code(ofOrdinal: hash.ordinal(of: key, spelling: spelling))
    }
  }

  /// Writes all terms with their occurrences.
  func write(to run: inout RunWriter, titleExtents: TitleExtents) throws(StorageError) {
    try run.write(occurrences, hash, titleExtents: titleExtents)
  }
}
