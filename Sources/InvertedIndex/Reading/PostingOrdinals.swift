/// Documents that were found among those of a term, and where they stand there: a cursor that is asked for some of them
/// has nothing to search, and no documents to decode.
public final class PostingOrdinals: Sendable {
  /// Ascending.
  public let documents: [UInt32]
  /// The number of each document among all of the term's; none when these are all of them.
  let ordinals: [UInt32]

  init(_ documents: [UInt32], _ ordinals: [UInt32]) {
    self.documents = documents
    self.ordinals = ordinals
  }
}
