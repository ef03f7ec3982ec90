// Where the ticks of a chart stand.

import Xunwen

/// Values from 0 up, with ticks at multiples of 1, 2 or 5 times a power of ten.
struct ValueScale {
  let step: Double
  /// The last tick, at or above every value.
  let top: Double

  /// So many between ticks at most.
  private static let intervals = 8

  /// - Parameters:
  ///   - most: the greatest value.
  ///   - isWhole: values are counts, and a tick between two counts would mean nothing.
  init(most: Double, isWhole: Bool) {
    let least = (most > 0 ? most : 1) / Double(Self.intervals)
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    // Rounding may leave a step that fits a little short.
    let fitting = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? power
    step = isWhole ? max(1, fitting) : fitting
    top = step * max(1, (most / step - 1e-9).rounded(.up))
  }

  var ticks: [Double] { (0...Int((top / step).rounded())).map { Double($0) * step } }

  /// Digits behind the point that tell ticks of percent apart.
  var percentDigits: Int {
    var digits = 0
    var unit = step * 100
    while unit < 0.999, digits < 6 {
      unit *= 10
      digits += 1
    }
    return digits
  }
}

/// Buckets from left to right, with ticks where a day, week, month or year begins, as close as their labels allow.
struct TimeScale {
  let ticks: [(bucket: Int, label: String)]

  /// Ticks at every so many of a unit.
  private static let levels: [(unit: CalendarInterval, every: Int)] = [
    (.day, 1), (.week, 1), (.month, 1), (.month, 3), (.month, 6), (.year, 1), (.year, 2),
    (.year, 5), (.year, 10), (.year, 20), (.year, 50), (.year, 100), (.year, 500), (.year, 1000),
  ]

  /// - Parameter room: labels of a character that the axis has room for.
  init(_ buckets: [TimeBucket], room: Int) {
    guard let unit = buckets.first?.interval else {
      ticks = []
      return
    }
    let finest = Self.levels.firstIndex { $0.unit == unit } ?? 0
    var chosen: [(bucket: Int, label: String)] = []
    for level in Self.levels[finest...] {
      let ticks = Self.ticks(buckets, level.unit, every: level.every)
      // What is too coarse for a single tick leaves those of before.
      if ticks.isEmpty { break }
      chosen = ticks
      let width = (ticks.map(\.label.count).max() ?? 0) + 2
      if ticks.count * width <= room { break }
    }
    ticks = chosen
  }

  private static func ticks(
    _ buckets: [TimeBucket], _ unit: CalendarInterval, every: Int
  ) -> [(bucket: Int, label: String)] {
    buckets.enumerated().compactMap { index, bucket in
      let next = TimeBucket(bucket.interval, ordinal: bucket.ordinal + 1)
      // What the bucket's last day is in began in the bucket, if the day before was in another.
      let last = TimeBucket.containing(day: next.firstDay - 1, by: unit)
      guard last.firstDay >= bucket.firstDay, last.ordinal.isMultiple(of: every) else {
        return nil
      }
      // A week among days is named by its Monday.
      let isMonday = unit == .week && bucket.interval == .day
      return (index, isMonday ? bucket.description : last.description)
    }
  }
}
