import Calendar

/// The lists of a page, found by the kinds of adjacent lines: bullets and enumerations that belong
/// to the article, rows of links, and chronicles.
struct PageLists {
  let lines: TextLines
  private(set) var features: [PageFeatures.Features]
  private(set) var facts: [Int: HeaderFacts]

  /// Words at the end of a paragraph that announces the list below it.
  private static let announcements = LabelWords("如下 予以公示 予以公布 予以公告 现将名单")

  init(lines: TextLines, features: [PageFeatures.Features], facts: [Int: HeaderFacts]) {
    (self.lines, self.features, self.facts) = (lines, features, facts)
  }

  private var count: Int { features.count }

  /// Changes the kinds of lines in lists, in O(n).
  mutating func mark() {
    findLists()
    markTimelines()
    findEntries()
  }

  /// Finds lists: bullets that belong to the article, and runs of short lines of the same shape.
  private mutating func findLists() {
    var start = 0
    var isBelowRelated = false
    while start < count {
      let marker = features[start].kind
      isBelowRelated = isBelowRelated || marker == .related || marker == .tags
      let isBullet = features[start].kind == .bullet
      var end = start
      while end < count, isBullet ? features[end].kind == .bullet : isListLine(end) { end += 1 }
      guard end > start else {
        start += 1
        continue
      }
      if isBullet {
        let sentences = (start..<end).count {
          lines.ending($0, count: 1).scalars.last.map(Self.endsItem) ?? false
        }
        // • 滨江公园：6:00至22:00 is an item of the article. Few headlines have colons.
        let pairs = (start..<end).count { features[$0].hasColon }
        let arePairs = end - start >= 3 && pairs * 4 >= (end - start) * 3
        if isIntroduced(start) || sentences * 3 > end - start || arePairs {
          for i in start..<end { features[i].kind = .item }
        } else if isBelowRelated {
          for i in start..<end { features[i].isRelated = true }
        }
      }
      for i in start..<end { features[i].run = Int32(end - start) }
      if !isBullet { markIntroduced(start..<end) }
      // A heading such as 热门 is none without a list below it.
      let isAboveBullets = end < count && features[end].kind == .bullet
      if end - start < 4, !isAboveBullets {
        for i in start..<end
        where features[i].kind == .heading && features[i].hint.headingLevel == 0 {
          features[i].kind = .short
        }
      }
      start = end
    }
  }

  /// Finds the entries that continue an enumeration, up to a marker, and the contacts that belong
  /// to a notice or to a footer.
  private mutating func findEntries() {
    for i in features.indices.dropLast().reversed() where features[i].kind == .contact {
      guard features[i + 1].kind == .footer else { continue }
      if MarkerWords.owners.match(lines.labelHead(i)) != nil { features[i].kind = .footer }
    }
    var numbers: [EntryNumber.Style: Int] = [:]
    for i in features.indices {
      switch features[i].kind {
      case .entry:
        guard features[i].count >= 2, let number = EntryNumber(lines.labelHead(i)) else { continue }
        features[i].isContinued = numbers[number.style] == number.value - 1
        numbers[number.style] = number.value
      case .contact:
        guard i > 0 else { continue }
        let above = features[i - 1]
        if above.kind == .entry && (above.isContinued || above.hasColon)
          || above.kind == .short && above.hasColon && !numbers.isEmpty
          || above.kind == .plain && above.hasColon && !numbers.isEmpty
        {
          features[i].kind = .entry
        }
      case .related, .legal, .footer, .editors, .comment, .heading, .tags: numbers = [:]
      default: break
      }
    }
  }

  /// Marks three or more lines that begin with ascending days as entries of a chronicle. Lists of
  /// other articles have descending days.
  private mutating func markTimelines() {
    var start = 0
    for i in 0...count {
      if i < count, let day = chronicleDay(i),
        i == start || chronicleDay(i - 1).map({ $0 < day }) ?? true
      {
        continue
      }
      if i - start >= 3, chronicleDay(start) != nil {
        for j in start..<i {
          features[j].kind = .entry
          facts[j] = nil
        }
      }
      start = i < count && chronicleDay(i) != nil ? i : i + 1
    }
  }

  /// Returns the day at the beginning of a line with other words.
  private func chronicleDay(_ i: Int) -> CivilDate? {
    guard features[i].kind == .date, features[i].count >= 14,
      let date = facts[i]?.dates.first, date.range.lowerBound == 0, date.time.secondsOfDay == nil
    else { return nil }
    return date.time.date
  }

  /// True for a line below a line of the text that ends with a colon.
  private func isIntroduced(_ i: Int) -> Bool {
    guard i > 0 else { return false }
    if features[i - 1].kind == .prose, !features[i - 1].endsWithColon {
      return Self.announcements.occurs(in: lines.ending(i - 1, count: 24).scalars)
    }
    guard features[i - 1].endsWithColon else { return false }
    return switch features[i - 1].kind {
    case .prose, .sentence, .plain, .short, .item, .entry: true
    default: false
    }
  }

  /// Marks the lines of a list that follow a colon, up to a heading of navigation.
  private mutating func markIntroduced(_ list: Range<Int>) {
    guard let start = list.first(where: { isIntroduced($0) }) else { return }
    for i in start..<list.upperBound {
      guard features[i].kind == .plain || features[i].kind == .short else { return }
      features[i].kind = .entry
    }
  }

  private func isListLine(_ i: Int) -> Bool {
    switch features[i].kind {
    case .plain, .short, .heading, .navigation, .number, .date: features[i].count < 60
    default: false
    }
  }

  private static func endsItem(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "。" || scalar == ";"
  }
}
