import Storage

/// The names of an index's files, and which of them a commit needs.
public struct IndexFiles {
  private let generation: UInt64?
  private let ledgerGeneration: UInt64
  /// By segment the generation of its `.liv`.
  private let segments: [Substring: UInt64]

  /// - Parameter commit: nil before the first.
  init(_ commit: CommitPoint?) {
    generation = commit?.generation
    ledgerGeneration = commit?.ledgerGeneration ?? 0
    segments = Dictionary(
      (commit?.segments ?? []).map { ($0.name[...], $0.liveGeneration) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Stem of the files of a segment.
  ///
  /// - Parameter part: 0, or how many segments of the same number came before it.
  public static func segmentName(_ number: UInt64, part: Int = 0) -> String {
    "_" + String(number, radix: 36) + (part == 0 ? "" : "-\(part)")
  }

  /// The segment that a file is the `.si` of; nil for other files.
  static func segment(ofInfo name: String) -> String? {
    segment(of: name, ending: SegmentFormat.endings.info)
  }

  /// The segment that a file is the `.sto` of; nil for other files.
  static func segment(ofStored name: String) -> String? {
    segment(of: name, ending: SegmentFormat.endings.stored)
  }

  private static func segment(of name: String, ending: String) -> String? {
    guard name.hasSuffix("." + ending), let file = segmentFile(name) else { return nil }
    return String(file.segment)
  }

  /// The generation of a file of living documents of a segment; nil for other files.
  static func liveGeneration(_ name: String, ofSegment segment: String) -> UInt64? {
    guard let file = segmentFile(name), file.segment == segment else { return nil }
    return file.liveGeneration
  }

  /// What segments are named by, in order.
  ///
  /// - Parameter segment: a name of a segment.
  static func number(_ segment: String) -> (UInt64, UInt64) {
    let parts = segment.dropFirst().split(separator: "-")
    return (
      parts.first.flatMap { number($0) } ?? 0,
      parts.count > 1 ? number(parts[1], radix: 10) ?? 0 : 0
    )
  }

  /// Another commit than this one, or one that was not completed.
  func isOldCommit(_ name: String) -> Bool {
    if let found = CommitPoint.generation(ofFile: name) { return found != generation }
    return name.hasPrefix(CommitPoint.pendingPrefix)
  }

  /// A file of an index, other than a commit, that the commit does not need.
  func isUnreferenced(_ name: String) -> Bool {
    if name == WordsFile.pendingName { return true }
    if name.hasPrefix(Ledger.prefix), let found = Self.number(name.dropFirst(Ledger.prefix.count)) {
      return found != ledgerGeneration
    }
    guard let file = Self.segmentFile(name) else { return false }
    guard let live = segments[file.segment] else { return true }
    return file.liveGeneration.map { $0 != live } ?? (file.isRun)
  }

  /// `_3` of `_3.trm` and of `_3_1.liv`; nil for a file that is none of a segment's.
  private static func segmentFile(
    _ name: String
  ) -> (segment: Substring, liveGeneration: UInt64?, isRun: Bool)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let endings = SegmentFormat.endings
    let known = [
      endings.info, endings.terms, endings.postings, endings.positions, endings.lengths,
      endings.columns, endings.stored, endings.run,
    ]
    if parts[1] == endings.live {
      guard let cut = parts[0].lastIndex(of: "_"),
        let generation = number(parts[0][parts[0].index(after: cut)...]),
        isSegmentName(parts[0][..<cut])
      else { return nil }
      return (parts[0][..<cut], generation, false)
    }
    guard known.contains(String(parts[1])), isSegmentName(parts[0]) else { return nil }
    return (parts[0], nil, parts[1] == endings.run)
  }

  /// Whether `segmentName` makes such a name.
  private static func isSegmentName(_ name: Substring) -> Bool {
    guard name.first == "_" else { return false }
    let parts = name.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return number(parts[0]) != nil
    case 2: return number(parts[0]) != nil && parts[1] != "0" && number(parts[1], radix: 10) != nil
    default: return false
    }
  }

  /// A number as it is printed: no sign, no leading zeros, lower case.
  private static func number(_ text: Substring, radix: Int = 36) -> UInt64? {
    UInt64(text, radix: radix).flatMap { String($0, radix: radix) == text ? $0 : nil }
  }
}
