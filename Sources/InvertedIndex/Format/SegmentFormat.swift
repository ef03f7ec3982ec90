public import Storage

/// The file components of an index and the constants of their formats.
///
/// `docs/FORMAT.md` specifies every byte. A segment named `_3` has one immutable file for each
/// component, so that `ls -l` reports the space of each and every writer streams in one pass.
public enum SegmentFormat {
  /// Documents and frequencies of every term.
  public static let postings = FileComponent(tag: "POST", version: 3)
  /// Positions of every term that has them.
  public static let positions = FileComponent(tag: "POSI", version: 3)
  /// The sorted terms with the locations of their postings.
  public static let terms = FileComponent(tag: "TERM", version: 3)
  /// Lengths of every document, in units.
  public static let lengths = FileComponent(tag: "LENG", version: 2)
  /// Dates, sources, sections, files, hashes and ids, by document.
  public static let columns = FileComponent(tag: "COLS", version: 3)
  /// The stored articles.
  public static let stored = FileComponent(tag: "STOR", version: 1)
  /// A description of a segment; see `SegmentInfo`.
  public static let info = FileComponent(tag: "SEGI", version: 2)
  /// The live documents of a segment.
  public static let live = FileComponent(tag: "LIVE", version: 1)
  /// A commit point.
  public static let commit = FileComponent(tag: "CMIT", version: 3)
  /// The ledger of indexed files.
  public static let ledger = FileComponent(tag: "LEDG", version: 1)

  /// The version of the whole format, which every commit names.
  public static let version: UInt32 = 7

  /// File-name endings by component, without the dot.
  public static let endings = (
    info: "si", terms: "trm", postings: "pst", positions: "pos", lengths: "len", columns: "col",
    stored: "sto", live: "liv",
    // The file of an `InvertedRun`, which a crash may leave; not a file of an index.
    run: "run"
  )

  /// Documents in a full block of postings, and values in a full block of positions.
  public static let blockSize = BlockCodec.count
  /// Terms in a block of the dictionary: a lookup decodes half a block on average.
  static let termsPerBlock = 32
  /// The most bytes that a term keeps in the dictionary. More than half of all grams occur once.
  static let inlineLimit = 16
  /// The most occurrences of an inline term, whose count is read as 32 bits, beside a byte count.
  static let inlineOccurrences = 1 << 27
  /// The most bytes of a tag that are indexed.
  public static let tagLimit = 1024
  /// Raw bytes that close a block of stored articles: enough for zstd to find repetitions, few
  /// enough to decompress for one article.
  static let storedBlockBytes = 32 * 1024
}
