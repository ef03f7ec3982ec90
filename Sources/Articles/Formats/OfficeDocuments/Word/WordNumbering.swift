/// The automatic numbers of paragraphs in a Word document, such as 第一条 and 2.1.
final class WordNumbering: XMLHandler {
  /// A level of a list, as a paragraph or a style names it.
  struct Reference {
    var list: String?
    var level: Int?
  }

  private struct Level {
    var start = 1
    var format = "decimal"
    var text = ""
    var isDirectlyFollowed = false
  }

  /// A paragraph's number, or its bullet.
  enum Label: Equatable {
    case bullet
    case number(String)
  }

  private var levels: [String: [Int: Level]] = [:]
  private var lists: [String: (abstract: String, starts: [Int: Int])] = [:]
  private var counters: [String: [Int]] = [:]
  /// The lists whose own first numbers were used.
  private var startedLists: Set<String> = []

  private var abstract = ""
  private var list = ""
  private var level = 0

  private static let levelCount = 9
  private static let maximumCount = 1 << 16

  /// Reads the lists, if the document has any.
  init(_ document: [UInt8]?) {
    if let document { _ = XMLDocument.parse(document, into: self) }
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "abstractNum": (abstract, list) = (attributes["abstractNumId"] ?? "", "")
    case "num": (list, abstract) = (attributes["numId"] ?? "", "")
    case "abstractNumId":
      if !list.isEmpty, lists.count < Self.maximumCount {
        lists[list] = (attributes["val"] ?? "", [:])
      }
    case "lvl", "lvlOverride":
      level = min(max(attributes.number("ilvl") ?? 0, 0), Self.levelCount - 1)
      if !abstract.isEmpty, levels.count < Self.maximumCount {
        levels[abstract, default: [:]][level] = Level()
      }
    case "startOverride": lists[list]?.starts[level] = attributes.number("val")
    default:
      guard !abstract.isEmpty, var known = levels[abstract]?[level] else { return }
      switch name {
      case "start": known.start = attributes.number("val") ?? 1
      case "numFmt": known.format = attributes["val"] ?? known.format
      case "lvlText": known.text = String((attributes["val"] ?? "").prefix(100))
      case "suff": known.isDirectlyFollowed = attributes["val"] == "nothing"
      default: return
      }
      levels[abstract]?[level] = known
    }
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}

  /// Counts a paragraph, and returns its label.
  func label(_ reference: Reference) -> Label? {
    guard let id = reference.list, let list = lists[id] else { return nil }
    let index = min(max(reference.level ?? 0, 0), Self.levelCount - 1)
    guard let known = levels[list.abstract], let level = known[index] else { return nil }
    var counts =
      counters[list.abstract]
      ?? (0..<Self.levelCount).map { (known[$0]?.start ?? 1).saturatingPredecessor }
    if !list.starts.isEmpty, startedLists.insert(id).inserted {
      for (level, start) in list.starts { counts[level] = start.saturatingPredecessor }
    }
    counts[index] = min(counts[index], Int(Int32.max) - 1) + 1
    for deeper in index + 1..<max(Self.levelCount, index + 1) {
      counts[deeper] = (known[deeper]?.start ?? 1).saturatingPredecessor
    }
    counters[list.abstract] = counts
    if level.format == "bullet" { return .bullet }
    if level.format == "none" { return nil }
    var text = level.text
    for other in 0...index where text.contains("%\(other + 1)") {
      let value = max(counts[other], known[other]?.start ?? 1)
      let number = NumberFormat.text(value, format: known[other]?.format ?? "decimal")
      text = text.replacing("%\(other + 1)", with: number)
    }
    return text.isEmpty ? nil : .number(level.isDirectlyFollowed ? text : text + " ")
  }
}

extension Int {
  fileprivate var saturatingPredecessor: Int { self == .min ? self : self - 1 }
}
