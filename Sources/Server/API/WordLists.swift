import Wire
import Xunwen

/// The parameters of the routes that list words with their counts.
enum WordLists {
  private enum StopWordName: String, CaseIterable, Sendable {
    case none
    case builtIn = "built-in"
  }

  private static let minFrequency = Parameter<Int>.integer(
    "min-frequency", in: OptionLimits.minimum, default: CollocateOptions().minimumFrequency,
    "Only lines with at least this many occurrences.")
  private static let limit = Parameter<Int>.integer(
    "limit", in: OptionLimits.lines, default: CollocateOptions().limit, "Lines to show, 0 for all.")
  private static let stopWords = Parameter<StopWordName>.choice(
    "stop-words", default: .none, "Words to leave out: none, or function words.")
  private static let period = Parameter<CalendarInterval>.choice(
    "period", default: CollocateOptions().interval, "Periods for the dispersion over time.")

  static let parameters: [any ParameterDescription] =
    Common.filters
    + [Common.countedMatch, minFrequency, limit, stopWords, Common.noDictionary, period]

  static func scope(_ arguments: Arguments) throws(Problem) -> QueryScope {
    var scope = try arguments.filters()
    scope.usesDictionary = try !arguments(Common.noDictionary)
    return scope
  }

  /// Sets the options that all lists have.
  static func apply(_ question: Question, to options: inout some WordCountOptions) throws {
    let arguments = question.arguments
    options.match = try arguments(Common.countedMatch)
    options.minimumFrequency = try arguments(minFrequency)
    options.stopWords = try arguments(stopWords) == .builtIn ? .builtIn : .empty
    options.interval = try arguments(period)
    options.limit = try arguments(limit)
  }
}
