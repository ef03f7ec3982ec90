import NIOHTTP1

extension HTTPVersion {
  /// True for HTTP/1.0 and earlier, which have neither chunks nor a header Host.
  var isBefore1_1: Bool { (major, minor) < (1, 1) }
}
