import ArgumentParser
import Xunwen

/// What to count hits by.
struct FacetOptions: ParsableArguments {
  @Option(
    name: .customLong("facet"),
    help: "Count all articles that match by this; may be repeated.")
  var facets: [Facet] = []

  @Option(
    name: .customLong("facet-limit"), parsing: .unconditional,
    help: ArgumentHelp(
      "Values of each facet, the most frequent first; 0 for all.", valueName: "count")
  )
  var limit = 10

  func validate() throws { try Limits.check(limit, in: 0...1_000_000, "--facet-limit") }

  func counts(
    in archive: Archive, of query: String, _ options: SearchOptions
  ) throws -> [FacetCounts] {
    facets.isEmpty ? [] : try archive.facets(facets, of: query, options: options, limit: limit)
  }
}
