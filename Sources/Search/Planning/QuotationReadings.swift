import TextAnalysis

extension ExactPhrase {
  /// The phrases that a text as written stands for.
  ///
  /// The first one is the text itself. Where it begins or ends with a number such as 12.05, the
  /// number may also be a part of a date, an address or a version, in which the digits beside a
  /// full stop are separate numbers: 2023.12.05. The stored text must then have the full stop.
  ///
  /// - Parameter comparesSigns: true for a quotation, which compares the signs at its units.
  static func readings(
    of units: Range<Int>, in text: borrowing AnalyzedText, zone: Zone, comparesSigns: Bool
  ) -> [ExactPhrase] {
    var phrase = ExactPhrase(units, of: text, zone: zone)
    if comparesSigns { phrase.signs = RequiredSigns.all(of: units, in: text) }
    var readings = [phrase]
    // The last number first, because a cut moves the elements after it.
    for unit in Set([0, units.count - 1]).sorted(by: >) {
      readings += readings.compactMap { $0.cuttingNumber(atUnit: unit) }
    }
    return readings
  }

  /// The phrase with two numbers in place of the first or last number, or nil when that unit has no
  /// decimal point.
  private func cuttingNumber(atUnit unit: Int) -> ExactPhrase? {
    let index = unit == 0 ? 0 : elements.count - 1
    guard case .token(let range) = elements[index],
      let stop = tokens[range].firstIndex(of: UInt8(ascii: ".")),
      stop > range.lowerBound, stop + 1 < range.upperBound,
      tokens[stop - 1].isDigit, tokens[stop + 1].isDigit
    else { return nil }
    var elements = elements
    elements.replaceSubrange(
      index...index,
      with: [.token(range.lowerBound..<stop), .gap, .token(stop + 1..<range.upperBound)])
    var cut = ExactPhrase(elements: elements, tokens: tokens, zone: zone)
    let own = signs.first { $0.unit == unit }
    cut.signs = signs.filter { $0.unit < unit }
    if let own, !own.before.isEmpty {
      cut.signs.append(RequiredSigns(unit: unit, before: own.before, after: []))
    }
    cut.signs.append(
      RequiredSigns(unit: unit + 1, before: [], after: own?.after ?? [], followsStop: true))
    cut.signs += signs.filter { $0.unit > unit }.map {
      RequiredSigns(
        unit: $0.unit + 1, before: $0.before, after: $0.after, followsStop: $0.followsStop)
    }
    return cut
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
