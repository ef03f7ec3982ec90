import Calendar
import InvertedIndex
import Storage

/// What a query asks of a document's source and date, in one segment: a test of a given document that costs
/// a look at each column.
struct ColumnFilter {
  private let columns: Columns
  /// By requirement, the source ordinals that satisfy it.
  private var sources: [Set<Int>] = []
  private var dates: [DateRange] = []

  /// - Precondition: the requirements are sources and dates.
  init(_ requirements: [Requirement], _ columns: Columns) {
    self.columns = columns
    for requirement in requirements {
      switch requirement {
      case .source(let names):
        sources.append(Set(names.compactMap { columns.sources.firstIndex(of: $0) }))
      case .published(let range): dates.append(range)
      default: preconditionFailure("a requirement of columns")
      }
    }
  }

  func allows(_ document: UInt32) -> Bool {
    if !dates.isEmpty {
      let date = columns.date(of: document)
      for range in dates where !range.contains(packed: date) { return false }
    }
    if !sources.isEmpty {
      let ordinal = columns.sourceOrdinal(of: document)
      for set in sources where !set.contains(ordinal) { return false }
    }
    return true
  }
}

/// Documents that pass column filters, kept for the queries that follow: looking at a column of every document
/// costs more than most queries, and a researcher's queries share their filter.
///
/// Confined to one thread, like the searcher that owns it.
final class FilterCache {
  private struct Entry {
    let segment: Int
    let requirements: [Requirement]
    let documents: DocumentSet
    /// Counted once: that takes as long as a rare query.
    let count: Int
  }

  private var entries: [Entry] = []

  private static let capacity = 16

  /// The same as `documents` if it is kept and has fewer documents.
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

  /// The documents of a segment that satisfy requirements of columns.
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
  /// Both ask for the same values of a column.
  fileprivate func isSameFilter(as other: Requirement) -> Bool {
    switch (self, other) {
    case (.source(let a), .source(let b)): a == b
    case (.published(let a), .published(let b)): a == b
    default: false
    }
  }

  /// Asks only for values of columns.
  var isOfColumns: Bool {
    switch self {
    case .source, .published: true
    default: false
    }
  }
}
