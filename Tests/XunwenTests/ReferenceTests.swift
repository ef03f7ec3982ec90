import TestSupport
import Testing
import Xunwen

/// Tests of references in every format.
@Suite struct ReferenceTests {
  private func reference(
    title: String = "社区托育服务圈建成", source: String = "央视网", date: String? = "2023-07-02 14:53:51",
    url: String = "https://example.org/a", id: String = "a/b.txt", body: String = "正文",
    accessed: String? = nil
  ) -> Reference {
    let text = Array((title + body).utf8)
    let end = title.utf8.count
    let zones = [Zone(kind: .title, range: 0..<end), Zone(kind: .body, range: end..<text.count)]
    let article = Article(
      id: id, published: date.flatMap { CivilDateTime($0.replacing(" ", with: "T")) },
      source: source, url: url,
      text: text,
      originals: [Original(name: "title", start: 0), Original(name: "text", start: end)],
      zones: zones.filter { !$0.range.isEmpty })
    return Reference(article, accessed: accessed.flatMap { CivilDate($0) })
  }

  @Test func `GB/T 7714 references are complete`() {
    #expect(
      reference().gbt7714 == "央视网. 社区托育服务圈建成[EB/OL]. (2023-07-02). https://example.org/a.")
    #expect(
      reference(source: "工人日报", accessed: "2024-05-01").gbt7714
        == "社区托育服务圈建成[N/OL]. 工人日报, 2023-07-02[2024-05-01]. https://example.org/a.")
    #expect(
      reference(accessed: "2024-05-01").gbt7714
        == "央视网. 社区托育服务圈建成[EB/OL]. (2023-07-02)[2024-05-01]. https://example.org/a.")
    #expect(
      reference(title: "", source: "", date: nil, url: "").gbt7714
        == "[出版者不详]. [题名不详][EB/OL]. [日期不详].")
    #expect(
      reference(source: "工人日报", date: "2023-07", url: "").gbt7714
        == "社区托育服务圈建成[N/OL]. 工人日报, 2023-07.")
    #expect(
      reference(title: "A title", source: "", date: nil, accessed: "2024-05-01").gbt7714
        == "[s.n.]. A title[EB/OL]. [n.d.][2024-05-01]. https://example.org/a.")
    #expect(
      reference(title: "", source: "", date: nil, url: "", body: "no Han").gbt7714
        == "[s.n.]. [no title][EB/OL]. [n.d.].")
  }

  @Test func `text references are complete`() {
    #expect(
      reference().text
        == "社区托育服务圈建成. 央视网, 2023-07-02 14:53:51. https://example.org/a (a/b.txt)")
    #expect(
      reference(title: "", source: "", date: nil, url: "", accessed: "2024-05-01").text
        == "[题名不详]. [出版者不详], [日期不详]. 引用于 2024-05-01 (a/b.txt)")
  }

  @Test func `RIS records have the known parts of dates`() {
    #expect(reference(date: "2023-07").ris.contains("PY  - 2023\r\nDA  - 2023/07//\r\n"))
    #expect(reference(date: "2023").ris.contains("PY  - 2023\r\nDA  - 2023///\r\n"))
    #expect(
      reference(title: "", source: "", date: nil, url: "", id: "a\nb").ris
        == "TY  - ELEC\r\nTI  - [题名不详]\r\nID  - a b\r\nER  - \r\n")
  }

  @Test func `BibTeX entries are complete`() {
    #expect(
      reference(accessed: "2024-05-01").bibTeX == """
        @online{a/b.txt,
          author  = {{央视网}},
          title   = {{社区托育服务圈建成}},
          date    = {2023-07-02},
          url     = {https://example.org/a},
          urldate = {2024-05-01},
        }

        """)
    #expect(
      reference(title: #"50% & #1_{x}^2~ $5 \a"#, source: "", date: nil, url: "", id: "新 闻").bibTeX
        == ##"""
        @misc{xunwen-3c51922243677569,
          title   = {{50\% \& \#1\_\textbraceleft{}x\textbraceright{}\textasciicircum{}2\textasciitilde{} \$5 \textbackslash{}a}},
        }

        """##)
    #expect(
      reference(url: "https://example.org/{a b}%20\\").bibTeX.contains(
        "  url     = {https://example.org/%7Ba%20b%7D%20%5C},\n"))
  }

  @Test func `a reference is one line without control characters`() {
    let odd = reference(title: "\u{1B}[31m标\n\n题\u{202E}\u{7}", source: "\u{9B}甲\t乙", id: "a\nb")
    #expect(odd.title == "[31m标 题" && odd.source == "甲 乙")
    #expect(odd.text.hasSuffix("(a b)"))
    #expect(odd.citationKey.hasPrefix("xunwen-"))
  }

  /// BibTeX and LaTeX can read entries with random titles, sources, URLs and ids.
  @Test(arguments: [101, 102] as [UInt64])
  func `BibTeX entries are balanced and escaped`(seed: UInt64) throws {
    var generator = ArticleGenerator(
      seed: seed,
      alphabet: [
        "{", "}", "\\", "%", "&", "#", "$", "_", "^", "~", "国", "\"", "@", ",", "=", "\n", "a",
      ])
    for _ in 0..<TestScale.cases(500) {
      let title = generator.text(0...12)
      let reference = reference(
        title: title, source: generator.text(0...5), url: generator.text(0...8),
        id: generator.text(1...4))
      let entry = reference.bibTeX
      let note = "seed \(seed): \(title.debugDescription)\n\(entry)"
      var depth = 0
      for (index, character) in entry.unicodeScalars.enumerated() {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        let isLast = index >= entry.unicodeScalars.count - 2
        #expect(depth > 0 || isLast || index < 8, "\(note)")
      }
      #expect(depth == 0 && entry.hasSuffix("\n}\n"), "\(note)")
      #expect(
        !reference.citationKey.contains(where: { "{}\\%#,= \"~$&^@\n".contains($0) }), "\(note)")
      let lines = entry.split(separator: "\n")
      let field = try #require(lines.first { $0.hasPrefix("  title   = {{") }, "\(note)")
      let value = String(field.dropFirst("  title   = {{".count).dropLast("}},".count))
      let shown = reference.title.isEmpty ? "[题名不详]" : reference.title
      #expect(Self.printed(value) == shown, "\(note)")
    }
  }

  /// Returns the text that LaTeX prints for a field; nil for an unescaped special character.
  private static func printed(_ text: String) -> String? {
    let commands = [
      ("\\textbackslash{}", "\\"), ("\\textbraceleft{}", "{"), ("\\textbraceright{}", "}"),
      ("\\textasciitilde{}", "~"), ("\\textasciicircum{}", "^"),
    ]
    var rest = text[...]
    var result = ""
    while let first = rest.first {
      if let (command, character) = commands.first(where: { rest.hasPrefix($0.0) }) {
        result += character
        rest = rest.dropFirst(command.count)
      } else if first == "\\", let next = rest.dropFirst().first, "#$%&_".contains(next) {
        result.append(next)
        rest = rest.dropFirst(2)
      } else if "\\{}#$%&_^~".contains(first) {
        return nil
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
