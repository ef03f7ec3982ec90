import Calendar

// Days counted back from today: `7d`, `2w`, `3m`, `1y`.
//
// Today is the day in China: archives keep civil time as it was printed there.

extension DateRange {
  /// The last days, weeks, months or years, today included; nil for another form.
  static func relative(_ scalars: [Unicode.Scalar], today: CivilDate) -> DateRange? {
    guard let unit = scalars.last, scalars.count <= 5 else { return nil }
    var count = 0
    for scalar in scalars.dropLast() {
      guard ("0"..."9").contains(scalar) else { return nil }
      count = count * 10 + Int(scalar.value) - 0x30
    }
    guard count > 0 else { return nil }
    let first: CivilDate
    switch unit {
    case "d", "D", "天": first = today.adding(days: 1 - count)
    case "w", "W", "周": first = today.adding(days: 1 - 7 * count)
    case "m", "M": first = today.adding(months: -count).adding(days: 1)
    case "y", "Y": first = today.adding(months: -12 * count).adding(days: 1)
    default: return nil
    }
    return DateRange(from: first, through: today)
  }
}
