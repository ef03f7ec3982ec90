import Calendar

/// The parts of an official document that are lines of their own: its number, the signature below
/// its text, and a day in brackets below its title.
struct DocumentLines {
  /// The kind of a line.
  enum Part {
    case number
    /// A signature whose name may be on the line above.
    case signature(OfficeSignature)
    case bracketedDay
  }

  private(set) var numbers: [(line: Int, number: DocumentNumber)] = []
  private(set) var signatures: [(line: Int, value: OfficeSignature)] = []
  private(set) var bracketedDays: [(line: Int, day: CivilDate)] = []

  private static let maximumCount = 80
  /// The most lines of a kind. A page with more is a list of documents.
  private static let maximumLines = 16

  /// Reads a line, and notes it if it is one of the parts.
  ///
  /// - Parameters:
  ///   - head: the folded line.
  ///   - isBelowParagraph: true when a paragraph is above the line, which a signature needs.
  mutating func read(
    _ i: Int, _ head: [Unicode.Scalar], in lines: TextLines, isBelowParagraph: Bool
  ) -> Part? {
    guard head.count <= Self.maximumCount, let last = head.last else { return nil }
    switch last {
    case "号", "號", ")", "]", "】", "〕":
      if last == ")", head.first == "(", bracketedDays.count < Self.maximumLines,
        let day = ChineseNumerals.day(head.dropFirst().dropLast())
      {
        bracketedDays.append((i, day))
        return .bracketedDay
      }
      guard numbers.count < Self.maximumLines, let number = Self.number(i, head, in: lines) else {
        return nil
      }
      numbers.append((i, number))
      return .number
    case "日":
      guard isBelowParagraph, i > 0, signatures.count < Self.maximumLines,
        let signature = OfficeSignature(head, above: lines.head(i - 1))
      else { return nil }
      signatures.append((i, signature))
      return .signature(signature)
    default: return nil
    }
  }

  /// Reads 国发〔2023〕5号, or 第765号 below 国务院令.
  private static func number(
    _ i: Int, _ head: [Unicode.Scalar], in lines: TextLines
  ) -> DocumentNumber? {
    if let number = DocumentNumber(folded: head) {
      // 文号 国发〔2023〕5号 is a label with its value.
      return FactLine(lines.text[lines[i].range]).items.isEmpty ? number : nil
    }
    guard i > 0, head.first == "第" || head.first.map(PrintedText.isDigit) ?? false,
      head.count <= 16, lines[i - 1].count <= 30
    else { return nil }
    return DocumentNumber(folded: lines.head(i - 1) + head)
  }
}
