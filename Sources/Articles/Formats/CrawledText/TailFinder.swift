/// A finder of the tail of a crawled text: tags, credits, navigation and other articles.
struct TailFinder {
  private let lines: MarkedLines
  /// The kind of each line; `body` after the front matter until `find` is called.
  private(set) var kinds: [ZoneKind]
  /// Byte offsets of credits at the end of a paragraph, by line.
  private(set) var gluedCredits: [Int: Int] = [:]

  private static let gluedLabels = LabelWords("责任编辑 責任編輯 责编 責編 编辑 編輯")

  init(_ lines: MarkedLines, kinds: [ZoneKind]) {
    (self.lines, self.kinds) = (lines, kinds)
  }

  /// Marks the lines of the tail from line `start` on.
  mutating func find(from start: Int) {
    guard start < lines.count else { return }
    let hasProseAhead = linesWithProseAhead()
    var isTail = false
    var bodyLines = 0
    var proseLines = 0
    for i in start..<lines.count where kinds[i] == .body {
      let hasBegun = proseLines > 0 || bodyLines >= 3
      switch lines.markers[i] {
      case _ where isTail: kinds[i] = .tail
      case .closing:
        kinds[i] = .tail
        isTail = hasBegun
      case .credit:
        // Before further prose, 文: or 微信… is part of the article, unless the body has not begun.
        if !hasProseAhead[i] || !hasBegun {
          kinds[i] = .tail
          isTail = hasBegun && !hasProseAhead[i]
        }
      case .stray: kinds[i] = .tail
      default:
        if hasBegun, !hasProseAhead[i], beginsList(i) {
          kinds[i] = .tail
          isTail = true
        } else {
          bodyLines += 1
          if lines.isProse(i, 30) { proseLines += 1 }
          isTail = splitCredits(i)
        }
      }
    }
  }

  /// Returns, by line, true when prose follows before a line that closes an article.
  private func linesWithProseAhead() -> [Bool] {
    var result = Array(repeating: false, count: lines.count)
    var isAhead = false
    for i in (0..<lines.count).reversed() {
      result[i] = isAhead
      switch lines.markers[i] {
      case .closing: isAhead = false
      case .none, .heading, .opening: if lines.isProse(i, 60) { isAhead = true }
      case .bullet, .credit, .stray: break
      }
    }
    return result
  }

  /// True when a list of other articles begins at the line: bullets, or a heading over a list.
  private func beginsList(_ i: Int) -> Bool {
    func bullets(from start: Int) -> [Int] {
      (start..<min(start + 24, lines.count)).filter { lines.markers[$0] == .bullet }
    }
    switch lines.markers[i] {
    case .bullet:
      // A list that belongs to the article follows a colon, or its items end like sentences.
      let items = bullets(from: i)
      let isIntroduced = i > 0 && lines.lastScalar(i - 1) == ":"
      let sentences = items.count(where: lines.endsSentence)
      return items.count >= 4 && !isIntroduced && sentences * 3 <= items.count
    case .heading:
      let following = (i + 1)..<min(i + 4, lines.count)
      return following.count >= 2
        && following.allSatisfy { lines.markers[$0] == .bullet || isTitle($0) }
    default:
      // A short heading such as 民生 can precede bullets.
      guard lines[i].count <= 8, i + 1 < lines.count, lines.markers[i + 1] == .bullet else {
        return false
      }
      return lines.head(i).allSatisfy { PrintedText.isHan($0) || PrintedText.isLatin($0) }
        && bullets(from: i + 1).count >= 2
    }
  }

  /// True for a line that looks like the title of another article.
  private func isTitle(_ i: Int) -> Bool {
    8...50 ~= lines[i].count && lines.lastScalar(i) != "。" && !lines.head(i).contains("。")
  }

  /// Splits credits such as （责任编辑：张三） from the end of a paragraph; returns true if there are any.
  private mutating func splitCredits(_ i: Int) -> Bool {
    let (start, ending) = lines.ending(i, count: 40)
    guard let last = ending.last, last == ")" || last == "]" || last == "】",
      let open = ending.lastIndex(where: { $0 == "(" || $0 == "[" || $0 == "【" }),
      open > 0 || start > lines[i].range.lowerBound
    else { return false }
    let inner = Array(ending[(open + 1)...])
    guard Self.gluedLabels.match(inner) != nil, inner.contains(":") || inner.contains(" ") else {
      return false
    }
    gluedCredits[i] = lines.offset(from: start, after: open)
    return true
  }
}
