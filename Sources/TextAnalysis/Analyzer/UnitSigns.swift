/// The signs that touch a unit, without white space or other punctuation between: ++ in C++, % in
/// 3.5%, # in C#.
///
/// Signs are no units and have no terms: for terms, they are punctuation. A quotation compares them
/// on the stored text.
public struct UnitSigns: Hashable, Sendable {
  /// The index of the unit.
  public let unit: Int
  /// The normalized signs before the unit, in the order of the text. A minus is -, whatever its
  /// form. A minus or full stop that joins two words is no sign.
  public internal(set) var before: [Unicode.Scalar] = []
  /// The normalized signs after the unit.
  public internal(set) var after: [Unicode.Scalar] = []
  /// True when `before` does not touch the unit before.
  public internal(set) var isDetached = true
  /// True when only a full stop lies between two words or numbers, of which this is the second: 12
  /// in 2023.12.
  public internal(set) var followsStop = false
}

extension Unicode.Scalar {
  /// True for a normalized scalar that is a sign beside a word: + % # and the like, but no mark
  /// that structures text, such as commas, brackets, dashes and bullets.
  public var isAttachedSign: Bool {
    switch self {
    case "+", "#", "%", "&", "@", "*", "=", "<", ">", "^", "$", "‰", "‱", "°", "′", "″", "§", "©",
      "®", "±", "×", "÷", "≈", "≠", "≤", "≥", "€", "£", "¥", "¢", "₩", "₽", "₹":
      true
    default: false
    }
  }
}

/// Collects the signs of the units of a text, from its units and its punctuation in order.
struct SignCollector {
  private(set) var signs: [UnitSigns] = []
  /// The last signs, without other characters between.
  private var run: [Unicode.Scalar] = []
  /// The last unit, unless something lies between it and `run`.
  private var last: (unit: Int, isToken: Bool)?

  private static let minus: Unicode.Scalar = "-"
  private static let stop: Unicode.Scalar = "."

  /// Adds a code unit of punctuation.
  mutating func punctuation(_ unit: UInt16) {
    switch unit {
    case 0x2D, 0x2010...0x2013, 0x2212: run.append(Self.minus)
    case 0x2E: run.append(Self.stop)
    default:
      // No sign has a surrogate.
      if let scalar = Unicode.Scalar(unit), scalar.isAttachedSign {
        run.append(scalar)
      } else {
        separator()
      }
    }
  }

  /// Adds white space or another separator.
  mutating func separator() {
    finishRun()
    last = nil
  }

  mutating func unit(_ number: Int, isToken: Bool) {
    if !run.isEmpty {
      var before = run[...]
      if last?.isToken == true {
        // 3-5 and a.b
        before = before.suffix(while: { $0 != Self.minus })
        if before.elementsEqual([Self.stop]) { before = [] }
      }
      let isDetached = last == nil
      let followsStop = isToken && last?.isToken == true && run == [Self.stop]
      finishRun()
      if !before.isEmpty || followsStop {
        signs.append(
          UnitSigns(
            unit: number, before: Array(before), isDetached: isDetached, followsStop: followsStop))
      }
    }
    last = (number, isToken)
  }

  mutating func finishRun() {
    if run.isEmpty { return }
    if let last {
      let after = run.prefix { $0 != Self.minus && $0 != Self.stop }
      if !after.isEmpty {
        if signs.last?.unit != last.unit { signs.append(UnitSigns(unit: last.unit)) }
        signs[signs.count - 1].after = Array(after)
      }
    }
    run.removeAll(keepingCapacity: true)
  }
}

extension ArraySlice {
  fileprivate func suffix(while isIncluded: (Element) -> Bool) -> ArraySlice {
    var start = endIndex
    while start > startIndex, isIncluded(self[index(before: start)]) {
      start = index(before: start)
    }
    return self[start...]
  }
}
