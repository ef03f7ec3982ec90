import Articles
import TestSupport
import Testing

struct SogouDocumentsTests {
  private static let document = """
    <doc>
    <url>http://news.example/20260714/n1.shtml?a=1&b=<2></url>
    <docno>a1</docno>
    <contenttitle>临江市１５分钟服务圈</contenttitle>
    <content>全市新建<b>五处</b>托育点。
    第二段。</content>
    </doc>

    """

  @Test(arguments: ["a.dat", "a.txt", "a.xml", "a"])
  func `documents are read`(name: String) throws {
    let second = Self.document.replacing("a1", with: "a2").replacing(
      "<docno>", with: "<lang>zh</lang><docno>")
    let contents = try FileContents(
      "<doclist>\n" + Self.document + second + "</doclist>\n", name: name)
    #expect(contents.ids == ["a1", "a2"] && contents.errors == [])
    let article = try #require(contents.articles.last)
    #expect(article.title == "临江市１５分钟服务圈")
    #expect(contents.bodies.first == "全市新建五处托育点。\n第二段。\n")
    #expect(article.url == "http://news.example/20260714/n1.shtml?a=1&b=<2>")
    #expect(article.extras == [Extra(key: "lang", value: "\"zh\"")])
  }

  @Test func `a document without text has its headline`() throws {
    let empty = "<doc>\n<url>u</url>\n<contenttitle>题</contenttitle>\n<content></content>\n</doc>\n"
    let contents = try FileContents(
      empty + empty.replacing("题", with: " ") + empty.replacing("content>", with: "x>"),
      name: "a.dat")
    #expect(contents.articles.map(\.title) == ["题"])
    #expect(contents.errors.map(\.reason) == [.empty, .missingText])
  }

  @Test func `documents in GB18030 are read`() throws {
    let bytes =
      Array("<doc>\n<url>u</url>\n<docno>1</docno>\n<content>".utf8)
      + Encoded.gb18030.filter { $0 != 0x0A } + Array("</content>\n</doc>\n".utf8)
    let contents = try FileContents(bytes + bytes, name: "a.dat")
    #expect(contents.articles.map(\.encoding) == ["GB18030", "GB18030"])
    #expect(contents.bodies.first == Encoded.simplified.filter { $0 != "\n" })
  }

  @Test func `a damaged document costs no other document`() throws {
    let other = Self.document.replacing("a1", with: "a2")
    for damage in [
      "<doc>\n<url>u</url>\n<content>没有结束", "<doc>", "</doc>", "<doc></doc>",
      "<content>文</content>",
      "<doc><docno>x</docno></doc>", "<doc><content",
    ] {
      let contents = try FileContents(Self.document + damage + "\n" + other, name: "a.txt")
      #expect(
        contents.ids.filter { $0.hasPrefix("a") && !$0.contains("#") } == ["a1", "a2"], "\(damage)")
    }
    let cut = try FileContents(Self.document + String(other.prefix(60)), name: "a.txt")
    #expect(cut.ids == ["a1"] && cut.errorLines == [8])
  }

  @Test func `a document above the limit is skipped`() throws {
    let long = Self.document.replacing("全市", with: String(repeating: "长", count: 800_000))
    let contents = try FileContents(
      Self.document + long + Self.document, name: "a.txt", limit: 1_000)
    #expect(contents.ids == ["a1", "a1"] && contents.errorLines == [8])
    guard case .tooLarge(_, 1_000)? = contents.errors.first?.reason else {
      Issue.record("\(contents.errors)")
      return
    }
  }
}
