/// The names in address fields, such as `From: "新华社" <news@example.cn>`.
enum MailAddress {
  /// Returns the name of the first address: the name before the address, a comment, or else the
  /// address itself. Returns nil when the field has none.
  ///
  /// - Parameter field: the field in UTF-8, with encoded words.
  static func name(of field: [UInt8]) -> String? {
    var name: [UInt8] = []
    var address: [UInt8]?
    var comment: [UInt8] = []
    var rest = field[...]
    reading: while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        while let next = rest.popFirst(), next != UInt8(ascii: "\"") {
          name.append(next == UInt8(ascii: "\\") ? rest.popFirst() ?? next : next)
        }
      case UInt8(ascii: "("):
        comment += rest.prefix { $0 != UInt8(ascii: ")") }
        rest = rest.drop { $0 != UInt8(ascii: ")") }.dropFirst()
      case UInt8(ascii: "<"):
        address = Array(rest.prefix { $0 != UInt8(ascii: ">") })
        break reading
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        if !name.isEmpty { break reading }
      default: name.append(byte)
      }
    }
    if address == nil, !comment.isEmpty { (name, address) = (comment, name) }
    for candidate in [name, address ?? []] {
      let text = HeaderText.text(candidate).cleanedName()
      if !text.isEmpty { return text }
    }
    return nil
  }
}
