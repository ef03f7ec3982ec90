/// The labels and values of a line, such as
///
///     索 引 号：000014349/2023-00012　　主题分类：农业
///     发文机关 → 国务院办公厅 → 成文日期 → 2023年5月4日     (cells, separated by tabs)
///     【发文字号】国办发〔2023〕12号
///     成文日期：
///     国办发〔2023〕12号　　成文日期：2023年5月4日
struct FactLine {
  /// A label with its value.
  struct Item {
    let label: FactLabel
    /// The range of the value in the line; empty when the line has no value for the label.
    var value: Range<Int>
    /// True for a label with a colon or in brackets.
    let isMarked: Bool
    /// True for a label that is a usual word.
    let isWeak: Bool
  }

  /// The line without invisible characters and marks of lists, folded except for tabs.
  let folded: [Unicode.Scalar]
  /// The same characters as printed.
  let printed: [Unicode.Scalar]
  private(set) var items: [Item] = []

  /// The most code points of a line.
  static let maximumCount = 400

  /// Reads the first `maximumCount` code points of a line of valid UTF-8.
  init(_ bytes: ArraySlice<UInt8>) {
    var (folded, printed): ([Unicode.Scalar], [Unicode.Scalar]) = ([], [])
    let span = bytes.span
    var at = 0
    for _ in 0..<Self.maximumCount where at < span.count {
      let scalar = UTF8Scalars.next(in: span, at: &at)
      if scalar.isInvisible || folded.isEmpty && Self.isListMark(scalar) { continue }
      folded.append(scalar == "\t" ? scalar : PrintedText.folded(scalar))
      printed.append(scalar)
    }
    (self.folded, self.printed) = (folded, printed)
    readItems()
  }

  /// True for the beginning of a line that may have a label.
  static func mayHaveLabel(_ head: [Unicode.Scalar], hasColon: Bool) -> Bool {
    guard let first = head.first else { return false }
    if FactLabel.mayBegin(head, at: 0) { return true }
    if isListMark(first) || first == "[" || first == "【" {
      let start = head.firstIndex { !isListMark($0) && $0 != "[" && $0 != "【" }
      return start.map { FactLabel.mayBegin(head, at: $0) } ?? false
    }
    // 国办发〔2023〕12号　　成文日期：2023年5月4日
    guard hasColon, let end = head.prefix(40).firstIndex(of: " "), end > 0 else { return false }
    return head[end - 1] == "号" || extents.match(head) != nil
  }

  private static func isListMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "•", "·", "●", "■", "▪", "◆", "○", "*", "|", "-", " ", "\t", "\u{3000}", "\u{A0}": true
    default: false
    }
  }

  /// The cells of a line, separated by tabs or bars.
  var cells: [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = 0
    for end in folded.indices + [folded.count]
    where end == folded.count || Self.isCellEnd(folded[end]) {
      let range = trimmed(start..<end)
      if !range.isEmpty { cells.append(range) }
      start = end + 1
    }
    return cells
  }

  private static func isCellEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar == "|"
  }

  // MARK: Labels

  private struct Mark {
    let label: FactLabel
    /// The index after the label and its colon or bracket.
    let end: Int
    let isMarked: Bool
    let isWeak: Bool
  }

  private mutating func readItems() {
    var i = readNumber()
    var last: (mark: Mark, start: Int)?
    while i < folded.count {
      if isBoundary(i), let mark = mark(at: i, isFirst: last == nil) {
        if let last { add(last.mark, endingAt: i) }
        last = (mark, i)
        i = mark.end
      } else if last == nil {
        // A line that does not begin with a label has none.
        if i == 0 || folded[i] != " " { break }
        i += 1
      } else {
        i += 1
      }
    }
    if let last {
      add(last.mark, endingAt: folded.count)
    } else {
      items = []
    }
  }

  /// Reads the number or the validity of a document in front of labels, which needs no label.
  /// Returns the index after it.
  private mutating func readNumber() -> Int {
    guard let end = folded.prefix(40).firstIndex(of: " "), end > 0, folded[end...].contains(":")
    else { return 0 }
    let label: FactLabel
    if folded[end - 1] == "号", DocumentNumber(folded: Array(folded[..<end])) != nil {
      label = .field(.number, rank: 0)
    } else if end == 4, Self.extents.match(folded) == 2 {
      label = .field(.validity, rank: 0)
    } else {
      return 0
    }
    items.append(Item(label: label, value: 0..<end, isMarked: true, isWeak: false))
    return end
  }

  /// Words before 有效, 失效 and 废止.
  private static let extents = LabelWords("全文 部分 条款")

  private mutating func add(_ mark: Mark, endingAt end: Int) {
    var range = trimmed(mark.end..<max(mark.end, end))
    // The next cell belongs to another label, or to none.
    if let tab = folded[range].firstIndex(where: Self.isCellEnd) {
      range = trimmed(range.lowerBound..<tab)
    }
    items.append(
      Item(label: mark.label, value: range, isMarked: mark.isMarked, isWeak: mark.isWeak))
  }

  private func isBoundary(_ i: Int) -> Bool {
    guard i > 0 else { return true }
    switch folded[i - 1] {
    case " ", "\t", "|", ";", "【", "[": return folded[i] != " " && folded[i] != "\t"
    default: return folded[i] == "【" || folded[i] == "["
    }
  }

  /// Returns the label at an index: before a colon, in brackets, in a cell of its own, or, for a
  /// typical label at the beginning of a line, before a space.
  private func mark(at start: Int, isFirst: Bool) -> Mark? {
    let isBracketed = folded[start] == "【" || folded[start] == "["
    var compact: [Unicode.Scalar] = []
    var i = isBracketed ? start + 1 : start
    guard FactLabel.mayBegin(folded, at: i) else { return isFirst ? nil : otherMark(at: start) }
    var gap = 0
    var best: Mark?
    while i < folded.count, compact.count < FactLabel.maximumCount {
      if folded[i] == " " {
        gap += 1
        guard gap <= FactLabel.maximumGap else { break }
        i += 1
        continue
      }
      guard PrintedText.isHan(folded[i]) else { break }
      gap = 0
      compact.append(folded[i])
      i += 1
      if compact.count >= 2, let mark = mark(compact[...], from: start, at: i, isBracketed) {
        best = mark
      }
    }
    return best ?? (isFirst ? nil : otherMark(at: start))
  }

  private func mark(
    _ label: ArraySlice<Unicode.Scalar>, from start: Int, at end: Int, _ isBracketed: Bool
  ) -> Mark? {
    guard let found = FactLabel(label) else { return nil }
    let isWeak = FactLabel.isWeak(label)
    var i = end
    while i < folded.count, folded[i] == " " { i += 1 }
    func mark(_ end: Int, isMarked: Bool) -> Mark {
      Mark(label: found, end: end, isMarked: isMarked, isWeak: isWeak)
    }
    if isBracketed {
      guard i < folded.count, folded[i] == "】" || folded[i] == "]" else { return nil }
      i += 1
      if i < folded.count, folded[i] == ":" { i += 1 }
      return mark(i, isMarked: true)
    }
    // 有效性(时效):
    if i < folded.count, folded[i] == "(",
      let close = folded[i...].prefix(8).firstIndex(of: ")"), close + 1 < folded.count,
      folded[close + 1] == ":"
    {
      i = close + 1
    }
    guard i < folded.count else { return mark(i, isMarked: false) }
    if folded[i] == ":" { return mark(i + 1, isMarked: true) }
    if Self.isCellEnd(folded[i]) { return mark(i + 1, isMarked: false) }
    // 文号 国发〔2023〕5号
    guard case .field(let field, _) = found, field.isTypical, !isWeak, start == 0, i > end,
      end - start == label.count
    else { return nil }
    return mark(i, isMarked: false)
  }

  /// Returns a label that is no label of a field, of two to eight characters before a colon.
  private func otherMark(at start: Int) -> Mark? {
    var i = start
    while i < folded.count, i - start < 9, PrintedText.isHan(folded[i]) { i += 1 }
    guard i - start >= 2, i < folded.count, folded[i] == ":" else { return nil }
    return Mark(label: .other, end: i + 1, isMarked: true, isWeak: false)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    func isBlank(_ i: Int) -> Bool { folded[i] == " " || Self.isCellEnd(folded[i]) }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(start) { start += 1 }
    while start < end, isBlank(end - 1) { end -= 1 }
    return start..<end
  }
}
