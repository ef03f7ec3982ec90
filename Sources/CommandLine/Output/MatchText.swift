import Wire
import Xunwen

/// The match of a line of a concordance: the texts of the query in color, the text between them in
/// bold.
struct MatchText {
  private let glyphs: [Glyph]

  private static let cut = Glyph(scalar: "…", isMatch: false)
  /// The least columns of shortened text between two texts of the query.
  private static let leastBetween = 3

  init(_ line: ConcordanceLine) {
    glyphs = Glyph.folded(line.match, matches: line.highlights)
  }

  private init(glyphs: [Glyph]) { self.glyphs = glyphs }

  var columns: Int { Self.columns(of: glyphs[...]) }

  func text(in style: TextStyle) -> String {
    style.styled(glyphs[...], by: style.match, others: style.title)
  }

  /// The match in at most `limit` columns. The text between the texts of the query is shortened
  /// first, in the middle.
  func fitted(to limit: Int) -> MatchText {
    guard columns > limit else { return self }
    let parts = parts
    let between = parts.filter { $0.first?.isMatch == false }
    let marked = columns - between.reduce(0) { $0 + Self.columns(of: $1) }
    let share = between.isEmpty ? 0 : (limit - marked) / between.count
    guard share >= Self.leastBetween else { return cutAtEnd(limit) }
    let shown = parts.flatMap { part in
      part.first?.isMatch == false ? Self.cutInMiddle(part, share) : Array(part)
    }
    return MatchText(glyphs: shown)
  }

  /// The texts of the query and the texts between them, in turns.
  private var parts: [ArraySlice<Glyph>] {
    var parts: [ArraySlice<Glyph>] = []
    var rest = glyphs[...]
    while let first = rest.first {
      parts.append(rest.prefix { $0.isMatch == first.isMatch })
      rest = rest.dropFirst(parts[parts.count - 1].count)
    }
    return parts
  }

  private func cutAtEnd(_ limit: Int) -> MatchText {
    MatchText(glyphs: Self.prefix(of: glyphs, limit - 1) + [Self.cut])
  }

  private static func cutInMiddle(_ part: ArraySlice<Glyph>, _ limit: Int) -> [Glyph] {
    guard columns(of: part) > limit else { return Array(part) }
    let tail = prefix(of: part.reversed(), (limit - 1) / 2)
    return prefix(of: part, limit - 1 - columns(of: tail[...])) + [cut] + tail.reversed()
  }

  private static func prefix(of glyphs: some Sequence<Glyph>, _ limit: Int) -> [Glyph] {
    var left = limit
    return Array(
      glyphs.prefix {
        left -= DisplayWidth.columns(of: $0.scalar)
        return left >= 0
      })
  }

  private static func columns(of glyphs: ArraySlice<Glyph>) -> Int {
    glyphs.reduce(0) { $0 + DisplayWidth.columns(of: $1.scalar) }
  }
}
