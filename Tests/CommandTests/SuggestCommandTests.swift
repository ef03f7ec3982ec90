import TestSupport
import Testing

/// suggest, and the suggestions of search.
@Suite struct SuggestCommandTests {
  private let program = Program.indexed()

  @Test func `suggestions have counts`() {
    let result = program.run("suggest", "托玉服务")
    #expect(result.output == "articles  query\n       3  托育服务\n")
    #expect(result.errors.isEmpty && result.status == 0)
    #expect(
      program.run("suggest", "托玉服务", "养老", "--json").output
        == #"{"articles":1,"query":"托育服务 养老","type":"suggestion"}"# + "\n")
    let none = program.run("suggest", "托育")
    #expect(none.output.isEmpty && none.status == 1)
    #expect(
      none.errors == "no suggestion: no other spelling occurs more often in the index\n")
    let empty = program.run("suggest", "")
    #expect(empty.errors.hasPrefix("error: the query is empty") && empty.status == 2)
  }

  @Test func `search suggests when few articles match`() {
    let result = program.run("search", "托玉服务", "--match", "all")
    #expect(result.output.hasPrefix("no article matches"), "the query is not replaced")
    #expect(result.errors.hasSuffix("did you mean: 托育服务 (3 articles)\n"))
    #expect(result.status == 1)
    let json = program.run("search", "托玉服务", "--match", "all", "--json")
    #expect(json.errors.isEmpty && json.lines.count == 3)
    #expect(json.lines[0] == #"{"articles":3,"query":"托育服务","type":"suggestion"}"#)
    #expect(json.lines[1].contains(#""type":"no_hits""#))
    #expect(json.lines[2].contains(#""type":"summary""#))
    #expect(program.run("search", "托育服务").errors.isEmpty)
    #expect(program.run("batch", "-", "--quiet", input: "1\t托玉服务\n").errors.isEmpty)
  }
}
