import Articles
import TestSupport

/// Records of WARC files for tests.
enum WARC {
  static func record(
    _ address: String, _ body: String, type: String = "text/html", kind: String = "resource",
    length: Int? = nil, date: String = "2026-07-14T08:30:00Z"
  ) -> [UInt8] {
    let body = Array(body.utf8)
    let head = """
      WARC/1.1\r\nWARC-Type: \(kind)\r\nWARC-Target-URI: \(address)\r\nWARC-Date: \(date)\r
      WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: \(type)\r
      Content-Length: \(length ?? body.count)\r\n\r\n
      """
    return Array(head.utf8) + body + Array("\r\n\r\n".utf8)
  }

  static func page(_ number: Int) -> String {
    "<html><title>第\(number)号公告</title><h1>第\(number)号公告</h1>"
      + "<p>2023-01-02 来源：清河日报</p><p>这一段说明第\(number)项安排，由有关部门负责落实。</p></html>"
  }

  static func text(_ number: Int) -> String { "第\(number)号公告\n\n由有关部门负责落实。" }

  static func notice(_ number: Int, length: Int? = nil) -> [UInt8] {
    record("http://a.cn/\(number)", text(number), type: "text/plain", length: length)
  }

  static func response(_ address: String, _ header: String, _ body: [UInt8]) -> [UInt8] {
    let block = Array("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n".utf8) + body
    let head = """
      WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: \(address)\r
      WARC-Date: 2026-07-14T08:30:00Z\r\nContent-Type: application/http\r
      Content-Length: \(block.count)\r\n\r\n
      """
    return Array(head.utf8) + block + Array("\r\n\r\n".utf8)
  }
}

extension Contents {
  /// The numbers of the notices that were found.
  var noticeNumbers: [Int] { ids.compactMap { $0.split(separator: "/").last.flatMap { Int($0) } } }
}

extension TemporaryDirectory {
  /// Writes a web archive, and reads it.
  func read(
    _ bytes: [UInt8], as name: String = "a.warc", limit: Int = ArticleLimits.defaultBytes
  ) throws -> Contents {
    write(bytes, to: name)
    return try Contents(of: path(of: name), limit: limit)
  }
}
