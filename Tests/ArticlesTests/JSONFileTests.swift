import Articles
import Calendar
import TestSupport
import Testing

/// Tests of JSON files with other layouts than one record per line.
struct JSONFileTests {
  @Test(arguments: [
    // An array on one line, by lines, and indented.
    #"[{"id":"a","text":"甲"},{"id":"b","text":"乙"}]"#,
    "[\n{\"id\":\"a\",\"text\":\"甲\"},\n{\"id\":\"b\",\"text\":\"乙\"}\n]\n",
    "[\n  {\n    \"id\": \"a\",\n    \"text\": \"甲\"\n  },\n  {\n    \"id\": \"b\",\n    \"text\": \"乙\"\n  }\n]",
    // A sequence, with and without commas, and by lines.
    "{\n \"id\": \"a\",\n \"text\": \"甲\"\n}\n{\n \"id\": \"b\",\n \"text\": \"乙\"\n}",
    "{\r\n\"id\":\"a\",\r\n\"text\":\"甲\"},\r\n{\"id\":\"b\",\"text\":\"乙\"}\r\n",
    "{\"id\":\"a\",\"text\":\"甲\"}\n{\"id\":\"b\",\"text\":\"乙\"}",
    // Several arrays, and an array of arrays.
    #"[{"id":"a","text":"甲"}][{"id":"b","text":"乙"}]"#,
    #" [ [ {"id":"a","text":"甲"} ] , [] , [ {"id":"b","text":"乙"} ] ] "#,
  ])
  func `records of every layout are read`(text: String) throws {
    for name in ["a.json", "a.jsonl", "a.ndjson", "a.txt", "a"] {
      let contents = try FileContents(text, name: name)
      #expect(contents.ids == ["a", "b"] && contents.bodies == ["甲", "乙"], "\(name)")
      #expect(contents.errors == [], "\(name)")
    }
  }

  @Test func `a single record is read`() throws {
    #expect(try FileContents(#"{"text":"甲"}"#, name: "a.json").ids == ["a.json#1"])
    #expect(try FileContents("{\n\n\"text\":\n\"甲\"\n}", name: "a.json").ids == ["a.json#1"])
    #expect(try FileContents("[]", name: "a.jsonl").errors == [])
  }

  @Test func `records of an array are numbered, and errors have lines`() throws {
    let text = """
      [
        {"text": "甲"}, {"text": "乙"},

        {"title": "t", "tags": [
           "x"]},
        {"text": "丙"},
        {"text": nul},
        {"text": "丁"}
      ]
      """
    let contents = try FileContents(text, name: "a.json")
    #expect(contents.ids == ["a.json#1", "a.json#2", "a.json#4", "a.json#6"])
    #expect(contents.errorLines == [4, 7])
    #expect(contents.errors.first?.reason == .missingText)
  }

  @Test func `encodings are found in arrays`() throws {
    // In these encodings, brackets and backslashes are the second bytes of characters.
    let text =
      #"[{"id":"a","text":"\#(Encoded.simplified.filter { $0 != "\n" })"},{"id":"b","text":"乙"}]"#
    let utf16 = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let expected = try FileContents(text, name: "a.json").bodies
    #expect(try FileContents(utf16, name: "a.json").bodies == expected)
    let gb = Array(#"[{"id":"a","text":""#.utf8) + Encoded.gb18030.filter { $0 != 0x0A }
    let ending = Array(#""},{"id":"b","text":""#.utf8) + [0xD2, 0xD2] + Array("\"}]".utf8)
    let contents = try FileContents(gb + ending, name: "a.json")
    #expect(contents.bodies == expected && contents.articles.first?.encoding == "GB18030")
    // Damaged characters are replaced.
    let damaged = try FileContents(gb + [0xFF, 0xFF] + ending, name: "a.json")
    #expect(damaged.bodies == [expected[0] + "\u{FFFD}\u{FFFD}", expected[1]])
    #expect(damaged.articles.map { $0.damage?.count } == [2, nil])
  }

  @Test func `a dump of Elasticsearch is read`() throws {
    let text = """
      {"_index":"news","_type":"_doc","_id":"AX1","_score":1,"_source":{"title":"题","content":"文","pubDate":"2026-07-14","views":7}}
      {"_index":"news","_id":"AX2","_source":{"id":9,"text":"乙","title":null}}
      """
    let contents = try FileContents(text, name: "dump.json")
    #expect(contents.ids == ["AX1", "9"] && contents.bodies == ["文", "乙"])
    #expect(contents.articles[0].published?.description == "2026-07-14")
    #expect(contents.articles[0].extras.map(\.key) == ["_index", "_type", "_score", "views"])
    #expect(contents.articles[1].extras.map(\.key) == ["_index", "_id"])
  }

  @Test(arguments: [
    (#"{"$date":"2026-07-14T00:30:00Z"}"#, "2026-07-14T08:30:00"),
    (#"{"$date":"2026-07-14T08:30:00.000+0800"}"#, "2026-07-14T08:30:00"),
    (#"{"$date":{"$numberLong":"1783989000000"}}"#, "2026-07-14T08:30:00"),
    (#"{ "$date" : 1783989000000 }"#, "2026-07-14T08:30:00"),
    (#"{"$date":{"$numberLong":"-631180800000"}}"#, "1950-01-01T00:00:00"),
    (#"{"$date":{"$numberLong":"-1"}}"#, "1970-01-01T07:59:59"),
    (#"{"$numberLong":"1783989000"}"#, "2026-07-14T08:30:00"),
    (#"{"$numberInt":"20260714"}"#, "2026-07-14"),
    (#"{"$numberDouble":"1783989000.5"}"#, "2026-07-14T08:30:00"),
    (#"{"$date":{"$numberLong":"99999999999999999"}}"#, ""), (#"{"$date":null}"#, ""),
    (#"{"$date":"2026-07-14","x":1}"#, ""), (#"{"x":"2026-07-14"}"#, ""), ("{}", ""),
  ])
  func `dates of MongoDB are read`(value: String, expected: String) throws {
    let text =
      #"{"_id":{"$oid":"64b0c1d2e3f4a5b6c7d8e9f0"},"content":"文","time":\#(value),"n":{"$numberInt":"5"}}"#
    let contents = try FileContents(text + "\n", name: "a.json")
    let article = try #require(contents.articles.first)
    #expect(article.id == "64b0c1d2e3f4a5b6c7d8e9f0")
    #expect(article.published?.description ?? "" == expected)
    #expect(article.extras.map(\.key) == (expected.isEmpty ? ["time", "n"] : ["n"]))
  }

  @Test(arguments: [
    #"{"name":"xunwen","version":"1.0","keywords":["news"],"scripts":{"test":"x"}}"#,
    "{\n  \"compilerOptions\": { \"strict\": true },\n  \"include\": [\"src\"]\n}\n", "[1, 2, 3]",
    "[]", "{}", "", "   ", "\"text\"", "12", "not json", "{\"a\"", "[{\"a\":1}]",
    #"{"type":"FeatureCollection","features":[{"id":1,"#,
  ])
  func `a JSON file without articles is skipped`(text: String) throws {
    #expect(try !FileContents(text, name: "a.json").isAccepted)
    let long = text.replacing(
      "\"name\"", with: "\"x\":\"\(String(repeating: "y", count: 9000))\",\"name\"")
    #expect(try !FileContents(long, name: "a.json").isAccepted)
  }

  @Test func `a JSON file that may hold articles is reported`() throws {
    let contents = try FileContents(#"[{"title":"题","date":"2026-07-14"}]"#, name: "a.json")
    #expect(contents.errors.map(\.reason) == [.missingText])
    #expect("\(contents.errors[0])".contains("--map NAME=text"))
    // The text is behind the bytes from which the file is recognized.
    let long = #"[{"id":"a","summary":"\#(String(repeating: "x", count: 5000))","text":"甲"}]"#
    #expect(try FileContents(long, name: "a.json").bodies == ["甲"])
    let map = try FieldMap(["blob=text"])
    #expect(try FileContents(#"{"blob":"甲"}"#, name: "a.json", fields: map).bodies == ["甲"])
  }

  @Test func `a crawled text that begins with a bracket is no record`() throws {
    for text in ["[图集]临江\n正文。", "{text}\n正文。", #"{"a":1}"#, "[]"] {
      let contents = try FileContents(text, name: "a.txt")
      #expect(contents.ids == ["a.txt"] && contents.errors == [])
    }
  }

  // MARK: Damage

  /// Pieces that replace a record, none of which may cost another record.
  private static let damage = [
    #"{"id":"x","text":"没有结束}"#, #"{"id":"x","text":"引号"没有"转义"}"#, #"{"id":"x","text":"a"#,
    #"{"id":"x","text":["a"}"#, #"{"id":"x","text":"a","n":{"#, #"{"id":"x","text":NaN}"#,
    #"{"id":"x",}"#, #"{"id" "x"}"#, #"{id:'x'}"#, "", "null", "12", "\"{\"", "[", "}", "{}",
    #"{"id":"x","text":"a"}}"#, #"{"id":"x","text":"a"]"#, "损坏的字节", #"{"id":"x","text":"\"#,
  ]

  private enum Layout: CaseIterable {
    case lines, arrayOfLines, indentedArray, flatArray, sequence

    func file(_ records: [String]) -> String {
      switch self {
      case .lines: records.joined(separator: "\n")
      case .arrayOfLines: "[\n" + records.joined(separator: ",\n") + "\n]"
      case .indentedArray: "[\n  " + records.map(indented).joined(separator: ",\n  ") + "\n]"
      case .flatArray: "[" + records.joined(separator: ", ") + "]"
      case .sequence: records.map(indented).joined(separator: "\n")
      }
    }

    /// A record with its members on lines of their own.
    private func indented(_ record: String) -> String {
      let indent = self == .sequence ? "" : "  "
      return record.replacing("{\"", with: "{\n\(indent)  \"").replacing(
        ",\"", with: ",\n\(indent)  \""
      )
      .replacing("\"}", with: "\"\n\(indent)}")
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `a damaged record costs no other record`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for layout in Layout.allCases {
      for piece in Self.damage {
        let count = Int.random(in: 2...6, using: &random)
        var records = (0..<count).map { #"{"id":"\#($0)","text":"文\#($0){,[","list":["a"]}"# }
        let place = Int.random(in: 1...count, using: &random)
        records.insert(piece, at: place)
        let text = layout.file(records)
        let contents = try FileContents(text, name: "a.json")
        let ids = contents.ids.filter { $0 != "x" }
        #expect(
          ids == (0..<count).map { "\($0)" },
          "seed \(seed), \(layout), \(piece):\n\(text)\n\(contents.errors)")
      }
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a cut or changed file gives articles or errors`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = (0..<8).map { #"{"id":"\#($0)","text":"正文\#($0)","tags":["a"],"n":{"b":[1]}}"# }
    let layout = Layout.allCases[Int(seed) % Layout.allCases.count]
    let whole = Array(layout.file(records).utf8)
    for _ in 0..<20 {
      var bytes = whole
      if Bool.random(using: &random) {
        bytes.removeSubrange(Int.random(in: 20..<bytes.count, using: &random)...)
      } else {
        // One change touches at most two neighboring records.
        let place = Int.random(in: 20..<bytes.count, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        // A file with a NUL among its first bytes is binary.
        if bytes[place] == 0 { continue }
        let contents = try FileContents(bytes, name: "a.jsonl")
        #expect(
          contents.articles.count >= 6,
          "seed \(seed), byte \(place): \(String(decoding: bytes, as: UTF8.self)) \(contents.errors)"
        )
        continue
      }
      let contents = try FileContents(bytes, name: "a.jsonl")
      let complete = records.indices.last { index in
        layout.file(Array(records[...index])).utf8.count - 3 <= bytes.count
      }
      #expect(contents.articles.count >= complete ?? 0, "seed \(seed)")
      #expect(contents.articles.allSatisfy { String(validating: $0.text, as: UTF8.self) != nil })
    }
  }

  @Test func `an array that is not closed is an error`() throws {
    let contents = try FileContents("[\n{\"text\":\"甲\"},\n{\"text\":\"乙\"}\n", name: "a.json")
    #expect(contents.bodies == ["甲", "乙"] && contents.errorLines == [4])
  }

  /// The lengths are below and above the chunks in which files are read.
  @Test(arguments: [2_000, 1_100_000])
  func `long records are skipped in arrays`(length: Int) throws {
    let long = String(repeating: "a", count: length)
    func read(limit: Int, isIndented: Bool) throws -> FileContents {
      let space = isIndented ? "\n  " : ""
      let records = ["1", long, "3", long].enumerated().map {
        #"{"id":"\#($0.offset)","text":"\#($0.element)"}"#
      }
      return try FileContents(
        "[" + space + records.joined(separator: "," + space) + "]", name: "a.jsonl", limit: limit)
    }
    for isIndented in [false, true] {
      #expect(try read(limit: length + 100, isIndented: isIndented).ids == ["0", "1", "2", "3"])
      let contents = try read(limit: 1_000, isIndented: isIndented)
      #expect(contents.ids == ["0", "2"] && contents.errors.count == 2)
      for error in contents.errors {
        guard case .tooLarge(let bytes, 1_000) = error.reason else {
          Issue.record("\(error)")
          continue
        }
        #expect(abs(bytes - length) < 30)
      }
    }
  }

  @Test func `records across the chunks of a file are read`() throws {
    let record = #"{"id":"x","text":"\#(String(repeating: "托育", count: 300))","n":[{"a":1}]},"#
    let count = 4_000
    let contents = try FileContents(
      "[" + String(repeating: record, count: count) + "{\"text\":\"末\"}]", name: "a.json")
    #expect(contents.articles.count == count + 1 && contents.errors == [])
    #expect(contents.bodies.last == "末")
  }
}
