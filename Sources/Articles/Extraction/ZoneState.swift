/// The states of the zone model: the parts of a page, in the order in which pages have them.
enum ZoneState: UInt8, CaseIterable, Sendable {
  /// Navigation, slogans and other lines above the title.
  case before
  case title
  /// The second line of a title, such as ——浙江经验.
  case subtitle
  /// Date, source, authors and buttons between title and body.
  case front
  /// A summary with a heading between title and body.
  case summary
  /// A second title above the header.
  case lead
  /// The lines of the body above its first paragraph.
  case opening
  case body
  /// Lines between paragraphs that are no text of the article.
  case insert
  /// Tags, credits, other articles and the footer.
  case tail
  /// Comments of readers, which are prose.
  case comments

  /// The zone of an article to which the lines of a state belong.
  var zone: ZoneKind {
    switch self {
    case .before, .front, .summary: .header
    case .title, .subtitle: .title
    case .lead, .opening, .body: .body
    case .insert, .tail, .comments: .tail
    }
  }
}

extension ZoneState {
  /// The score of a score table for something impossible.
  static let impossible = -Float.greatestFiniteMagnitude / 4

  /// The scores of a kind of line in the parts of a page.
  private struct Row {
    /// Above the title and below the body.
    let outside: Float
    let front: Float
    let body: Float
    let insert: Float
    let comments: Float
    /// The additional score of the first line after the body.
    let ending: Float

    init(
      outside: Float, front: Float, body: Float, insert: Float, comments: Float, ending: Float = 0
    ) {
      (self.outside, self.front, self.body) = (outside, front, body)
      (self.insert, self.comments, self.ending) = (insert, comments, ending)
    }
  }

  private static func row(_ kind: LineKind) -> Row {
    switch kind {
    case .prose: Row(outside: 0, front: -3, body: 0, insert: -2, comments: 0)
    case .sentence: Row(outside: 0, front: -1.2, body: 0.6, insert: -0.5, comments: 0.1)
    case .plain: Row(outside: 0, front: -1.2, body: -0.15, insert: -0.5, comments: 0)
    case .short: Row(outside: 0.05, front: -0.6, body: -0.2, insert: -0.3, comments: 0.1)
    case .bullet:
      Row(outside: 0.3, front: -0.4, body: -0.8, insert: -0.8, comments: 0.2, ending: 0.2)
    case .item: Row(outside: 0, front: -0.8, body: 0.3, insert: -0.5, comments: 0)
    case .entry: Row(outside: 0, front: -1.2, body: 0, insert: -0.5, comments: 0)
    case .header: Row(outside: 0.5, front: 0.6, body: -4, insert: 0, comments: 0)
    case .fact: Row(outside: 0.5, front: 0.9, body: -1.2, insert: 0, comments: 0)
    case .date: Row(outside: 0.3, front: 0.5, body: -2.5, insert: -0.2, comments: 0.3)
    case .time: Row(outside: 0.3, front: 0.6, body: -0.6, insert: -0.2, comments: 0)
    case .byline: Row(outside: 0.3, front: 0.8, body: -0.6, insert: 0.2, comments: 0, ending: 0.5)
    case .share: Row(outside: 0.5, front: 0.8, body: -1.5, insert: 0.6, comments: 0.3, ending: 0.3)
    case .tags: Row(outside: 0.3, front: 0.5, body: -2, insert: 0.1, comments: 0, ending: 1.8)
    case .keywords: Row(outside: 0.2, front: 0, body: -1, insert: -0.7, comments: 0, ending: 1.3)
    case .editors: Row(outside: 0.3, front: 0.7, body: -2.5, insert: -0.2, comments: 0, ending: 1.8)
    case .related:
      Row(outside: 0.5, front: -0.2, body: -3, insert: -0.6, comments: 0.4, ending: 1.8)
    case .legal: Row(outside: 0.5, front: -0.2, body: -2.5, insert: -1, comments: 0.4, ending: 1.6)
    case .footer: Row(outside: 0.6, front: -1, body: -5, insert: -2, comments: 0.4, ending: 2.2)
    case .contact:
      Row(outside: 0.3, front: -0.5, body: -0.8, insert: -0.5, comments: 0, ending: 0.4)
    case .comment: Row(outside: 0.2, front: 0.1, body: -2, insert: -0.5, comments: 0.7, ending: 1.2)
    case .path: Row(outside: 0.5, front: -1, body: -3, insert: -1, comments: 0)
    case .heading: Row(outside: 0.3, front: -1, body: -1.3, insert: -1, comments: 0.2, ending: 0.8)
    case .navigation:
      Row(outside: 0.5, front: -0.2, body: -1.5, insert: -0.5, comments: 0.4, ending: 0.6)
    case .stray: Row(outside: 0.2, front: -0.6, body: -1.5, insert: 1.2, comments: 0, ending: 0.3)
    case .opening: Row(outside: 0.2, front: 2, body: -2, insert: -1, comments: 0)
    case .summary: Row(outside: 0.2, front: 0.3, body: -2, insert: -0.5, comments: 0)
    case .number: Row(outside: 0.2, front: 0.3, body: -0.6, insert: -0.2, comments: 0.2)
    }
  }

  /// Returns the score of a line of a kind in a state, without the reward for a paragraph.
  static func score(_ kind: LineKind, _ state: ZoneState) -> Float {
    let row = row(kind)
    return switch state {
    case .before, .tail: row.outside
    case .title, .subtitle, .lead: impossible
    case .summary: kind == .summary ? 0.3 : min(0, row.body)
    case .front: row.front
    case .opening: isParagraph(kind) ? impossible : row.body
    case .body: row.body
    case .insert: row.insert
    case .comments: row.comments
    }
  }

  /// Returns what a line of a kind adds to a transition from the body to the tail or to comments.
  static func endingScore(_ kind: LineKind) -> Float { row(kind).ending }

  /// The transitions into a state, with their scores. The body can go on after anything, at a price
  /// that paragraphs pay.
  var predecessors: [(state: ZoneState, score: Float)] {
    switch self {
    case .before: [(.before, 0)]
    case .title: [(.before, 0)]
    case .subtitle: [(.title, 0)]
    case .front: [(.title, 0), (.subtitle, 0), (.lead, 0), (.summary, 0), (.front, 0)]
    case .summary: [(.title, 0), (.front, 0), (.summary, 0)]
    case .lead: [(.title, 0), (.subtitle, 0), (.front, -1), (.lead, 0)]
    case .opening:
      [(.before, -4), (.title, 0), (.subtitle, 0), (.front, 0), (.summary, 0), (.opening, 0)]
    case .body:
      [
        (.before, -4), (.title, 0), (.subtitle, 0), (.front, 0), (.summary, 0), (.opening, 0),
        (.body, 0), (.insert, -0.5), (.tail, -6), (.comments, -12),
      ]
    case .insert: [(.opening, -1.5), (.body, -1.5), (.insert, -1)]
    // A body without a paragraph is unlikely.
    case .tail: [(.title, -5), (.front, -5), (.opening, -4.5), (.body, -2), (.tail, 0)]
    case .comments: [(.front, -5), (.opening, -4.5), (.body, -2), (.tail, -1), (.comments, 0)]
    }
  }

  /// True when only a line of a kind can follow a transition from `previous`: a summary begins with
  /// its heading, and the body with a paragraph.
  func requires(_ kind: LineKind, after previous: ZoneState) -> Bool {
    switch (self, previous) {
    case (.summary, .summary), (.body, .body), (.body, .insert): true
    case (.summary, _): kind == .summary
    case (.comments, .comments): true
    case (.comments, _): kind == .comment
    case (.body, _): Self.isParagraph(kind)
    default: true
    }
  }

  /// True for a line that makes a body.
  private static func isParagraph(_ kind: LineKind) -> Bool {
    kind == .prose || kind == .sentence || kind == .item
  }

  /// The score of beginning with a state.
  var initialScore: Float {
    switch self {
    case .before: 0
    case .title: 0
    case .opening, .body: -1
    default: Self.impossible
    }
  }

  /// The score of ending with a state.
  var finalScore: Float {
    switch self {
    case .insert, .lead, .summary: Self.impossible
    // A page without a body is unlikely.
    case .before: -6
    case .front: -4
    default: 0
    }
  }
}
