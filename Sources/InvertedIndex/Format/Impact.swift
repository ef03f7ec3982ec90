/// Bounds on the postings of one block, from which block-max pruning computes its score bound.
///
/// The largest frequencies and the smallest length are independent, so they bound the score for any
/// average length and title weight. `share` is the value of an actual document, so it is much
/// closer, but only for the default parameters.
public struct Impact: Sendable, Equatable {
  /// The largest frequency; 255 means at least 255.
  public var frequency: UInt8 = 0
  /// The largest frequency in a title; 255 means at least 255.
  public var title: UInt8 = 0
  /// The smallest length in steps of 16 units, rounded down; 255 means at least 255 steps.
  public var length: UInt8 = .max
  /// The largest `DefaultSaturation`, in 65,535ths, rounded up.
  public var share: UInt16 = 0

  /// Units of a step of `length`.
  public static var lengthStep: UInt32 { 16 }
}

/// The exact impact of a block while its postings are added.
struct ImpactSummary {
  private(set) var frequency: UInt32 = 0
  private(set) var title: UInt32 = 0
  private(set) var length: UInt32 = .max
  private(set) var share = 0.0

  @inline(__always)
  mutating func include(
    frequency: UInt32, title: UInt32, length: UInt32, _ saturation: DefaultSaturation
  ) {
    self.frequency = max(self.frequency, frequency)
    self.title = max(self.title, title)
    self.length = min(self.length, length)
    // Faster than `max`, which handles NaN.
    let share = saturation.share(frequency: frequency, title: title, length: length)
    self.share = share > self.share ? share : self.share
  }
}

extension Impact {
  init(_ summary: ImpactSummary) {
    frequency = UInt8(clamping: summary.frequency)
    title = UInt8(clamping: summary.title)
    length = UInt8(clamping: summary.length / Self.lengthStep)
    // One more than rounded down: above the exact value, for any rounding here and in a query.
    share = UInt16(min(65_535, Int(summary.share * 65_535) + 1))
  }
}

/// The saturated term frequency of BM25 with default parameters and one segment's average length.
///
/// It is the part of a term's maximum score that a document gets:
/// *f* / (*f* + *k1* (1 − *b* + *b* · length / average)), with
/// *f* = frequency + (title weight − 1) · title frequency.
public struct DefaultSaturation: Sendable {
  public static let k1 = 1.2
  public static let b = 0.75
  public static let titleWeight = 5.0

  private let lengthFactor: Double

  /// - Parameter averageLength: the mean length of the documents, in units; 0 when all are empty.
  public init(averageLength: Double) {
    lengthFactor = averageLength > 0 ? Self.k1 * Self.b / averageLength : 0
  }

  @inline(__always)
  func share(frequency: UInt32, title: UInt32, length: UInt32) -> Double {
    let f = Double(frequency) + (Self.titleWeight - 1) * Double(title)
    return f / (f + Self.k1 * (1 - Self.b) + lengthFactor * Double(length))
  }
}
