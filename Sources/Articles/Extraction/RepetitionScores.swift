/// The scores of lines that repeat over the pages of a folder.
///
/// They grow with the share of the pages: a sentence that ends every tenth law stays in its body,
/// and a notice on all pages of a site does not.
enum RepetitionScores {
  static func score(_ line: PageFeatures.Features, _ state: ZoneState) -> Float {
    let share = line.repetition
    switch state {
    case .title: return 0
    case .subtitle, .lead: return title(share)
    case .before, .tail, .comments: return 0.3 * share
    case .front, .summary: return 0.2 * share
    case .insert: return 0.5 * share
    case .opening, .body: break
    }
    switch line.kind {
    // 第一章 总则, 各位代表：, and 新华社消息 on a line of its own are parts of many texts.
    case .entry, .short: return 0
    case .plain where state == .opening: return 0
    case .plain: return -0.3 - 1.2 * share
    case .prose:
      let weight = line.weight * (1 - line.hint.linkShare)
      return -weight * min(1, 2.5 * share) - 0.4 - 2 * share
    default: return -0.3 - 1.7 * share
    }
  }

  /// Returns the score of a line as a title.
  static func title(_ share: Float) -> Float { -1.5 * share }

  /// Returns what a line adds to a transition from the body to what follows it.
  static func ending(_ line: PageFeatures.Features) -> Float {
    line.kind == .entry ? 0 : 0.8 * line.repetition
  }
}
