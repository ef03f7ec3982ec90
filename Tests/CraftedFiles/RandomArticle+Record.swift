import Calendar
public import TestSupport

extension RandomArticle {
  /// The article as a JSON line, without its tail.
  public var record: String {
    func text(_ part: Part) -> String {
      parts.filter { $0.part == part }.map(\.text).joined(separator: "\n")
    }
    var record = "{\"id\": \(quoted(id)), \"title\": \(quoted(text(.title)))"
    record += ", \"text\": \(quoted(text(.body) + "。")), \"source\": \(quoted(source))"
    let published = CivilDateTime(packedDate: date, packedTime: time)
    if let published { record += ", \"date\": \(quoted(published.description))" }
    if !tags.isEmpty { record += ", \"tags\": [\(tags.map(quoted).joined(separator: ", "))]" }
    return record + "}\n"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
