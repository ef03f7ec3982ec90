import Wire
import Xunwen

/// The place of repaired bytes for people.
enum RepairText {
  /// `a/b.jsonl:12: 2 places, first byte 9 of the record`
  static func line(_ article: RepairedArticle) -> String {
    let damage = article.damage
    let place = damage.line.map { ":\($0)" } ?? ""
    let bytes =
      damage.count == 1
      ? "byte \(damage.offset)"
      : "\(NumberText.count(damage.count, "place")), first byte \(damage.offset)"
    return "\(article.path)\(place): \(bytes)" + (damage.line == nil ? "" : " of the record")
  }
}
