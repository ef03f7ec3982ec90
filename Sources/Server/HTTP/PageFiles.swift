import CPage
import NIOHTTP1

/// A file that is embedded in the program, and compressed once.
struct PageFile: Sendable {
  let bytes: [UInt8]
  /// The compressed bytes; nil when they are not fewer.
  private let compressed: [UInt8]?
  let mediaType: String
  /// The validator of the contents.
  let validator: String

  init(name: String, bytes: [UInt8]) {
    self.bytes = bytes
    compressed = BodyCoder(.gzip, level: 9).whole(bytes)
    mediaType = Self.mediaType(of: name)
    var hash = ContentHash()
    hash.add(bytes)
    validator = "\"\(String(hash.value, radix: 16))\""
  }

  func answer(to head: HTTPRequestHead) -> Answer {
    let compressed = ContentCoding(head) == .gzip ? compressed : nil
    let tag = compressed == nil ? validator : ContentCoding.gzip.validator(validator)
    let isKnown = Validator.matches(head.headers["If-None-Match"], tag)
    var answer = isKnown ? Answer(304) : Answer(200, mediaType, compressed ?? bytes)
    if compressed != nil, !isKnown { answer.headers.append(BodyCoder.field) }
    return answer.with("ETag", tag).with("Vary", "Accept-Encoding")
      .with("Cache-Control", "no-cache")
  }

  private static func mediaType(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "json", "webmanifest": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    default: "application/octet-stream"
    }
  }
}

/// The files of the page by path: `index.html` is `/`. All files are also below `/assets/`.
enum PageFiles {
  static func file(_ path: String) -> PageFile? { files[path] }

  private static let files: [String: PageFile] = {
    var files: [String: PageFile] = [:]
    for number in 0..<xunwen_page_file_count() {
      // Safe: the names and the bytes are constants of the program.
      guard let name = unsafe xunwen_page_file_name(number).map({ unsafe String(cString: $0) })
      else { continue }
      let bytes = unsafe UnsafeBufferPointer(
        start: xunwen_page_file_bytes(number), count: xunwen_page_file_size(number))
      let file = PageFile(name: name, bytes: unsafe Array(bytes))
      files["/assets/\(name)"] = file
      files[name == "index.html" ? "/" : "/\(name)"] = file
    }
    return files
  }()
}
