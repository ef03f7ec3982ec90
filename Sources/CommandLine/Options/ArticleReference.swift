import ArgumentParser
import Xunwen

/// An article that an argument names: by its id, or by its number in the last list of hits.
struct ArticleReference {
  let id: String
  /// The query of the last search, for a number; otherwise empty.
  var query = ""

  /// Returns nil, and reports the reason, when there is no such article.
  init?(_ argument: String, in archive: Archive, at path: String) throws {
    // The id of an article may be a number.
    if try archive.contains(id: argument) {
      id = argument
      return
    }
    if let number = Self.number(argument), let last = NumberedHits.last(ofIndex: path) {
      guard last.numbers.contains(number) else {
        StandardError.write("no article has the id \(number); \(Self.range(of: last))\n")
        if argument.count >= Self.leastDigits { try Self.suggest(argument, archive) }
        return nil
      }
      id = last.ids[number - last.first]
      query = last.query
      if try archive.contains(id: id) { return }
      StandardError.write("hit \(number), the article \(id), is no longer in the index\n")
      return nil
    }
    StandardError.reportMissing(argument)
    try Self.suggest(argument, archive)
    return nil
  }

  /// The digits of a number that is more likely a part of an id than the number of a hit.
  private static let leastDigits = 5

  private static func suggest(_ id: String, _ archive: Archive) throws {
    let similar = try archive.ids(like: id)
    guard !similar.isEmpty else { return }
    let start = similar.count == 1 ? "did you mean: " : "did you mean:\n  "
    StandardError.write(start + similar.joined(separator: "\n  ") + "\n")
  }

  private static func range(of hits: NumberedHits) -> String {
    guard let last = hits.numbers.last else { return "the last search showed no hits" }
    return last == hits.first
      ? "the last search showed hit \(last) only"
      : "the last search showed the hits \(hits.first) to \(last)"
  }

  private static func number(_ argument: String) -> Int? {
    let isNumber = argument.allSatisfy { ("0"..."9").contains($0) } && argument.first != "0"
    return isNumber ? Int(argument) : nil
  }
}
