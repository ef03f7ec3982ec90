import Calendar
import InvertedIndex
import Storage

/// A test of a document's source and date by the columns of one segment.
struct ColumnFilter {
  private let columns: Columns
  /// For each source requirement, the permitted source ordinals.
  private var sources: [Set<Int>] = []
  private var dates: [DateRange] = []

  /// - Precondition: Every requirement is a source or a date range.
  init(_ requirements: [Requirement], _ columns: Columns) {
    self.columns = columns
    for requirement in requirements {
      switch requirement {
      case .source(let names):
        sources.append(Set(names.compactMap { columns.sources.firstIndex(of: $0) }))
      case .published(let range): dates.append(range)
      default: preconditionFailure("the requirement is not a column filter")
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

/// A cache of the documents that pass column filters.
///
/// Evaluating a filter for every document costs more than most queries, and consecutive queries
/// often share a filter. Each searcher, and so each thread, has its own cache.
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

  /// Returns the documents of a segment that pass a filter, and caches them.
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
  /// Returns true if both requirements permit the same values of the same column.
  fileprivate func isSameFilter(as other: Requirement) -> Bool {
    switch (self, other) {
    case (.source(let a), .source(let b)): a == b
    case (.published(let a), .published(let b)): a == b
    default: false
    }
  }

  /// True for a requirement that the columns decide.
  var isOfColumns: Bool {
    switch self {
    case .source, .published: true
    default: false
    }
  }
}
