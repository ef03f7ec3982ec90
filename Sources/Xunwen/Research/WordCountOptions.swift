public import Calendar
public import Search

/// The options that all lists of words have.
public protocol WordCountOptions {
  var match: MatchMode { get set }
  var minimumFrequency: Int { get set }
  var stopWords: StopWords { get set }
  var interval: CalendarInterval { get set }
  var limit: Int { get set }
  var jobs: Int { get set }
}

extension CollocateOptions: WordCountOptions {}
extension KeywordOptions: WordCountOptions {}
extension NGramOptions: WordCountOptions {}
