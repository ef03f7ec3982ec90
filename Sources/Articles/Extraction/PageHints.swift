import Calendar

/// The facts that the markup of a web page gives about its text. Crawled text has none.
struct PageHints: Sendable, Equatable {
  /// The facts about each line of the text that is not blank, in the order of the text.
  var lines: [LineHints] = []
  /// Titles from the markup, the most reliable first, without repetitions.
  var titles: [String] = []
  /// Publication times from the markup, the most reliable first.
  var times: [TimeHint] = []
  /// Names of sources from the markup, the most reliable first.
  var sources: [String] = []
}

/// The facts that markup gives about one line.
struct LineHints: Sendable, Equatable {
  /// The part of a page to which a line belongs, by tags and by the names of classes and ids.
  enum Region: UInt8, Sendable {
    case unknown
    /// A container that holds an article: `article`, `main`, class `content`.
    case article
    case navigation, comments, related, footer, share
  }

  var region = Region.unknown
  /// The level of a heading, 1 to 6; 0 for other lines.
  var headingLevel: UInt8 = 0
  /// The share of the line's code points that are within links, 0 to 1.
  var linkShare: Float = 0
  /// A number that lines with the same parent element share.
  var parent: UInt32 = 0
}

/// A publication time from the markup.
struct TimeHint: Sendable, Equatable {
  let time: CivilDateTime
  /// The place that gives the time, such as `meta publishdate`, for explanations.
  let place: String
}
