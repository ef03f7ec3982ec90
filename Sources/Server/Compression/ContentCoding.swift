import NIOHTTP1

/// The coding in which a client gets the body of an answer.
enum ContentCoding: Sendable {
  case identity, gzip

  /// The coding that a request accepts: gzip if its header Accept-Encoding names it.
  init(_ head: HTTPRequestHead) {
    var gzip: Double?
    var others: Double?
    for field in head.headers[canonicalForm: "Accept-Encoding"] {
      let parts = field.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
        .flatMap { Double($0.dropFirst(2)) }
      switch parts.first {
      case "gzip", "x-gzip": gzip = quality ?? 1
      case "*": others = quality ?? 1
      default: break
      }
    }
    self = (gzip ?? others ?? 0) > 0 ? .gzip : .identity
  }

  /// The validator of an answer in this coding: the codings of an answer are different
  /// representations.
  func validator(_ validator: String) -> String {
    self == .gzip ? validator.dropLast() + "-gzip\"" : validator
  }
}
