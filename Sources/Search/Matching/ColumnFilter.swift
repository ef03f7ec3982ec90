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

/// A cache of the documents that pass filters by columns or fields, one for each searcher.
/// Consecutive queries often share a filter, and evaluating it for every document costs more than
/// most queries.
final class FilterCache {
  private struct Entry {
    let segment: Int
    let requirements: [Requirement]
    let documents: DocumentSet
    /// Cached because counting takes as long as a rare query.
    let count: Int
    /// The steps that finding the documents took.
    var steps = 0
  }

  private var entries: [Entry] = []

  private static let capacity = 16

  /// Returns the cached documents that pass a filter, if there are fewer than `count`.
  func known(
    of segment: Int, satisfying requirements: [Requirement], fewerThan count: Int = .max
  ) -> DocumentSet? {
    entry(of: segment, requirements).flatMap { $0.count < count ? $0.documents : nil }
  }

  private func entry(of segment: Int, _ requirements: [Requirement]) -> Entry? {
    entries.first {
      $0.segment == segment && $0.requirements.count == requirements.count
        && zip($0.requirements, requirements).allSatisfy { $0.isSameFilter(as: $1) }
    }
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
    insert(
      Entry(
        segment: segment, requirements: requirements, documents: documents,
        count: documents.count))
    return documents
  }

  /// Returns the documents that pass a test of a field, deleted ones included, and the steps of
  /// finding them. They do not depend on earlier queries.
  func documents(
    of segment: Int, passing test: FieldTest, for requirement: Requirement, _ reader: SegmentReader
  ) -> (documents: DocumentSet, steps: Int) {
    if let known = entry(of: segment, [requirement]) { return (known.documents, known.steps) }
    let (documents, steps) = test.documents(in: reader)
    insert(
      Entry(
        segment: segment, requirements: [requirement], documents: documents,
        count: documents.count, steps: steps))
    return (documents, steps)
  }

  private func insert(_ entry: Entry) {
    if entries.count == Self.capacity { entries.removeFirst() }
    entries.append(entry)
  }
}

extension Requirement {
  fileprivate func isSameFilter(as other: Requirement) -> Bool {
    switch (self, other) {
    case (.source(let a), .source(let b)): a == b
    case (.published(let a, let x), .published(let b, let y)): a == b && x == y
    case (.value(let a, let x), .value(let b, let y)): a == b && x == y
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
