#if LIBFUZZER
  @testable import Articles

  /// Web archives and mails.
  extension FuzzedFormat {
    static let messages = [
      FuzzedFormat(
        "warc", dictionary: "messages", longestInput: 2048,
        seeds: .texts(warc, warc.replacing("\r\n", with: "\n"))
          + .fixtures("WebArchives/wget.warc"),
        read: FormatReading.file("a.warc")),
      FuzzedFormat(
        "warc-gz", dictionary: "zip", longestInput: 4096,
        seeds: .fixtures("WebArchives/warcio.warc.gz"), read: FormatReading.file("a.warc.gz")),
      FuzzedFormat(
        "arc", dictionary: "messages", longestInput: 3072,
        seeds: .fixtures("OldOffice/crawl.arc"), read: FormatReading.file("a.arc")),
      FuzzedFormat(
        "msg", dictionary: "zip", longestInput: 25 << 10,
        seeds: .fixtures("OldOffice/mail.msg"), read: FormatReading.file("a.msg")),
      FuzzedFormat(
        "mhtml", dictionary: "messages",
        seeds: .fixtures("WebArchives/chromium-gbk.mhtml", "WebArchives/chromium.mhtml"),
        read: FormatReading.file("a.mhtml")),
      FuzzedFormat(
        "eml", dictionary: "messages",
        seeds: .fixtures(
          "Mail/flowed.eml", "Mail/forwarded.eml", "Mail/gbk-raw.eml", "Mail/newsletter.eml"),
        read: FormatReading.file("a.eml")),
      FuzzedFormat(
        "mbox", dictionary: "messages",
        seeds: .texts(
          "From a@b.cn Tue Jul 14 08:30:00 2026\nFrom: =?utf-8?q?=E6=96=B0?= <a@b.cn>\nSubject: 甲\n\n"
            + "乙\n>From 丙\n\nFrom c@d.cn Tue Jul 14 08:31:00 2026\nSubject: 丁\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n戊\n--b\n"
            + "Content-Disposition: attachment; filename=a.txt\n\n己\n--b--\n"),
        read: FormatReading.file("a.mbox")),
    ]

    private static let warc = [
      "WARC/1.0", "WARC-Type: response", "WARC-Record-ID: <urn:uuid:1>",
      "WARC-Date: 2026-07-14T08:30:00Z", "WARC-Target-URI: http://a.cn/1.html",
      "Content-Type: application/http; msgtype=response", "Content-Length: 163", "",
      "HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", "Transfer-Encoding: chunked", "",
      "31", "<html><h1>abc</h1><p>托育服务启动。</p></html>", "0", "", "", "", "WARC/1.0",
      "WARC-Type: resource", "WARC-Target-URI: file:a.txt", "Content-Length: 3", "", "abc", "", "",
    ].joined(separator: "\r\n")
  }
#endif
