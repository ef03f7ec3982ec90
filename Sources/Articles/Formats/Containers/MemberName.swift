/// The path of a member in its archive.
struct MemberName {
  /// The reasons why a member has no usable name.
  enum Fault: Error {
    /// The name is neither UTF-8 nor GB18030.
    case undecodable
    /// The name is absolute or contains `..`.
    case outside
  }

  /// The parts of the path; empty for the root of the archive.
  let parts: [Substring]

  /// Decodes a name. Programs on Chinese systems wrote GBK into zip files before they wrote UTF-8.
  init(_ bytes: [UInt8]) throws(Fault) {
    let text: String
    if let utf8 = String(validating: bytes, as: UTF8.self) {
      text = utf8
    } else if case .success(let decoded)? = CharsetConverter(name: "GB18030")?.decode(bytes) {
      text = String(decoding: decoded.utf8, as: UTF8.self)
    } else {
      throw .undecodable
    }
    let parts = text.composed.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count < 2 || !parts[0].isEmpty, !parts.contains("..") else { throw .outside }
    self.parts = parts.filter { !$0.isEmpty && $0 != "." }
  }

  var path: String { parts.joined(separator: "/") }
}
