/// A learner of the lines that repeat over the pages of a folder.
///
/// A line is boilerplate when at least four pages have it, and a tenth of the pages. Pages of the
/// same article count once: a story in three copies, or a page that was crawled many times, makes
/// no line of it boilerplate.
struct BoilerplateLearner {
  /// The lines of the pages that are no copies.
  private var pages: [Set<UInt64>] = []

  /// Fewer pages show nothing.
  static let minimumPages = 10
  private static let leastCount = 4
  private static let leastShare = 10
  /// Lines on more than half of the pages do not make pages copies of each other.
  private static let copyShare = 0.6
  /// The most lines of a page that are compared.
  private static let maximumLines = 2000

  /// Adds a page. The result does not depend on the order of the pages, except for copies.
  mutating func add(_ lines: some Sequence<ArraySlice<UInt8>>) {
    var page: Set<UInt64> = []
    for line in lines.lazy.compactMap(LineHash.hash).prefix(Self.maximumLines) {
      page.insert(line)
    }
    if !page.isEmpty { pages.append(page) }
  }

  /// Computes the profile in O(*n* *l*) for *n* pages and *l* different lines.
  var profile: BoilerplateProfile {
    let pages = withoutCopies
    guard pages.count >= Self.minimumPages else { return BoilerplateProfile([]) }
    let least = max(Self.leastCount, (pages.count + Self.leastShare - 1) / Self.leastShare)
    let lines = Self.counts(pages).compactMap { hash, count -> (UInt64, UInt8)? in
      count >= least ? (hash, UInt8(count * 255 / pages.count)) : nil
    }
    return BoilerplateProfile(lines)
  }

  private static func counts(_ pages: [Set<UInt64>]) -> [UInt64: Int] {
    var counts: [UInt64: Int] = [:]
    for page in pages { for line in page { counts[line, default: 0] += 1 } }
    return counts
  }

  private var withoutCopies: [Set<UInt64>] {
    let counts = Self.counts(pages)
    var kept: [(page: Set<UInt64>, ownCount: Int)] = []
    // The kept pages that have a line, by line.
    var keptPages: [UInt64: [Int]] = [:]
    for page in pages {
      let own = page.filter { 2 * (counts[$0] ?? 0) <= pages.count }
      var common = Array(repeating: 0, count: kept.count)
      for line in own { for other in keptPages[line] ?? [] { common[other] += 1 } }
      let isCopy = zip(kept, common).contains { other, common in
        common > 0 && Double(common) >= Self.copyShare * Double(min(other.ownCount, own.count))
      }
      guard !isCopy else { continue }
      for line in own where counts[line] ?? 0 > 1 {
        keptPages[line, default: []].append(kept.count)
      }
      kept.append((page, own.count))
    }
    return kept.map(\.page)
  }
}
