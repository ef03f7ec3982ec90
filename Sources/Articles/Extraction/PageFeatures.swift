import Calendar

/// The features of the lines of a page, from which the zones are decoded.
struct PageFeatures {
  /// The features of a line.
  struct Features {
    var kind: LineKind
    /// The reward for a paragraph in the body; 0 for other kinds.
    var weight: Float = 0
    let count: Int
    /// Number of consecutive lines of a list's shape, of which this line is one.
    var run: Int32 = 0
    /// True when the same line occurs at another place.
    var isRepeated = false
    var endsWithColon = false
    /// True for a line with a full stop.
    var hasFullStop = false
    /// True for a line with a colon.
    var hasColon = false
    /// True for an entry with the next number after an entry above it.
    var isContinued = false
    /// True for a line of 15 or more code points with a comma.
    var hasComma = false
    /// True for an item of a list below a heading of other articles or the label of tags.
    var isRelated = false
    /// True for a heading within the text, such as 一、高位推动.
    var isNumbered = false
    /// True for the name of a site or a newspaper.
    var isMedium = false
    /// True for a short line with a colon and the digits of a date.
    var isDated = false
    /// True for the name of an office alone.
    var isOffice = false
    /// True for the label of a date or a source alone.
    var isLabel = false
    /// True for a line in round brackets.
    var isBracketed = false
    /// True when the line begins with a dash.
    var isDashed = false
    var hasGluedCredits = false
    /// The share of the pages in the folder that have the line; 0 for a line of one article.
    var repetition: Float = 0
    /// True for a line of a table of facts about an official document.
    var isInTable = false
    var hint = LineHints()
  }

  let lines: TextLines
  /// True when markup gives facts about the lines.
  let hasHints: Bool
  private(set) var features: [Features] = []
  /// Dates and sources, by line.
  private(set) var facts: [Int: HeaderFacts] = [:]
  /// True when lines of the page repeat over the pages of its folder.
  private(set) var hasRepetitions = false
  /// The tables of facts of official documents.
  private(set) var tables = FactTables()
  /// The parts of an official document that are lines of their own.
  private(set) var document = DocumentLines()
  /// The lines that may begin with the label of a fact.
  private var labelLines: [Int] = []
  /// True when a paragraph is among the lines so far.
  private(set) var hasParagraph = false
  /// The last line that is a paragraph, a sentence or an entry; -1 if there is none.
  private(set) var lastParagraph = -1
  /// Byte offsets of credits at the end of a paragraph, by line.
  private(set) var gluedCredits: [Int: Int] = [:]

  private static let gluedLabels = LabelWords("责任编辑 責任編輯 责编 責編 编辑 編輯")

  /// Computes the features in O(n).
  init(_ lines: TextLines, hints: PageHints, boilerplate: BoilerplateProfile?) {
    self.lines = lines
    hasHints = !hints.lines.isEmpty
    features.reserveCapacity(lines.count)
    var head: [Unicode.Scalar] = []
    var hashes = Dictionary<UInt64, Int>(minimumCapacity: min(lines.count, 256))
    for i in lines.indices {
      lines.readHead(i, into: &head)
      let count = lines[i].count
      let isWhole = count <= TextLines.headCount
      let ending = isWhole ? head.suffix(2) : lines.ending(i, count: 2).scalars[...]
      let shape = LineShape(head, count: count, ending: ending)
      var line = Features(kind: LineKind(head, shape), count: count)
      line.endsWithColon = shape.endsWithColon
      line.hasColon = shape.hasColon
      line.hasFullStop = shape.hasFullStop
      line.hasComma = count >= 15 && shape.stops > 0
      line.isNumbered = head.count > 2 && head[1] == "、" && LineKind.isNumeral(head[0])
      line.isMedium = line.kind == .short && count <= 8 && SourceName.isMedium(head)
      line.isOffice =
        4...20 ~= count && (line.kind == .plain || line.kind == .short)
        && OfficeSignature.isOffice(head)
      line.isLabel = 2...5 ~= count && SourceName.isLabel(head)
      line.isDated = shape.hasColon && shape.digits >= 8 && count <= 60
      line.isDashed = head.first == "—"
      line.isBracketed = head.first == "(" && head.last == ")"
      if let boilerplate {
        line.repetition =
          isWhole ? boilerplate.share(of: head) : boilerplate.share(of: lines.text[lines[i].range])
        hasRepetitions = hasRepetitions || line.repetition > 0
      }
      if i < hints.lines.count { line.hint = hints.lines[i] }
      if isWhole { readDocument(i, head, hasColon: shape.hasColon, &line) }
      readFacts(i, head, shape, &line)
      if line.kind == .prose {
        hasParagraph = true
        line.weight = shape.weight
        findGluedCredits(i, ending.last, &line)
      }
      if line.kind == .plain || line.kind == .sentence, isWhole, count >= 8 {
        let hash = Self.hash(head)
        if let other = hashes[hash] {
          line.isRepeated = true
          features[other].isRepeated = true
        } else {
          hashes[hash] = i
        }
      }
      features.append(line)
    }
    findTables()
    joinLabels()
    joinDates()
    joinNames()
    var lists = PageLists(lines: lines, features: features, facts: facts)
    lists.mark()
    (features, facts) = (lists.features, lists.facts)
    lastParagraph =
      features.lastIndex {
        $0.kind == .prose || $0.kind == .sentence || $0.kind == .item || $0.kind == .entry
      } ?? -1
  }

  var count: Int { features.count }
  subscript(i: Int) -> Features { features[i] }

  /// Reads the labels of a line, and the parts of an official document that are lines of their own.
  private mutating func readDocument(
    _ i: Int, _ head: [Unicode.Scalar], hasColon: Bool, _ line: inout Features
  ) {
    if FactLine.mayHaveLabel(head, hasColon: hasColon) { labelLines.append(i) }
    switch document.read(i, head, in: lines, isBelowParagraph: hasParagraph) {
    case .number: if !hasParagraph { line.kind = .fact }
    case .signature(let signature):
      // The signature belongs to the document, and a person is no title.
      line.kind = .entry
      if signature.office.isEmpty, signature.isBelowName { features[i - 1].kind = .entry }
    case .bracketedDay, nil: break
    }
  }

  /// Finds the tables of facts, and takes dates and sources from their labels.
  private mutating func findTables() {
    tables = FactTables(candidates: labelLines, lineCount: count) { lines.text[lines[$0].range] }
    for i in tables.lines {
      features[i].isInTable = true
      if features[i].kind != .prose { features[i].kind = .fact }
      let source = facts[i]?.sources.first { $0.label == .source }?.name ?? tables.sources[i]
      var dates = tables.times[i] ?? []
      dates.sort { $0.time < $1.time }
      let times = dates.map { label, time in (time, Self.timeLabel(label)) }
      let offices = tables.facts.filter { $0.line == i && $0.field == .issuer }.map(\.value.text)
      let table = HeaderFacts(dates: times, source: source, offices: offices)
      facts[i] = table.dates.isEmpty && table.sources.isEmpty ? nil : table
    }
  }

  private static func timeLabel(_ label: FactLabel) -> TimeLabel {
    switch label {
    case .field(.published, _): .published
    case .field(.written, _): .written
    case .updated: .updated
    default: .other
    }
  }

  /// Reads the dates and sources of a line that may have some.
  private mutating func readFacts(
    _ i: Int, _ head: [Unicode.Scalar], _ shape: LineShape, _ line: inout Features
  ) {
    guard shape.count <= HeaderFacts.maximumCount, shape.digits >= 3 || mayHaveLabel(head, shape)
    else { return }
    switch line.kind {
    case .footer, .fact: return
    // 首页 > 民生 > 正文 2023-07-02 来源：临江日报
    case .path:
      if !shape.hasColon || shape.digits < 6 || shape.digits < 12 && !head.contains("源") { return }
    case .prose, .legal: if !shape.hasColon || !head.contains("源") { return }
    default: break
    }
    var facts = HeaderFacts(lines.labelHead(i), count: shape.count)
    // The names in a location are sections of the site.
    if line.kind == .path { facts.removeNeighbors() }
    if facts.isLabelled {
      if line.kind != .legal, line.kind != .related {
        line.kind = facts.isTimeOnly ? .time : .header
      }
    } else if facts.hasBareDate || facts.isUndated && !facts.sources.isEmpty
      || facts.sources.contains(where: { $0.label == .quoted })
    {
      switch line.kind {
      case .plain, .short, .number, .byline, .bullet, .navigation, .editors: line.kind = .date
      // 临江日报 3小时前
      case .comment where facts.isUndated && facts.sources.allSatisfy(\.isMedium): line.kind = .date
      case .comment, .share: return
      default: break
      }
    } else {
      return
    }
    self.facts[i] = facts
  }

  private func mayHaveLabel(_ head: [Unicode.Scalar], _ shape: LineShape) -> Bool {
    guard shape.hasColon || shape.bars > 0 else { return false }
    return head.contains { scalar in
      switch scalar {
      case "源", "处", "處", "自", "于", "於", "构", "構", "位", "门", "关", "關", "來", "来": true
      default: false
      }
    }
  }

  /// Joins a label and its value on the line below: 来源： · 新华社, or 发布日期 · 2023-07-02.
  private mutating func joinLabels() {
    for i in features.indices.dropLast() {
      if features[i].endsWithColon {
        if features[i].count <= 40 { joinLabel(i, with: i + 1) }
      } else if features[i].isLabel {
        joinLabel(i, with: i + 1, mark: [":"])
      }
    }
  }

  /// Joins a date with the name of a medium on the line above or below. A button may be between.
  private mutating func joinNames() {
    for i in features.indices where features[i].kind != .fact {
      guard let header = facts[i], !header.dates.isEmpty, header.sources.isEmpty else { continue }
      var last = i
      while last + 1 < count, features[last + 1].kind == .date, facts[last + 1] == nil { last += 1 }
      var others = [last + 1, i - 1]
      if i >= 2, features[i - 1].kind == .share { others.append(i - 2) }
      for other in others where features.indices.contains(other) && facts[other] == nil {
        switch features[other].kind {
        case .short, .plain, .heading, .byline: break
        default: continue
        }
        let name = HeaderFacts(sourceLine: lines.labelHead(other))
        guard !name.sources.isEmpty else { continue }
        facts[other] = name
        features[other].kind = .byline
        break
      }
    }
  }

  private mutating func joinLabel(_ i: Int, with next: Int, mark: [Unicode.Scalar] = []) {
    switch features[i].kind {
    case .header, .byline, .short, .time: break
    default: return
    }
    switch features[next].kind {
    case .short, .plain, .number, .date: break
    default: return
    }
    guard features[i].kind == .header || features[i].count <= 12, features[next].count <= 40,
      !features[next].endsWithColon
    else { return }
    let joined = HeaderFacts(
      lines.labelHead(i) + mark + lines.labelHead(next),
      count: features[i].count + features[next].count)
    if joined.isLabelled, !joined.sources.isEmpty || !joined.dates.isEmpty {
      facts[next] = joined
      facts[i] = nil
      for j in [i, next] { features[j].kind = joined.isTimeOnly ? .time : .header }
    } else if features[i].kind == .byline, features[next].kind != .date {
      features[next].kind = .byline
    }
  }

  /// True for a line that may have the first part of a date alone.
  private func mayBeSplit(_ i: Int) -> Bool {
    switch features[i].kind {
    case .number, .date: true
    case .header, .time: i > 0 && features[i - 1].endsWithColon && !features[i].hasColon
    default: false
    }
  }

  /// Joins a date whose parts are on lines of their own: 2023 · 11/17 · 20:52:15.
  private mutating func joinDates() {
    for i in features.indices where mayBeSplit(i) {
      let next = i + 1
      guard next < count, features[next].kind == .number, features[i].count <= 12 else { continue }
      let head = lines.labelHead(i)
      var parts: [[Unicode.Scalar]] = []
      if features[i].kind == .number {
        guard head.count == 4, head.allSatisfy(PrintedText.isDigit), next + 1 < count else {
          continue
        }
        parts = [head + ["-"] + lines.labelHead(next) + [" "] + lines.labelHead(next + 1)]
        parts.append(head + ["-"] + lines.labelHead(next))
      } else if facts[i]?.dates.first?.time.secondsOfDay == nil {
        let label = i > 0 && features[i - 1].endsWithColon ? lines.labelHead(i - 1) : []
        parts = [label + head + [" "] + lines.labelHead(next)]
      }
      for (k, part) in parts.enumerated() {
        let joined = HeaderFacts(part, count: part.count)
        guard joined.hasBareDate || joined.isTimeOnly || joined.isLabelled,
          let date = joined.dates.first,
          k > 0 || date.time.secondsOfDay != nil
        else { continue }
        facts[i] = joined
        let last = parts.count == 2 && k == 0 ? next + 1 : next
        for j in i...last where features[j].kind == .number { features[j].kind = .date }
        break
      }
    }
  }

  /// Finds credits such as （责任编辑：张三） at the end of a paragraph.
  private mutating func findGluedCredits(
    _ i: Int, _ last: Unicode.Scalar?, _ line: inout Features
  ) {
    guard last == ")" || last == "]" || last == "】" else { return }
    let (start, ending) = lines.ending(i, count: 40)
    guard let open = ending.lastIndex(where: { $0 == "(" || $0 == "[" || $0 == "【" }),
      open > 0 || start > lines[i].range.lowerBound
    else { return }
    let inner = Array(ending[(open + 1)...])
    guard Self.gluedLabels.match(inner) != nil, inner.contains(":") || inner.contains(" ") else {
      return
    }
    gluedCredits[i] = lines.offset(from: start, after: open)
    line.hasGluedCredits = true
  }

  /// FNV-1a over code points.
  private static func hash(_ head: [Unicode.Scalar]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for scalar in head { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01b3 }
    return hash
  }
}
