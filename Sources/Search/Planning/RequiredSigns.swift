import TextAnalysis

/// The signs that must touch a unit of a quotation: ++ after c in `"C++"`, - before 5 in `"-5℃"`.
struct RequiredSigns: Hashable {
  /// The number of the unit in the quotation.
  let unit: Int
  let before: [Unicode.Scalar]
  let after: [Unicode.Scalar]
  /// True when only a full stop may lie before the unit.
  var followsStop = false

  /// The same signs at the first unit.
  var ofFirstUnit: RequiredSigns {
    RequiredSigns(unit: 0, before: before, after: after, followsStop: followsStop)
  }

  /// The signs of some units of a quotation.
  static func all(of units: Range<Int>, in text: borrowing AnalyzedText) -> [RequiredSigns] {
    var all: [RequiredSigns] = []
    for signs in text.signs where units.contains(signs.unit) {
      let before = Self.before(text.units[signs.unit], signs)
      if before.isEmpty, signs.after.isEmpty { continue }
      all.append(
        RequiredSigns(
          unit: signs.unit - units.lowerBound, before: Array(before), after: signs.after))
    }
    return all
  }

  /// The signs before a unit. A minus counts before a number, and a full stop before a word, at the
  /// start or after white space. After another unit, a minus is a dash, unless a sign such as ℃
  /// follows the number.
  private static func before(_ unit: Unit, _ signs: UnitSigns) -> ArraySlice<Unicode.Scalar> {
    let isNumber = ("0"..."9").contains(unit.scalar)
    let hasUnitSign = signs.after.first.map { "%‰‱°".unicodeScalars.contains($0) } ?? false
    var before = signs.before[...]
    if !isNumber || !(signs.isDetached || hasUnitSign) { before = before.after(last: "-") }
    if unit.kind == .han || !signs.isDetached { before = before.after(last: ".") }
    return before
  }

  /// True when the signs of a unit of an article contain these signs next to the unit. C++ is not
  /// C+: a sign does not continue with itself.
  func areMet(by signs: UnitSigns?) -> Bool {
    guard let signs, signs.followsStop || !followsStop else { return false }
    return Self.begins(signs.after[...], with: after[...])
      && Self.begins(signs.before.reversed()[...], with: before.reversed()[...])
  }

  private static func begins(
    _ found: ArraySlice<Unicode.Scalar>, with wanted: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard let last = wanted.last else { return true }
    return found.starts(with: wanted) && found.dropFirst(wanted.count).first != last
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// The elements after the last occurrence of a scalar; all elements without one.
  fileprivate func after(last scalar: Unicode.Scalar) -> ArraySlice {
    lastIndex(of: scalar).map { self[($0 + 1)...] } ?? self
  }
}
