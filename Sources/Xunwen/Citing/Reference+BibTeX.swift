import Articles
import Storage

extension Reference {
  /// An entry for biblatex, several lines: `@online`, or `@misc` where no address is known.
  ///
  /// The publisher is the author, in braces of its own since it is no person's name. Dates are those of biblatex (ISO
  /// 8601, as far as they are known), and a missing one is left out, for which styles print n.d. themselves.
  public var bibTeX: String {
    var fields: [(name: String, value: String)] = []
    if !source.isEmpty { fields.append(("author", "{\(Self.escapedForLaTeX(source))}")) }
    // Without braces of their own, some styles print capitals as small letters.
    fields.append(("title", "{\(Self.escapedForLaTeX(shownTitle))}"))
    if let published { fields.append(("date", published.day)) }
    if !url.isEmpty { fields.append(("url", Self.escapedURL(url))) }
    if let accessed { fields.append(("urldate", accessed.day)) }
    let lines = fields.map { name, value in
      "  \(name)\(String(repeating: " ", count: 7 - name.utf8.count)) = {\(value)},\n"
    }
    return "@\(url.isEmpty ? "misc" : "online"){\(citationKey),\n\(lines.joined())}\n"
  }

  /// The name of the entry, the same for the same id whatever else changes: the id where it has only ASCII letters, digits
  /// and `. _ : / -`, otherwise `xunwen-` and its XXH64 in 16 hexadecimal digits.
  public var citationKey: String {
    let isPlain = id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    if isPlain, !id.isEmpty { return id }
    let digits = String(XXH64.hash(Array(id.utf8).span), radix: 16)
    return "xunwen-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Text that LaTeX prints as it is. Braces are commands, since BibTeX counts those that are escaped too.
  static func escapedForLaTeX(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "{": result += "\\textbraceleft{}"
      case "}": result += "\\textbraceright{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "#", "$", "%", "&", "_": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// An address for a field that is read verbatim: what would end it, or could not stand in an address, by its bytes in
  /// hexadecimal.
  static func escapedURL(_ url: String) -> String {
    var result = ""
    for scalar in url.unicodeScalars {
      if "{}\\\"<>^`| ".unicodeScalars.contains(scalar) {
        result += "%" + String(scalar.value, radix: 16, uppercase: true)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
