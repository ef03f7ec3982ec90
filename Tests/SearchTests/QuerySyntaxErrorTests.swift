import Search
import Testing

@Suite struct QuerySyntaxErrorTests {
  private static let onlyExcludes =
    "the query only excludes; add a term to search for, or * for all articles"

  /// Each row is a query, the line with the mark, and the start of the message.
  @Test(
    arguments: [
      ("(养老 OR 医保", "^", "this parenthesis is never closed"),
      ("a (b (c d)", "  ^", "this parenthesis is never closed"),
      ("养老 医保)", "         ^", "no parenthesis is open here; write \\) to search for it"),
      (") a", "^", "no parenthesis is open here"),
      ("养老 “医保 a", "     ^", "this quotation mark is never closed"),
      ("养老\"", "    ^", "this quotation mark is never closed"),
      ("「甲", "^~", "this quotation mark is never closed"),
      ("a ()", "  ^~", "nothing to search for in this group"),
      ("（ ） a", "^~~~~", "nothing to search for in this group"),
      ("a (in:tail)", "  ^~~~~~~~~", "nothing to search for in this group"),
      ("养老(试点 OR 示范)", "    ^", "put a space before this parenthesis to make it a group"),
      ("AND 养老", "^~~", "nothing before AND"),
      ("养老 ＡＮＤ", "     ^~~~~~", "nothing after AND"),
      ("a AND AND b", "  ^~~", "nothing after AND"),
      ("养老 OR", "     ^~", "nothing after OR"),
      ("(OR a)", " ^~", "nothing before OR"),
      ("a OR OR b", "  ^~", "nothing after OR"),
      ("a AND OR b", "  ^~~", "nothing after AND"),
      ("a NOT", "  ^~~", "nothing after NOT to exclude"),
      ("a -OR b", "  ^", "nothing after the dash to exclude"),
      ("a NOT -b", "  ^~~", "an exclusion cannot be excluded"),
      ("-养老", "^~~~~", Self.onlyExcludes), ("(-a NOT b)", "^~~~~~~~~~", Self.onlyExcludes),
      ("a OR -b", "     ^~", Self.onlyExcludes), ("a NOT (-b)", "      ^~~~", Self.onlyExcludes),
      ("title:*", "      ^", "* alone is all articles; write a word after the field"),
      (
        "养老 abc:医保", "     ^~~",
        "unknown field 'abc' (fields: title, body, source, tag, date, id, in, 发文机关, 发文字号, "
          + "成文日期, 索引号, 主题分类, 有效性); "
          + "quote the text to search for it"
      ),
      ("title:", "^~~~~~", "title: needs a word, a quotation or a group after it"),
      ("标题：-a", "^~~~~~", "title: needs a word, a quotation or a group after it"),
      ("source: AND b", "^~~~~~~", "source: needs a word"),
      ("title:body:a", "^~~~~~", "title: needs a word"),
      ("date:(source:a)", "      ^~~~~~~", "date: takes dates only"),
      ("source:(a title:b)", "          ^~~~~~", "source: takes names only"),
      ("source:(a in:tail)", "          ^~~~~~~", "source: takes names only"),
      ("source:\"\"", "       ^~", "source: needs a name"),
      ("a in:foot", "  ^~~~~~~", "in: takes tail, title, body or all"),
      ("范围：脚注 a", "^~~~~~~~~~", "in: takes tail, title, body or all"),
      ("a in:", "  ^~~", "in: needs one of tail, title, body, all"),
      ("in:tail a in:body", "          ^~~~~~~", "in: is given twice in one group"),
      ("a -in:tail", "   ^~~~~~~", "in: applies to its whole group; it cannot be excluded"),
      ("title:in:tail a", "      ^~~~~~~", "in: applies to its whole group"),
      ("in:tail", "^~~~~~~", "the query only has in:; add a term to search for"),
      ("养老 date:2023-13", "          ^~~~~~~", "there is no month 13"),
      ("date:2023-06..2023-06-31", "              ^~~~~~~~~~", "the month has no day 31"),
      ("date:2023-06..2022-01", "     ^~~~~~~~~~~~~~~~", "the range ends before it begins"),
      ("date:..", "     ^~", "no date on either side; write 2023, 2023-06"),
      ("日期：去年", "      ^~~~", "not a date; write 2023, 2023-06, 2023-06-01, 2023年6月1日"),
      ("date:>=", "     ^~", "not a date; write 2023"),
      ("date:[2023 2024]", "     ^~~~~~~~~~~", "not a range; write [2023-06 TO 2023-07]"),
      ("date:[2023", "     ^", "this bracket is never closed"),
      ("养老 NEAR/99999 医保", "          ^~~~~", "a distance is 10000 at most"),
      ("养老 NEAR/x 医保", "     ^~~~~~", "expected a distance after the slash, as in NEAR/5"),
      ("养老 (ADJ/)", "      ^~~~", "expected a distance after the slash, as in NEAR/5"),
      ("养老 NEAR/-1 医保", "     ^~~~~~~", "expected a distance after the slash, as in NEAR/5"),
      ("NEAR/2 医保", "^~~~~~", "nothing before NEAR"),
      ("养老 /s", "     ^~", "nothing after /s"),
      (
        "a NEAR/2 b ADJ/2 c", "           ^~~~~",
        "one proximity has one kind of operator; ADJ is another"
      ),
      ("a NEAR/2 (b c)", "         ^~~~~", "an operand of a proximity is a word, a quotation"),
      ("a NEAR/2 title:b", "         ^~~~~~", "title: applies to the whole proximity"),
      ("a /p source:b", "     ^~~~~~~", "source: applies to the whole proximity"),
      ("养老^0", "    ^~", "a boost is a number above 0 and at most 1000"),
      ("养老~2", "    ^~", "~ takes a quotation or a word of Latin letters"),
      ("3 of (a b)", "^~~~~~~~~~", "3 of needs a group of 3 clauses or more"),
      ("1 of (a -b)", "        ^~", "1 of takes no clause that only excludes"),
      ("2 of ((-a -b) c d)", "      ^~~~~~~", "2 of takes no clause that only excludes"),
      (
        "2 of (a OR b c)", "        ^~", "2 of takes clauses side by side; put an OR in parentheses"
      ),
      ("2 of ((a b c))", "^~~~~~~~~~~~~~", "2 of needs a group of 2 clauses or more"),
      ("3 of (a (b c))", "^~~~~~~~~~~~~~", "3 of needs a group of 3 clauses or more"),
      ("2 of (AND a b)", "      ^~~", "nothing before AND"),
      ("/(/", "  ^", "not a regular expression: mismatched paren"),
      ("date:\"2023-13\"", "     ^~~~~~~~~", "there is no month 13"),
    ])
  func `an error names the mistake and marks its range`(
    query: String, mark: String, message: String
  ) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try QueryParser.parse(query) }
    #expect(error.message.hasPrefix(message), "\(query)")
    #expect(error.rendered(query: query) == query + "\n" + mark, "\(query)")
  }

  @Test func `too deep and too long queries are errors`() throws {
    let deep = String(repeating: "(", count: 101) + "a" + String(repeating: ")", count: 101)
    let error = try #require(throws: QuerySyntaxError.self) { try QueryParser.parse(deep) }
    #expect(error.message == "groups are nested more than 100 deep")
    #expect(error.range == 100..<101)

    let long = String(repeating: "养", count: 65_537)
    let other = try #require(throws: QuerySyntaxError.self) { try QueryParser.parse(long) }
    #expect(other.message == "the query is longer than 65536 characters")
    #expect(other.range == 65_536..<65_537)
    let end = "…" + String(repeating: "养", count: 61)
    #expect(other.rendered(query: long) == end + "\n" + String(repeating: " ", count: 121) + "^~")
  }

  @Test func `a rendered error has two lines`() {
    let error = QuerySyntaxError(message: "", range: 2..<3)
    #expect(error.rendered(query: "a\n)\t\u{202E}b") == "a )  b\n  ^")
  }

  @Test func `a rendered error cuts long queries`() {
    let query = String(repeating: "a", count: 200)
    let lines = QuerySyntaxError(message: "", range: 100..<102).rendered(query: query)
    let around = String(repeating: "a", count: 122)
    #expect(lines == "…\(around)…\n" + String(repeating: " ", count: 61) + "^~")
  }

  @Test func `a range outside of the query still renders`() {
    #expect(QuerySyntaxError(message: "", range: 5..<9).rendered(query: "养") == "养\n  ^")
    #expect(QuerySyntaxError(message: "", range: 0..<0).rendered(query: "") == "\n^")
  }
}
