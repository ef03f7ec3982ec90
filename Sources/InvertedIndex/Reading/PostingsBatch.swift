import Storage

/// What some of the documents that were asked for have of a term: one entry for each in every array.
public struct PostingsBatch: Sendable {
  /// How many were found; the arrays may be longer.
  public internal(set) var count = 0
  /// Where the documents stand among those asked for, or in the window, ascending.
  public internal(set) var indices: [UInt32] = []
  /// Occurrences, in the headline too.
  public internal(set) var frequencies: [UInt32] = []
  /// Occurrences in the headline.
  public internal(set) var titles: [UInt32] = []
  /// Lengths of the documents' field, in units.
  public internal(set) var lengths: [UInt32] = []

  public init() {}

  /// Forgets what was found, and keeps the memory.
  public mutating func removeAll() { count = 0 }

  mutating func reserve(_ count: Int) {
    let more = count - indices.count
    guard more > 0 else { return }
    let zeros = repeatElement(0 as UInt32, count: more)
    indices += zeros
    frequencies += zeros
    titles += zeros
    lengths += zeros
  }
}

/// Where matched postings are written to.
struct MatchWriter: ~Copyable, ~Escapable {
  private var indices: MutableSpan<UInt32>
  private var frequencies: MutableSpan<UInt32>
  private var titles: MutableSpan<UInt32>
  private var lengths: MutableSpan<UInt32>
  private(set) var count = 0

  @inline(__always)
  @_lifetime(&indices, &frequencies, &titles, &lengths)
  init(
    _ indices: inout [UInt32], _ frequencies: inout [UInt32], _ titles: inout [UInt32],
    _ lengths: inout [UInt32]
  ) {
    self.indices = indices.mutableSpan
    self.frequencies = frequencies.mutableSpan
    self.titles = titles.mutableSpan
    self.lengths = lengths.mutableSpan
  }

  @inline(__always)
  mutating func append(
    _ matches: inout PostingsWalk.Matches, of walk: inout PostingsWalk, _ list: PostingsList,
    _ lengthColumn: LengthColumn
  ) {
    walk.readFrequencies(of: &matches, list)
    let column = walk.verified(lengthColumn, at: &matches)
    let lengthsFile = lengthColumn.file
    let lengthBytes = lengthsFile.bytes
    let room = min(indices.count, frequencies.count, titles.count, lengths.count)
    precondition(matches.count <= room - count, "room for all")
    walk.forEachPosting(&matches) { target, document, frequency, title in
      // Safe: there is room for all matches.
      unsafe indices[unchecked: count] = target
      unsafe frequencies[unchecked: count] = frequency
      unsafe titles[unchecked: count] = title
      unsafe lengths[unchecked: count] = column.value(lengthBytes, Int(document))
      count &+= 1
    }
  }
}

/// What a document has of a term.
public struct Posting: Sendable, Equatable {
  /// Occurrences, in the headline too.
  public var frequency: UInt32
  /// Occurrences in the headline.
  public var title: UInt32
  /// Length of the document's field, in units.
  public var length: UInt32

  @inlinable
  public init(frequency: UInt32, title: UInt32, length: UInt32) {
    self.frequency = frequency
    self.title = title
    self.length = length
  }
}
