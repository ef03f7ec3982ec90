import InvertedIndex

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
      for range in dates where !range.contains(date) { return false }
    }
    if !sources.isEmpty {
      let ordinal = columns.sourceOrdinal(of: document)
      for set in sources where !set.contains(ordinal) { return false }
    }
    return true
  }
}

extension Requirement {
  /// Asks only for values of columns.
  var isOfColumns: Bool {
    switch self {
    case .source, .published: true
    default: false
    }
  }
}
