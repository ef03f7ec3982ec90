import Articles
import Storage

extension Reference {
  /// The reference as a biblatex entry of several lines: `@online`, or `@misc` without a URL.
  ///
  /// The source is the author. Its extra braces say that it is not a person's name. Dates are
  /// written in ISO 8601 as far as they are known. A missing date is left out; styles then print
  /// "n.d.".
  public var bibTeX: String {
    var fields: [(name: String, value: String)] = []
    if !source.isEmpty { fields.append(("author", "{\(Self.escapedForLaTeX(source))}")) }
    // Some styles print titles in lower case unless they have extra braces.
    fields.append(("title", "{\(Self.escapedForLaTeX(shownTitle))}"))
    if let published { fields.append(("date", published.date.description)) }
    if !url.isEmpty { fields.append(("url", Self.escapedURL(url))) }
    if let accessed { fields.append(("urldate", accessed.description)) }
    let lines = fields.map { name, value in
      "  \(name)\(String(repeating: " ", count: 7 - name.utf8.count)) = {\(value)},\n"
    }
    return "@\(url.isEmpty ? "misc" : "online"){\(citationKey),\n\(lines.joined())}\n"
  }

  /// The key of the entry, which depends only on the id: the id itself when it consists of ASCII
  /// letters, digits and `. _ : / -`, otherwise `xunwen-` and the XXH64 of the id in 16 hexadecimal
  /// digits.
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
    return "xunwen-" + XXH64.hash(Array(id.utf8).span).hexadecimal
  }

  /// Escapes a text for LaTeX. Braces become commands, because BibTeX also counts escaped braces.
  private static func escapedForLaTeX(_ text: String) -> String {
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

  /// Percent-encodes the characters that would end a verbatim field or are invalid in a URL.
  private static func escapedURL(_ url: String) -> String {
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
