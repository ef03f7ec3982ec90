public import Xunwen

extension DataRows {
  /// An index of a server.
  public init(_ statistics: ArchiveStatistics, index name: String) {
    self.init([
      "name": .text(name), "generation": .integer(statistics.generation),
      "articles": .integer(statistics.articles),
      "first_date": .optional(statistics.firstDate?.description),
      "last_date": .optional(statistics.lastDate?.description),
      "undated": .integer(statistics.undated), "unsourced": .integer(statistics.unsourced),
    ])
  }
}
