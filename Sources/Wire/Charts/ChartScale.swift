import Xunwen

/// The scale of a value axis from 0, with ticks at multiples of 1, 2 or 5 times a power of ten.
struct ValueScale {
  let step: Double
  /// The last tick, at or above every value.
  let top: Double

  private static let intervals = 8

  /// - Parameter isWhole: true for counts, which have no ticks between whole numbers.
  init(most: Double, isWhole: Bool) {
    let least = (most > 0 ? most : 1) / Double(Self.intervals)
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    // The tolerance absorbs rounding errors of a step that fits exactly.
    let fitting = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? power
    step = isWhole ? max(1, fitting) : fitting
    top = step * max(1, (most / step - 1e-9).rounded(.up))
  }

  var ticks: [Double] { (0...Int((top / step).rounded())).map { Double($0) * step } }

  /// The digits after the point that make the ticks distinct in percent.
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

/// The scale of a time axis, with ticks at the beginning of days, weeks, months or years, as dense
/// as their labels allow.
struct TimeScale {
  let ticks: [(bucket: Int, label: String)]

  /// Distances between ticks, from the finest to the coarsest.
  private static let levels: [(interval: CalendarInterval, every: Int)] = [
    (.day, 1), (.week, 1), (.month, 1), (.month, 3), (.month, 6), (.year, 1), (.year, 2),
    (.year, 5), (.year, 10), (.year, 20), (.year, 50), (.year, 100), (.year, 500), (.year, 1000),
  ]

  /// - Parameter room: the number of label characters that fit on the axis.
  init(_ buckets: [TimeBucket], room: Int) {
    guard let interval = buckets.first?.interval else {
      ticks = []
      return
    }
    let finest = Self.levels.firstIndex { $0.interval == interval } ?? 0
    var chosen: [(bucket: Int, label: String)] = []
    for level in Self.levels[finest...] {
      let ticks = Self.ticks(buckets, level.interval, every: level.every)
      // A level without any tick is too coarse.
      if ticks.isEmpty { break }
      chosen = ticks
      let width = (ticks.map(\.label.count).max() ?? 0) + 2
      if ticks.count * width <= room { break }
    }
    ticks = chosen
  }

  private static func ticks(
    _ buckets: [TimeBucket], _ interval: CalendarInterval, every: Int
  ) -> [(bucket: Int, label: String)] {
    buckets.enumerated().compactMap { index, bucket in
      let next = TimeBucket(bucket.interval, ordinal: bucket.ordinal + 1)
      // The interval of the bucket's last day must begin in the bucket.
      let last = TimeBucket.containing(day: next.firstDay - 1, by: interval)
      guard last.firstDay >= bucket.firstDay, last.ordinal.isMultiple(of: every) else { return nil }
      // Among days, a week is labeled with its Monday.
      let isMonday = interval == .week && bucket.interval == .day
      return (index, isMonday ? bucket.description : last.description)
    }
  }
}
