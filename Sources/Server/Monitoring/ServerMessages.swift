import Wire
import Xunwen

/// Messages about the server's own work, on standard error.
enum ServerMessages {
  /// Writes a line.
  static func write(_ text: String) {
    let bytes = Array((VisibleText.line(text) + "\n").utf8)
    // Safe: the bytes of the array live during the call. A failure cannot be reported anywhere.
    unsafe try? FileDescriptor.standardError.write(bytes.span.bytes)
  }
}

/// Messages about the server's own errors, on standard error.
enum ServerErrors {
  /// Reports an error that the answer to a request does not tell.
  static func report(_ error: any Error, _ subject: String) {
    ServerMessages.write("error: \(subject): \(error)")
  }
}
