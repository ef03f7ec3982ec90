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

/// An error that a front end detects itself: in a file, in a line of it, or in an option.
package struct InputFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// Calls a closure. Its error is reported with the path of the file.
  package static func naming<Value: ~Copyable, Failure>(
    _ path: String, _ body: () throws(Failure) -> Value
  ) throws(InputFailure) -> Value {
    do {
      return try body()
    } catch {
      throw InputFailure("\(path): \(error)")
    }
  }
}
