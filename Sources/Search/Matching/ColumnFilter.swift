import Calendar
import InvertedIndex
import Storage

/// A test of a document's source and date by the columns of one segment.
struct ColumnFilter {
  private let columns: Columns
  private var sources: [Set<Int>] = []
  private var dates: [(range: DateRange, uncertain: UncertainDates)] = []

  init(_ requirements: [Requirement], _ columns: Columns) {
    self.columns = columns
    for requirement in requirements {
      switch requirement {
      case .source(let names):
        sources.append(Self.ordinals(of: names, in: columns.sources))
      case .published(let range, let uncertain): dates.append((range, uncertain))
      default: preconditionFailure("the requirement is not a column filter")
      }
    }
  }

  private static func ordinals(of names: [SourceName], in table: StringTable) -> Set<Int> {
    var ordinals: Set<Int> = []
    for name in names {
      if name.isPattern {
        ordinals.formUnion((0..<table.count).filter { name.matches(table[$0]) })
      } else if let ordinal = table.firstIndex(of: name.written) {
        ordinals.insert(ordinal)
      }
    }
    return ordinals
  }

  func allows(_ document: UInt32) -> Bool {
    if !dates.isEmpty {
      let date = columns.date(of: document)
      for (range, uncertain) in dates where !range.contains(packed: date, uncertain) {
        return false
      }
    }
    if !sources.isEmpty {
      let ordinal = columns.sourceOrdinal(of: document)
      for set in sources where !set.contains(ordinal) { return false }
    }
    return true
  }
}

/// A cache of the documents that pass column filters, one for each searcher. Consecutive queries
/// often share a filter, and evaluating it for every document costs more than most queries.
final class FilterCache {
  private struct Entry {
    let segment: Int
    let requirements: [Requirement]
    let documents: DocumentSet
    /// Cached because counting takes as long as a rare query.
    let count: Int
  }

  private var entries: [Entry] = []

  private static let capacity = 16

  /// Returns the cached documents that pass a filter, if there are fewer than `count`.
  func known(
    of segment: Int, satisfying requirements: [Requirement], fewerThan count: Int = .max
  ) -> DocumentSet? {
    let entry = entries.first {
      $0.segment == segment && $0.requirements.count == requirements.count
        && zip($0.requirements, requirements).allSatisfy { $0.isSameFilter(as: $1) }
    }
    return entry.flatMap { $0.count < count ? $0.documents : nil }
  }

  func removeAll() { entries.removeAll() }

  func documents(
    of segment: Int, satisfying requirements: [Requirement], _ reader: SegmentReader
  ) -> DocumentSet {
    if let known = known(of: segment, satisfying: requirements) { return known }
    let filter = ColumnFilter(requirements, reader.columns)
    var bits = FixedBitSet(count: reader.documentCount)
    for document in 0..<UInt32(reader.documentCount) where filter.allows(document) {
      bits.insert(Int(document))
    }
    let documents = DocumentSet.bits(bits).compacted()
    if entries.count == Self.capacity { entries.removeFirst() }
    entries.append(
      Entry(
        segment: segment, requirements: requirements, documents: documents,
        count: documents.count))
    return documents
  }
}

extension Requirement {
  fileprivate func isSameFilter(as other: Requirement) -> Bool {
    switch (self, other) {
    case (.source(let a), .source(let b)): a == b
    case (.published(let a, let x), .published(let b, let y)): a == b && x == y
    default: false
    }
  }

  var isOfColumns: Bool {
    switch self {
    case .source, .published: true
    default: false
    }
  }
}
