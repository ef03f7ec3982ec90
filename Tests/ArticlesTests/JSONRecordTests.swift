import Articles
import Calendar
import FoundationEssentials
import TestSupport
import Testing

struct JSONRecordTests {
  private func parse(_ line: String) throws -> Article { try parse(Array(line.utf8)) }

  private func parse(_ line: [UInt8]) throws -> Article { try JSONRecords.article(in: line) }

  private func reason(_ line: [UInt8]) -> ArticleError.Reason? {
    do {
      _ = try parse(line)
      return nil
    } catch {
      return (error as? ArticleError)?.reason
    }
  }

  @Test func `every field of a record is read`() throws {
    let article = try parse(
      #"{"id":"x1","title":"托育服务","date":"2023-07-02","time":"2023-07-02 14:53:51","source":"工人日报","url":"http://a/","category":"民生","tags":"托育,补助；家庭、 孩子","brief":"简介\n","text":"正文。","score":1.50,"more":{"a":[1, 2]}}"#
    )
    #expect(article.id == "x1")
    #expect(article.title == "托育服务")
    #expect(article.published?.description == "2023-07-02T14:53:51")
    #expect(article.source == "工人日报")
    #expect(article.url == "http://a/")
    #expect(article.section == "民生")
    #expect(article.tags == ["托育", "补助", "家庭", "孩子"])
    #expect(
      article.extras == [
        Extra(key: "brief", value: #""简介\n""#), Extra(key: "score", value: "1.50"),
        Extra(key: "more", value: #"{"a":[1, 2]}"#),
      ])
    #expect(
      article.originals == [Original(name: "title", start: 0), Original(name: "text", start: 12)])
    #expect(
      article.zones == [Zone(kind: .title, range: 0..<12), Zone(kind: .body, range: 12..<21)])
    #expect(String(decoding: article.text, as: UTF8.self) == "托育服务正文。")
  }

  @Test(arguments: [
    #""text":"","body":"正文""#, #""text":" \n","body":"正文""#, #""body":"正文","text":null"#,
  ])
  func `an empty text field does not hide the body`(members: String) throws {
    let article = try parse("{\"id\":\"a\",\"title\":\"题\",\(members)}")
    #expect(article.zones.map(\.kind) == [.title, .body])
    #expect(article.originals.map(\.name) == ["title", "body"])
  }

  @Test func `other spellings of fields are read`() throws {
    let article = try parse(
      #" { "_id" : 42 , "body" : "\u6b63\u6587\ud840\udc00\/\t" , "tags" : ["a b", "c"] , "time" : 20230702, "section":"s" } "#
    )
    #expect(article.id == "42")
    #expect(String(decoding: article.text, as: UTF8.self) == "正文𠀀/\t")
    #expect(article.originals == [Original(name: "body", start: 0)])
    #expect(article.tags == ["a b", "c"])
    #expect(article.published?.description == "2023-07-02")
    #expect(article.section == "s")
    #expect(article.zones == [Zone(kind: .body, range: 0..<11)])
  }

  @Test(
    arguments: [
      (#""date":"2023-07-02","time":"14:53""#, "2023-07-02T14:53:00", []),
      (#""date":"2023""#, "2023", []),
      (#""date":"","time":"2023-07-02""#, "2023-07-02", ["date"]),
      (#""date":"昨天""#, "", ["date"]),
      (#""date":"2023-07-02","time":"2022-01-01 00:00:00""#, "2022-01-01T00:00:00", ["date"]),
      (#""date":null,"time":null"#, "", []),
      (#""date":"2023-07-02 10:00","time":"2023-07-02""#, "2023-07-02T10:00:00", ["time"]),
    ] as [(String, String, [String])])
  func `date and time fields are joined`(fields: String, expected: String, extras: [String]) throws
  {
    let article = try parse(#"{"text":"x","# + fields + "}")
    #expect(article.published?.description ?? "" == expected)
    #expect(article.extras.map(\.key) == extras)
  }

  @Test func `unexpected values are extras`() throws {
    #expect(try parse(#"{"text":"x"}"#).id == "a/b.jsonl#7")
    #expect(try parse(#"{"id":"","_id":"y","text":"x"}"#).id == "y")
    #expect(try parse(#"{"id":null,"text":"x"}"#).id == "a/b.jsonl#7")
    #expect(try parse(#"{"text":"a","text":"b"}"#).text == Array("b".utf8))
    #expect(try parse(#"{"text":"a","body":"b"}"#).extras == [Extra(key: "body", value: #""b""#)])
    #expect(try parse(#"{"text":"\ud800x\udc00"}"#).text == Array("\u{FFFD}x\u{FFFD}".utf8))
    #expect(try parse(#"{"text":"\ud800\ud840\udc00"}"#).text == Array("\u{FFFD}𠀀".utf8))
    let article = try parse(#"{"text":"x","title":["t"],"tags":[1],"source":5}"#)
    #expect(article.title == "" && article.tags == [] && article.source == "")
    #expect(article.extras.map(\.key) == ["title", "tags", "source"])
    #expect(try parse(#"{"text":"","title":"t"}"#).zones == [Zone(kind: .title, range: 0..<1)])
  }

  @Test func `malformed records are refused at the right byte`() {
    #expect(reason(Array(#"{"title":"x"}"#.utf8)) == .missingText)
    #expect(reason(Array(#"{"text":5}"#.utf8)) == .missingText)
    #expect(reason(Array(#"{"text":" \n"}"#.utf8)) == .empty)
    #expect(
      reason(Array(#"{"text":"#.utf8) + [0x22, 0xFF, 0x22, 0x7D])
        == .undecodable(encoding: "UTF-8", offset: 9))
    for (line, offset) in [
      ("", 0), ("[]", 0), ("{", 1), (#"{"text""#, 7), (#"{"text":"a"} x"#, 13),
      (#"{"text":"a",,}"#, 12), (#"{"text":"\x"}"#, 9), (#"{"text":"\u12g4"}"#, 9),
      (#"{"a":01}"#, 6),
      (#"{"a":1.}"#, 7), (#"{"a":-}"#, 6), (#"{"a":tru}"#, 5), (#"{"a":[1 2]}"#, 8),
      (#"{"a":[,1]}"#, 6), (#"{"a":+1}"#, 5), (#"{'a:1}"#, 1), (#"{"a":"\"#, 7),
    ] {
      guard case .invalidJSON(let at, _)? = reason(Array(line.utf8)) else {
        Issue.record("\(line) was accepted")
        continue
      }
      #expect(at == offset, "\(line)")
    }
  }

  @Test func `nesting is limited`() throws {
    func nested(_ depth: Int) -> String {
      #"{"text":"x","a":"# + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth) + "}"
    }
    #expect(try parse(nested(ArticleLimits.maximumDepth)).extras.count == 1)
    for line in [
      nested(ArticleLimits.maximumDepth + 1), nested(100_000),
      String(repeating: "[", count: 100_000),
      String(repeating: #"{"a":"#, count: 100_000),
    ] {
      #expect(throws: ArticleError.self) { try parse(line) }
    }
  }

  @Test func `the number of members and of tags is limited`() throws {
    func record(members: Int) -> String {
      #"{"text":"x""# + (1..<members).map { #","k\#($0)":1"# }.joined() + "}"
    }
    func record(tags: Int, isArray: Bool) -> String {
      let separator = isArray ? #"",""# : ","
      let list = "\"" + (0..<tags).map { "t\($0)" }.joined(separator: separator) + "\""
      return #"{"text":"x","tags":"# + (isArray ? "[\(list)]" : list) + "}"
    }
    let limit = ArticleLimits.maximumMembers
    #expect(try parse(record(members: limit)).extras.count == limit - 1)
    #expect(throws: ArticleError.self) { try parse(record(members: limit + 1)) }
    #expect(try parse(record(tags: limit, isArray: true)).tags.count == limit)
    for isArray in [false, true] {
      #expect(throws: ArticleError.self) { try parse(record(tags: limit + 1, isArray: isArray)) }
    }
  }

  /// Records with few and with many members take different paths.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `the last of repeated members counts`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let keys = (0..<25).map { "k\($0)" } + ["id", "title", "source", "tags", "xunwen", "date"]
    let values = ["\"a\"", "\"2020-01-02\"", "5", "null", "[\"p\",\"q\"]", "{\"z\":1}"]
    var members: [(key: String, value: String)] = []
    for _ in 0..<Int.random(in: 1...120, using: &random) {
      let key = keys.randomElement(using: &random) ?? ""
      let value = values.randomElement(using: &random) ?? ""
      members.append((key, key == "xunwen" && value.hasPrefix("{") ? "1" : value))
    }
    func record(_ members: [(key: String, value: String)]) -> String {
      "{\"text\":\"x\"" + members.map { ",\"\($0.key)\":\($0.value)" }.joined() + "}"
    }
    var last: [(key: String, value: String)] = []
    for member in members {
      last.removeAll { $0.key == member.key }
      last.append(member)
    }
    #expect(try parse(record(members)) == parse(record(last)), "seed \(seed)")
  }

  /// A JSON value of any type, decoded completely. Foundation validates numbers and escapes only
  /// when they are decoded.
  private struct AnyValue: Decodable {
    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      if let object = try? decoder.container(keyedBy: Key.self) {
        for key in object.allKeys { _ = try object.decode(AnyValue.self, forKey: key) }
      } else if var array = try? decoder.unkeyedContainer() {
        while !array.isAtEnd { _ = try array.decode(AnyValue.self) }
      } else {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() || (try? value.decode(Bool.self)) != nil { return }
        if (try? value.decode(Double.self)) == nil { _ = try value.decode(String.self) }
      }
    }
  }

  private func isAcceptedByFoundation(_ line: [UInt8]) -> Bool {
    (try? JSONDecoder().decode([String: AnyValue].self, from: Data(line))) != nil
  }

  /// Random objects, valid and damaged.
  ///
  /// What Foundation refuses may be nearly JSON, which is written as JSON.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a record that Foundation decodes is read, and others are refused or become JSON`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<40 {
      var line = Array(RandomJSON.object(depth: 4, using: &random).utf8)
      #expect(isSyntax(line), "seed \(seed): \(String(decoding: line, as: UTF8.self))")
      for _ in 0..<4 where !line.isEmpty {
        let i = Int.random(in: line.indices, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: line.remove(at: i)
        case 1:
          line.insert(Array(#"{}[]",:0-.eE\/ntx "#.utf8).randomElement(using: &random) ?? 0, at: i)
        case 2: line.removeSubrange(i...)
        default: line[i] = UInt8.random(in: 0x20...0x7E, using: &random)
        }
        // The one difference is lone surrogates, and damaged escapes can produce them.
        guard !line.contains(UInt8(ascii: "u")), String(validating: line, as: UTF8.self) != nil
        else { continue }
        let shown = "seed \(seed): \(String(decoding: line, as: UTF8.self))"
        if isAcceptedByFoundation(line) {
          #expect(isSyntax(line), "\(shown)")
        } else if let article = try? parse(line) {
          var exported: [UInt8] = []
          JSONRecordWriter().append(article, to: &exported)
          #expect(isAcceptedByFoundation(exported), "\(shown)")
        }
      }
    }
  }

  private func isSyntax(_ line: [UInt8]) -> Bool {
    switch reason(line) {
    case .invalidJSON, .undecodable: false
    default: true
    }
  }

  @Test func `damaged records are articles of valid UTF-8 or errors`() {
    let line = Array(
      #"{"id":"x1","text":"正文\ud840\udc00","tags":["a"],"date":"2023-07-02","n":[1,{"a":-1.5e3}]}"#
        .utf8)
    for count in line.indices { #expect(reason(Array(line[..<count])) != nil) }
    var random = SplitMix64(seed: 5)
    for _ in 0..<3000 {
      var bytes = line
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^=
          1 << UInt8.random(in: 0...7, using: &random)
      }
      if case .success(let article) = Result(catching: { try parse(bytes) }) {
        #expect(String(validating: article.text, as: UTF8.self) != nil)
      }
    }
  }
}

/// A generator of random JSON texts in ASCII and Chinese.
private enum RandomJSON {
  static func object(depth: Int, using random: inout SplitMix64) -> String {
    let members = (0..<Int.random(in: 0...4, using: &random)).map { i in
      "\(space(&random))\"k\(i)\"\(space(&random)):\(value(depth: depth - 1, using: &random))"
    }
    return "{" + (members.isEmpty ? space(&random) : members.joined(separator: ",")) + "}"
  }

  static func value(depth: Int, using random: inout SplitMix64) -> String {
    let text: String
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
    case 0: text = ["true", "false", "null"].randomElement(using: &random) ?? ""
    case 1:
      text =
        ["0", "-0", "12", "-3.25", "1e5", "2E-3", "10.0e+2"].randomElement(using: &random) ?? ""
    case 2: text = #""托育\n\"服务\\""#
    case 3: text = #""""#
    case 4: text = #""a/\/b\t""#
    case 5: text = "[]"
    case 6: text = object(depth: depth, using: &random)
    default:
      let count = Int.random(in: 1...3, using: &random)
      text =
        "["
        + (0..<count).map { _ in value(depth: depth - 1, using: &random) }.joined(separator: ",")
        + "]"
    }
    return space(&random) + text + space(&random)
  }

  private static func space(_ random: inout SplitMix64) -> String {
    ["", "", " ", "\t", "\r\n"].randomElement(using: &random) ?? ""
  }
}
