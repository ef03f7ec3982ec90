/// The header of a message or of a part of one.
struct MessageHeader {
  let fields: HeaderFields
  let type: ParameterizedValue
  private let charset: String?

  init(_ lines: [UInt8]) {
    fields = HeaderFields(lines[...])
    let declared = ParameterizedValue(fields.bytes("content-type") ?? [])
    charset = declared.charset
    type = ParameterizedValue(
      HeaderText.utf8(fields.bytes("content-type") ?? [], charset: declared.charset))
  }

  /// The first field with a name in lower case, in UTF-8; nil when it is missing or blank.
  func bytes(_ name: String) -> [UInt8]? {
    guard let bytes = fields.bytes(name), !bytes.isEmpty else { return nil }
    return HeaderText.utf8(bytes, charset: charset)
  }

  /// The text of the field, with its encoded words decoded.
  func text(_ name: String) -> String? { bytes(name).map { HeaderText.text($0) } }

  /// The media type; `text/plain` when none is declared.
  var mediaType: String { type.value.contains("/") ? type.value : "text/plain" }

  var transferEncoding: String { fields.text("content-transfer-encoding") ?? "" }

  var disposition: ParameterizedValue {
    ParameterizedValue(bytes("content-disposition") ?? [])
  }

  /// The name of the attached file; nil when none is declared.
  var fileName: String? {
    disposition.extendedText("filename") ?? type.extendedText("name")
  }
}

extension ParameterizedValue {
  /// A parameter with its encoded words decoded, or in the forms of RFC 2231: `name*=utf-8''%E6…`,
  /// and in parts, `name*0=`, `name*1*=` …
  func extendedText(_ name: String) -> String? {
    if let whole = bytes(name + "*") {
      let (charset, text) = Self.charset(of: whole)
      return Self.string(HexDigits.percentDecoded(text), charset)
    }
    var joined: [UInt8] = []
    var charset: String?
    var number = 0
    while true {
      if let part = bytes("\(name)*\(number)*") {
        var text = part[...]
        if number == 0 { (charset, text) = Self.charset(of: part) }
        joined += HexDigits.percentDecoded(text)
      } else if let part = bytes("\(name)*\(number)") {
        joined += part
      } else {
        break
      }
      number += 1
    }
    if number > 0 { return Self.string(joined, charset) }
    return bytes(name).map { HeaderText.text($0) }
  }

  /// Divides `charset'language'text`.
  private static func charset(of value: [UInt8]) -> (charset: String?, text: ArraySlice<UInt8>) {
    let parts = value.split(
      separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return (nil, value[...]) }
    return (String(decoding: parts[0], as: UTF8.self), parts[2])
  }

  private static func string(_ bytes: [UInt8], _ charset: String?) -> String {
    String(
      decoding: HeaderText.decoded(bytes, in: charset.flatMap { $0.isEmpty ? nil : $0 }, or: nil),
      as: UTF8.self)
  }
}
