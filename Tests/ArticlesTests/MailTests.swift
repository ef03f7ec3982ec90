import Calendar
import TestSupport
import Testing

@testable import Articles

/// Tests of mails that Python has written; see `Fixtures/Mail/make.py`.
struct MailTests {
  private let folder = TemporaryDirectory()

  private static func fixture(_ name: String) -> String {
    TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/Mail/" + name
  }

  private func read(_ bytes: [UInt8], as name: String = "a.eml") throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name))
  }

  private func read(_ text: String, as name: String = "a.eml") throws -> Contents {
    try read(Array(text.utf8), as: name)
  }

  private static func text(_ article: Article) -> String {
    String(decoding: article.text[(article.originals.last?.start ?? 0)...], as: UTF8.self)
  }

  private static func extra(_ key: String, of article: Article) -> String? {
    article.extras.first { $0.key == key }?.value
  }

  // MARK: Files by other programs

  @Test func `a newsletter is read from its page`() throws {
    let found = try Contents(of: Self.fixture("newsletter.eml"))
    #expect(found.errors == [] && found.ids == ["newsletter.eml"] && found.members == [nil])
    let article = try #require(found.articles.first)
    #expect(article.title == "清河区新建十二所社区托育点" && article.source == "清河日报")
    #expect(article.published?.description == "2023-05-06T08:30:00")
    #expect(article.encoding == "GB18030")
    #expect(Self.text(article).split(separator: "\n").count == 3)
    #expect(Self.text(article).hasPrefix("清河区今年新建十二所社区托育点"))
    #expect(Self.extra("from", of: article) == "\"清河日报 <news@example.cn>\"")
    #expect(
      Self.extra("to", of: article) == "\"读者 <reader@example.cn>, second@example.cn\"")
    #expect(Self.extra("message_id", of: article) == "\"<newsletter@example.cn>\"")
    #expect(article.originals.map(\.name) == ["subject", "body"])
  }

  @Test func `attached files and messages are articles of their own`() throws {
    let found = try Contents(of: Self.fixture("forwarded.eml"))
    #expect(found.errors == [])
    #expect(
      found.ids.sorted()
        == [
          "forwarded.eml", "forwarded.eml/part-1.eml", "forwarded.eml/part-1.eml/说明.txt",
          "forwarded.eml/附件一.csv#2", "forwarded.eml/资料.zip/2023/records.jsonl#2",
          "forwarded.eml/资料.zip/2023/托育.txt", "forwarded.eml/资料.zip/旧城.txt", "r1",
        ].sorted())
    let inner = try #require(found.articles.first { $0.id == "forwarded.eml/part-1.eml" })
    #expect(inner.title == "住房公积金贷款额度提高" && inner.source == "临江日报")
    #expect(found.members.contains("资料.zip/旧城.txt") && found.members.last == .some(nil))
    #expect(found.skipped.kinds.map(\.ending).contains("png"))
  }

  @Test func `flowed paragraphs are joined`() throws {
    let found = try Contents(of: Self.fixture("flowed.eml"))
    let article = try #require(found.articles.first)
    #expect(found.errors == [] && article.source == "新闻 desk")
    #expect(
      Self.text(article)
        == """
        清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿。
        第二段。
        > 引用的第一行，和第二行。
        --\u{20}
        编辑部
        """)
  }

  @Test func `headers and texts without declarations are recognized`() throws {
    let found = try Contents(of: Self.fixture("gbk-raw.eml"))
    let article = try #require(found.articles.first)
    #expect(found.errors == [] && article.title == "关于调整作息时间的通知")
    #expect(article.source == "清河日报" && article.encoding == "GB18030")
    #expect(article.published?.description == "2026-07-14T08:30:00")
  }

  @Test(arguments: ["chromium.mhtml", "chromium-gbk.mhtml"])
  func `a page that Chromium has saved is read`(name: String) throws {
    let found = try Contents(of: WebArchiveTests.fixture(name))
    #expect(found.errors == [] && found.ids == [name] && found.members == [nil])
    let article = try #require(found.articles.first)
    let isLong = name == "chromium.mhtml"
    #expect(article.title == (isLong ? "旧城改造完成首批验收" : "清河区新建十二所社区托育点"))
    #expect(article.source == "清河日报" && article.published != nil)
    #expect(article.url == "http://127.0.0.1:8765/" + (isLong ? "chunked.html" : "gbk.html"))
    let bytes = TestFile.bytes(WebArchiveTests.fixture(name)) ?? []
    let unnamed = try read(bytes, as: "saved.txt")
    #expect(unnamed.articles.first?.title == article.title)
    for count in stride(from: 1, to: bytes.count, by: 97) {
      let cut = try read(Array(bytes.prefix(count)), as: "a.mht")
      #expect(cut.articles.count + cut.errors.count == 1)
    }
  }

  @Test func `the root of a saved page is found by its name`() throws {
    let found = try read(
      """
      From: <Saved by browser>
      MIME-Version: 1.0
      Content-Type: multipart/related; start="<root@x>"; boundary=b

      --b
      Content-Type: text/html; charset=utf-8
      Content-ID: <frame@x>

      <html><title>框架</title><p>框架里的广告内容，不是正文。</p></html>
      --b
      Content-Type: text/html; charset=gbk
      Content-ID: <root@x>
      Content-Location: https://a.cn/1.html
      Content-Transfer-Encoding: quoted-printable

      <html><title>=B9=AB=B8=E6</title><h1>=B9=AB=B8=E6</h1><p>=D5=E2=CA=C7=D5=FD=CE=C4=A1=A3</p></=
      html>
      --b--
      """, as: "a.mht")
    #expect(found.errors == [] && found.articles.map(\.title) == ["公告"])
    #expect(found.articles.first?.url == "https://a.cn/1.html")
  }

  @Test func `the limit of an article concerns the page and not its pictures`() throws {
    let picture = String(repeating: "iVBORw0KGgoAAAANSUhEUgAA\n", count: 8000)
    func mail(_ page: String) -> String {
      """
      From: <Saved by browser>
      MIME-Version: 1.0
      Content-Type: multipart/related; boundary=b

      --b
      Content-Type: image/png
      Content-Transfer-Encoding: base64

      \(picture)
      --b
      Content-Type: text/html; charset=utf-8

      <html><h1>公告</h1><p>\(page)</p></html>
      --b--
      """
    }
    folder.write(Array(mail("这是正文。").utf8), to: "a.mht")
    folder.write(Array(mail(String(repeating: "这是正文。", count: 9000)).utf8), to: "b.mht")
    let small = try Contents(of: folder.path(of: "a.mht"), limit: 100_000)
    #expect(small.errors == [] && small.articles.map(\.title) == ["公告"])
    let large = try Contents(of: folder.path(of: "b.mht"), limit: 100_000)
    #expect(large.articles == [] && "\(large.errors)".contains("the limit is 100000"))
  }

  // MARK: Random mails

  private struct Facts: Equatable {
    var subject = ""
    var source = ""
    var date = ""
    var text = ""
  }

  /// The values of a line of JSON whose names and values have no escapes but `\"`.
  private static func lines() -> [String] {
    let listing = TestFile.bytes(fixture("random.jsonl")) ?? []
    return String(decoding: listing, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func value(_ name: String, in line: String) -> String {
    guard let start = line.firstRange(of: "\"\(name)\": \"") else { return "" }
    let rest = line[start.upperBound...]
    return String(rest[..<(rest.firstRange(of: "\", \"")?.lowerBound ?? rest.endIndex)])
  }

  @Test func `random mails have the facts from which they were made`() throws {
    let found = try Contents(of: Self.fixture("random.mbox"))
    #expect(found.errors == [])
    var articles: [String: Article] = [:]
    for article in found.articles { articles[article.id] = article }
    for (index, line) in Self.lines().enumerated() {
      let article = try #require(articles["random.mbox/\(index + 1)"])
      let facts = Facts(
        subject: article.title, source: article.source,
        date: article.published?.description ?? "",
        text: Self.text(article).filter { !$0.isWhitespace })
      let expected = Facts(
        subject: Self.value("subject", in: line), source: Self.value("source", in: line),
        date: Self.value("date", in: line), text: Self.value("text", in: line))
      #expect(facts == expected, "mail \(index + 1)")
    }
  }

  @Test func `attachments of random mails have their names and bytes`() throws {
    let path = Self.fixture("random.mbox")
    let box = CorpusFile(path: path, relativePath: "b", format: CrawledText())
    let messages = try MailboxMessages(box)
    var number = 0
    for line in Self.lines() {
      guard case .member(let message) = try Self.step(messages) else { break }
      number += 1
      let file = CorpusFile(
        path: path, relativePath: "b", format: CrawledText(), stream: message.stream)
      let parts = try MailParts(file, decoder: TextDecoder(forced: nil))
      var names: [String] = []
      while case .member(let member) = try Self.step(parts) {
        var bytes: [UInt8] = []
        while try member.stream.read(upTo: 100, appendingTo: &bytes) > 0 {}
        names.append(
          "{\"name\": \"\(AttachmentNames.withoutNumber(member.name ?? ""))\", "
            + "\"crc\": \(WebArchiveTests.crc(bytes))}")
      }
      let list = line.split(separator: "\"attachments\": ")[1].dropLast()
      for name in names { #expect(list.contains(name), "mail \(number)") }
      let pictures = parts.skipped.files
      #expect(names.count + pictures == list.count { $0 == "{" }, "mail \(number)")
    }
    #expect(number == 120)
  }

  /// The next step that is not skipped.
  private static func step(_ source: any MemberSource) throws -> MemberStep {
    while true {
      let step = try source.next()
      if case .skipped = step { continue }
      return step
    }
  }

  // MARK: Recognition

  @Test func `mails are recognized by their contents`() throws {
    let mail = """
      Received: from a by b
      From: a@example.cn
      Subject: =?utf-8?b?5YWs5ZGK?=
      Message-ID: <1@x>

      正文一段。
      """
    for name in ["a.txt", "message", "1.dat", "1689.M1P2.host:2,S"] {
      #expect(try read(mail, as: name).articles.map(\.title) == ["公告"])
    }
    let box = "From a@b.cn Tue Jul 14 08:30:00 2026\n" + mail
    #expect(try read(box, as: "Inbox").ids == ["Inbox/1"])
    #expect(try read(box, as: "a.eml").ids == ["a.eml"])
    #expect(try read(mail, as: "a.mbox").ids == ["a.mbox/1"])
  }

  @Test(arguments: [
    "来源: 清河日报\n日期: 2023-01-02\n标题: 公告\n\n正文一段。",
    "From: 清河日报\nDate: 2023-01-02\nSubject: 公告\n\n正文一段，由办公室负责。",
    "Title: x\nFrom: y\nMessage-ID: z\n这一行不是字段。\n\n正文一段。",
    "From the city: news\n\n正文一段。",
  ])
  func `a text that begins like a header is no mail`(text: String) throws {
    let found = try read(text, as: "a.txt")
    #expect(found.errors == [] && found.articles.map(\.originals.first?.name) == ["file"])
  }

  // MARK: Cases

  @Test(arguments: [
    ("=?gb2312?B?0MLOxQ==?= =?gb2312?Q?=B7=A2?= =?GB2312?Q?=B2=BC?=", "新闻发布"),
    ("=?utf-8?B?5paw6Ze?= =?utf-8?B?u+WPkeW4gw==?=", "新闻发布"),
    ("Re: =?UTF-8*zh?q?=E6=96=B0=E9=97=BB?=(1)", "Re: 新闻(1)"),
    ("=?utf-8?Q?=E6=96=B0_=E9=97=BB?=", "新 闻"),
    ("=?x-unknown?B?0MLOxbeisryw5LuvsNfKwsr9vt0=?=", "新闻发布"),
    ("=?utf-8?B?0MLOxbeisrzIq7n6zbO8xg==?=", "新闻发布全国统计"),
    ("=?gb2312?B?5paw6Ze75Y+R5biD?=", "新闻发布"),
    ("plain =?broken text?", "plain =?broken text?"),
    ("=?iso-2022-jp?B?GyRCPzdKORsoQg==?=", "新聞"),
  ])
  func `encoded words are decoded`(field: String, text: String) {
    let decoded = HeaderText.text(Array(field.utf8))
    #expect(decoded == text || field.contains("x-unknown") && decoded.hasPrefix(text))
  }

  @Test(arguments: [
    ("\"新华, 社\" <a@b.cn>, c@d.cn", "新华, 社"), ("a@b.cn (新华社)", "新华社"),
    ("<a@b.cn>", "a@b.cn"), ("a@b.cn", "a@b.cn"), ("\"a \\\"b\\\" c\" <x@y>", "a \"b\" c"),
    ("", nil), (" , ;", nil), ("undisclosed:;", "undisclosed:"), ("\"<", "<"),
  ])
  func `the sender has a name`(field: String, name: String?) {
    #expect(MailAddress.name(of: Array(field.utf8)) == name)
  }

  @Test func `a page with little of the text gives way to the plain text`() throws {
    let found = try read(
      """
      From: a@b.cn
      Subject: 公告
      MIME-Version: 1.0
      Content-Type: multipart/alternative; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿。
      --b
      Content-Type: text/html; charset=utf-8

      <p>见附图</p>
      --b--
      """)
    #expect(found.articles.map(Self.text) == ["清河区今年新建十二所社区托育点，面向一岁至三岁的幼儿。"])
  }

  @Test func `broken structures lose no text`() throws {
    let found = try read(
      """
      From: a@b.cn
      Subject: 公告
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="outer"

      --outer
      Content-Type: multipart/alternative; boundary="inner"

      --inner
      Content-Type: text/plain; charset=wrong-name
      Content-Transfer-Encoding: base64

      5q2j5paH
      !!5LiA==
      5q61
      --outer
      Content-Type: text/plain
      Content-Disposition: attachment; filename="../../etc/a.txt"

      附件一行。
      """)
    #expect(found.errors == [])
    #expect(found.ids == ["a.eml/a.txt", "a.eml"])
    #expect(Self.text(found.articles[1]).hasPrefix("正文"))
  }

  @Test func `a message without a text is its title, or nothing`() throws {
    let attachment = """
      Content-Type: text/plain
      Content-Disposition: attachment; filename="a.txt"

      附件一行。
      """
    let titled = try read("From: a@b.cn\nSubject: 公告\nMIME-Version: 1.0\n" + attachment)
    #expect(titled.articles.map(\.title).sorted() == ["公告", "附件一行。"])
    let untitled = try read("From: a@b.cn\nMIME-Version: 1.0\n" + attachment)
    #expect(untitled.ids == ["a.eml/a.txt"] && untitled.errors == [])
    #expect(try read("From: a@b.cn\nMIME-Version: 1.0\n\n \n").errors.map(\.reason) == [.empty])
    #expect(try read("", as: "a.mbox").errors.map(\.reason) == [.empty])
  }

  @Test func `a long message is refused, and its attachments are read`() throws {
    let line = String(repeating: "正文一段。", count: 20) + "\n"
    let mail = """
      From: a@b.cn
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b

      \(String(repeating: line, count: 1000))
      --b
      Content-Disposition: attachment; filename="a.txt"

      附件一行。
      --b--
      """
    folder.write(Array(mail.utf8), to: "a.eml")
    let found = try Contents(of: folder.path(of: "a.eml"), limit: 100_000)
    #expect(found.ids == ["a.eml/a.txt"] && found.errors.count == 1)
    #expect("\(found.errors)".contains("the limit is 100000"))
  }

  @Test func `messages in messages are read to a depth`() throws {
    var mail = "Subject: 最里\nMessage-ID: <1>\nFrom: a@b.cn\n\n正文一段。\n"
    for depth in 1..<9 {
      mail =
        "Subject: 第\(depth)层\nMIME-Version: 1.0\nFrom: a@b.cn\n"
        + "Content-Type: multipart/mixed; boundary=b\(depth)\n\n--b\(depth)\n"
        + "Content-Type: message/rfc822\n\n\(mail)\n--b\(depth)--\n"
    }
    let found = try read(mail)
    #expect(found.articles.map(\.title) == (4..<9).map { "第\($0)层" })
    #expect(found.errors.map(\.reason) == [.nestedTooDeep(limit: 4)])
  }

  @Test(arguments: ["forwarded.eml", "newsletter.eml", "gbk-raw.eml", "flowed.eml"])
  func `cut and changed mails end with articles and errors`(name: String) throws {
    let whole = TestFile.bytes(Self.fixture(name)) ?? []
    for count in stride(from: 1, to: whole.count, by: max(1, whole.count / TestScale.cases(240))) {
      let found = try read(Array(whole.prefix(count)))
      #expect(found.articles.count + found.errors.count > 0 && found.errors.count < 4)
    }
    var random = SplitMix64(seed: UInt64(name.utf8.count))
    for _ in 0..<TestScale.cases(100) {
      var bytes = whole
      for _ in 0..<4 {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let found = try read(bytes)
      #expect(found.articles.count < 10 && found.errors.count < 6)
      for article in found.articles { #expect(article.fault == nil) }
    }
  }

  @Test func `a mailbox with changed bytes keeps the other messages`() throws {
    let whole = TestFile.bytes(Self.fixture("random.mbox")) ?? []
    var random = SplitMix64(seed: 5)
    for _ in 0..<TestScale.cases(5) {
      var bytes = whole
      for _ in 0..<10 {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let found = try read(bytes, as: "a.mbox")
      #expect(found.members.count { $0?.contains("/") == false } > 105)
    }
  }
}
