#if LIBFUZZER
  @testable import Articles

  /// Formats of files that are one article.
  extension FuzzedFormat {
    static let pages = [
      FuzzedFormat(
        "html", dictionary: "html", longestInput: 1024,
        seeds: .policy(
          "announcement.html", "cells-above.html", "columns.html", "definition-list.html",
          "list-items.html", "meta.html", "news.html", "one-line.html", "updated.html")
          + .corpus(
            "jiangbei-zhengfu/2025/yinfa-jingji.htm", "linjiang-zaixian/2025/tuoyu-yanshi.html"),
        read: FormatReading.article { try WebPage.article(in: $0, id: $1, path: $2, decoder: $3) }),
      FuzzedFormat(
        "json-ld", dictionary: "html",
        seeds: .texts(
          #"{"@context":"https://schema.org","@type":"NewsArticle","headline":"海棠托育启动","#
            + #""datePublished":"2026-07-14T08:30:00+08:00","publisher":{"@type":"Organization","#
            + #""name":"临江日报"},"articleBody":"七月十四日，托育服务启动。"}"#,
          #"{"@graph":[{"@type":["WebPage"],"headline":"甲","author":[{"name":"乙"}]}]}"#),
        read: { bytes in
          let page =
            Array(#"<!DOCTYPE html><html><head><script type="application/ld+json">"#.utf8) + bytes
            + Array("</script></head><body><h1>海棠托育启动</h1><p>七月十四日，托育服务启动。</p>".utf8)
          FormatReading.article { try WebPage.article(in: $0, id: $1, path: $2, decoder: $3) }(page)
        }),
      FuzzedFormat(
        "text", dictionary: "text", longestInput: 640,
        seeds: .policy(
          "all-lines.txt", "attachment.txt", "bars.txt", "bracket-date.txt", "customs.txt",
          "interpretation.txt", "label-lines.txt", "letter.txt", "order.txt", "results.txt",
          "tabs.txt", "title-in-table.txt", "traditional.txt", "value-below.txt")
          + .corpus("linjiang-ribao/2012/2012-03-27-gongzufang-yaohao.txt"),
        read: FormatReading.article {
          try CrawledText.article(in: $0, id: $1, path: $2, decoder: $3)
        }),
      FuzzedFormat(
        "repeated-lines", dictionary: "text", longestInput: 1536,
        seeds: .texts(
          (1...12).map { "首页 > 新闻\n第\($0)次托育会议召开\n2026-07-\(10 + $0) 来源：临江日报\n会议指出托育。\n责任编辑：甲" }
            .joined(separator: "\u{C}")),
        read: RepeatedLines.read),
      FuzzedFormat(
        "markdown", dictionary: "markdown",
        seeds: .texts(
          markdown,
          "# 托育\n\n[a]: ./b\n\n* 一\n* 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n"),
        read: FormatReading.article { try Markdown.article(in: $0, id: $1, path: $2, decoder: $3) }),
      FuzzedFormat(
        "front-matter", dictionary: "markdown", longestInput: 512,
        seeds: .texts(
          "title: 托育\ndate: 2024-03-18\ntags: [a, b]", "title: |\n  甲\n  乙\nsource: &a 临江日报\nb: *a",
          "date: 2024-03-18T08:30:00+08:00\nauthor: {name: 甲}\n? k\n: v\n", "a: !!binary aGk=\n"),
        read: { bytes in
          let page = Array("---\n".utf8) + bytes + Array("\n---\n\n# 海棠托育启动\n\n正文。\n".utf8)
          FormatReading.article {
            try Markdown.article(in: $0, id: $1, path: $2, decoder: $3)
          }(page)
        }),
      FuzzedFormat(
        "rtf", dictionary: "rtf",
        seeds: .fixtures("Documents/gbk.rtf", "Documents/notice.rtf")
          + .texts(
            #"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 a;}}\f0\'d6\'d0\par\uc1\u20013?\par{\*\x a}\trowd\cell\row}"#
          ),
        read: FormatReading.article { try RichText.article(in: $0, id: $1, path: $2, decoder: $3) }),
      FuzzedFormat(
        "pdf", dictionary: "pdf",
        seeds: .texts(pdf),
        read: FormatReading.article {
          try PDFDocuments.article(inPlaces: $0, id: $1, path: $2, decoder: $3)
        }),
      FuzzedFormat(
        "word", dictionary: "text",
        seeds: .texts(
          "关于托育的通知\n海政发〔2026〕5号\n详见 HYPERLINK \"https://a.cn/\" \\o \"b\" 网页 。\n PAGE  \\* MERGEFORMAT 1 \n"
        ),
        read: { bytes in
          // The output of catdoc.
          let text = UTF8Validity.repaired(bytes).utf8
          guard WordConversion.isReadable(text) else { return }
          FormatReading.article { bytes, id, path, _ in
            let page = MarkedPage(plain: WordFields.removed(from: bytes))
            return try WebPageLayout(page, encoding: "UTF-8").article(id: id, path: path)
          }(text)
        }),
    ]

    private static let markdown = """
      ---
      title: 海棠托育启动
      date: 2024-03-18
      source: 临江日报
      ---

      # 海棠托育启动

      **七月**，[托育](http://a.cn/)服务`启动`。![图](a.png)

      ## 措施

      1. 甲
         - 乙 &amp; <b>丙</b>
      """

    private static let pdf = """
      <doc>
      <page width="595.0" height="841.0"><block>
      <line><word xMin="60.0" yMin="40.0" xMax="300.0" yMax="60.0">关于托育的通知</word></line>
      </block><block>
      <line><word xMin="60.0" yMin="90.0" xMax="540.0" yMax="102.0">各区：为做好托育&amp;服务，</word></line>
      <line><word xMin="60.0" yMin="108.0" xMax="200.0" yMax="120.0">现通知如下。</word>
      <word xMin="210.0" yMin="108.0" xMax="260.0" yMax="120.0">WORD</word></line>
      </block></page>
      <page width="595.0" height="841.0"><block>
      <line><word xMin="280.0" yMin="800.0" xMax="310.0" yMax="812.0">—2—</word></line>
      </block></page>
      </doc>
      """
  }

  /// Pages of a folder, separated by form feeds, with the lines that repeat over them.
  private enum RepeatedLines {
    static func read(_ bytes: [UInt8]) {
      let pages = UTF8Validity.repaired(bytes).utf8.split(separator: 0x0C)
      var learner = BoilerplateLearner()
      for page in pages {
        let lines = CrawledText().lines(
          of: Array(page), path: "path", decoder: FormatReading.decoder)
        if let lines { learner.add(lines) }
      }
      guard let page = pages.first else { return }
      FormatReading.file("a.txt", CrawledText().using(learner.profile))(Array(page))
      _ = ExtractionReport(Array(page))
    }
  }
#endif
