import Articles
import TestSupport
import Testing

/// Arrays of records in an object.
struct WrappedRecordTests {
  private static let records = #"[{"id":"a","text":"甲"},{"id":"b","title":"]}","text":"乙"}]"#

  @Test(arguments: [
    #"{"RECORDS":@}"#, #"{"code":0,"msg":"{ok}","data":{"total":2,"list":@,"page":{"n":[1]}}}"#,
    #"{"status":"ok","totalResults":2,"articles":@}"#, #"{"empty":[],"data":@,"tail":"]}\""}"#,
    "{\n  \"RECORDS\": @\n}\n", "\u{FEFF} {\"n\": {\"k\": [1, {\"x\": \"y\"}]}, \"rows\": @}",
  ])
  func `the elements of the array are the records`(wrapper: String) throws {
    let text = wrapper.replacing("@", with: Self.records)
    for name in ["a.json", "a.txt", "a.jsonl"] {
      let contents = try FileContents(text, name: name)
      #expect(contents.ids == ["a", "b"] && contents.errors == [], "\(name) \(text)")
    }
    let pretty = text.replacing(#"{"id""#, with: "\n    {\n      \"id\"")
    #expect(try FileContents(pretty, name: "a.json").ids == ["a", "b"], "\(pretty)")
  }

  @Test func `an answer of Elasticsearch is read`() throws {
    let text = #"""
      {"took":3,"timed_out":false,"_shards":{"total":5},"hits":{"total":{"value":2,"relation":"eq"},"max_score":null,"hits":[
      {"_index":"news","_id":"1","_score":null,"_source":{"title":"题","content":"甲"},"sort":[5]},
      {"_index":"news","_id":"2","_source":{"title":"题","content":"乙"}}]},"aggregations":{"s":{"buckets":[{"key":"x","doc_count":2}]}}}
      """#
    let contents = try FileContents(text, name: "a.json")
    #expect(contents.ids == ["1", "2"] && contents.bodies == ["甲", "乙"] && contents.errors == [])
  }

  @Test func `several answers follow each other`() throws {
    func page(_ ids: [String]) -> String {
      let list = ids.map { #"{"id":"\#($0)","text":"x"}"# }.joined(separator: ",")
      return #"{"code":0,"data":{"list":[\#(list)],"next":1}}"#
    }
    let text = [page(["a", "b"]), page([]), page(["c"])].joined(separator: "\n")
    let contents = try FileContents(text, name: "a.jsonl")
    #expect(contents.ids == ["a", "b", "c"] && contents.errors == [])
    // An answer without an array is reported.
    let failed = try FileContents(
      [page(["a"]), #"{"code":500,"msg":"error"}"#, page(["c"])].joined(separator: "\n"),
      name: "a.jsonl")
    #expect(failed.ids == ["a", "c"])
    #expect(failed.errors.map(\.reason) == [.missingText] && failed.errorLines == [2])
  }

  @Test(arguments: [
    #"{"comments":[{"content":"评论","date":"2026-07-14"}],"text":"正文"}"#,
    #"{"text":"正文","comments":[{"content":"评论"}]}"#,
    #"{"_index":"n","_source":{"related":[{"title":"t","text":"x"}],"content":"正文"}}"#,
  ])
  func `a record with a text is no wrapper`(line: String) throws {
    for name in ["a.json", "a.jsonl"] {
      let contents = try FileContents(line + "\n" + line, name: name)
      #expect(contents.bodies == ["正文", "正文"], "\(line)")
    }
  }

  @Test(arguments: [
    #"{"name":"app","dependencies":[{"name":"x"}]}"#, #"{"a":[{"text":"x"}],"b":[{"text":"y"}]}"#,
    #"{"title":"t","date":"2026-07-14","comments":[{"text":"x"}]}"#, #"{"list":[]}"#,
    #"{"list":[{"title":"t"}]}"#,
  ])
  func `other objects are no wrappers`(text: String) throws {
    #expect(try FileContents(text, name: "a.json").articles.isEmpty)
  }

  @Test func `a file of JSON without records that is named is an error`() throws {
    let folder = TemporaryDirectory()
    folder.write(Array(#"{"columns":["title","text"],"data":[["a","b"]]}"#.utf8), to: "a.json")
    #expect(CorpusScanner.scan(folder.path).files.isEmpty)
    let file = try #require(CorpusScanner.scan(folder.path(of: "a.json")).files.first)
    let error = #expect(throws: ArticleError.self) { try file.articles() }
    #expect(error?.reason == .missingText)
  }

  @Test func `a damaged record costs no other record`() throws {
    let text = """
      {"RECORDS":[
      {"id":"a","text":"甲"},
      {"id":"b","text":"乙},
      {"id":"c","text":"丙"}
      ],"n":1}
      """
    let contents = try FileContents(text, name: "a.json")
    #expect(contents.ids == ["a", "c"] && contents.errorLines == [3])
  }

  @Test func `every truncation gives the records before it`() throws {
    let text = Array(#"{"code":0,"data":{"list":\#(Self.records),"page":{"n":"x"}}}"#.utf8)
    for count in text.indices {
      let contents = try FileContents(Array(text[..<count]), name: "a.jsonl")
      #expect(contents.ids.count <= 2 && contents.articles.allSatisfy { $0.fault == nil })
      if count > 70 { #expect(contents.ids.first == "a", "\(count)") }
    }
  }

  /// The array is far longer than the bytes that are read at once, and than an article may be.
  @Test func `a long array is read one record at a time`() throws {
    let count = 3000
    let filler = String(repeating: "文", count: 300)
    let list = (0..<count).map { #"{"id":"\#($0)","text":"\#(filler)"}"# }
    let text = #"{"a":{"b":["# + list.joined(separator: ",") + #"],"c":[1,2]}}"#
    let contents = try FileContents(text, name: "a.json", limit: 4 << 10)
    #expect(contents.articles.count == count && contents.errors == [])
    let pages = list.map { #"{"data":[\#($0)]}"# }.joined(separator: "\n")
    #expect(try FileContents(pages, name: "a.jsonl", limit: 4 << 10).articles.count == count)
  }

  @Test func `many arrays of objects take little time`() throws {
    let arrays = (0..<20_000).map { #""k\#($0)":[{}]"# }.joined(separator: ",")
    let contents = try FileContents("{\(arrays)}", name: "a.jsonl")
    #expect(contents.articles.isEmpty && contents.errors.count == 1)
  }
}
