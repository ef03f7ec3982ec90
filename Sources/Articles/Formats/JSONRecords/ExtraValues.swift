extension Extra {
  /// The texts of the value: a string, a number or a truth value, or the elements of an array.
  /// Dates and numbers of MongoDB's extended JSON are texts, too. Objects and `null` have none.
  ///
  /// - Parameter limit: the number of texts after which the rest is left out.
  /// - Complexity: O(*n*) in the length of the value.
  package func texts(limit: Int) -> [String] {
    var reader = JSONReader(Array(value.utf8))
    var texts: [String] = []
    if reader.accept("[") {
      if reader.accept("]") { return [] }
      repeat {
        guard let text = try? Self.text(&reader) else { return texts }
        texts += text
      } while texts.count < limit && reader.accept(",")
    } else if let text = try? Self.text(&reader) {
      texts = text
    }
    return texts
  }

  /// Reads a value, and returns its text; nothing for a value without one.
  private static func text(_ reader: inout JSONReader) throws(JSONReader.Fault) -> [String] {
    let first = reader.peek()
    if first == UInt8(ascii: "\"") { return [try reader.string()] }
    let json = Array(reader.bytes[try reader.value()])
    switch first {
    case UInt8(ascii: "{"):
      return ExtendedJSON.text(in: json).map { [String(decoding: $0, as: UTF8.self)] } ?? []
    case UInt8(ascii: "["), UInt8(ascii: "n"), nil: return []
    default: return [String(decoding: json, as: UTF8.self)]
    }
  }
}
