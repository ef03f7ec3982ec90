import Xunwen

/// A place from which queries are read.
package enum InputSource: Sendable, Equatable {
  /// A file; `-` is standard input.
  case file(String)
  /// The body of a request.
  case bytes([UInt8])

  package var name: String {
    switch self {
    case .file("-"): "standard input"
    case .file(let path): path
    case .bytes: "the body"
    }
  }

  /// The number of bytes; 0 when it is unknown.
  package var byteCount: Int {
    switch self {
    case .file("-"): return 0
    case .bytes(let bytes): return bytes.count
    case .file(let path):
      guard let facts = try? FileSystem.facts(of: path), facts.kind == .file else { return 0 }
      return facts.byteCount
    }
  }
}
