#if LIBFUZZER
  @testable import Articles
  import TestSupport

  /// Office documents. An input has the parts of a document one after another, separated by form
  /// feeds, which XML does not have.
  extension FuzzedFormat {
    static let offices = [
      office(
        "docx", .text(.word),
        [
          "word/document.xml", "word/_rels/document.xml.rels", "word/numbering.xml",
          "word/styles.xml", "word/footnotes.xml", "docProps/core.xml",
        ],
        seeds: .document("word.docx", "libreoffice.docx", "python.docx")
          + .parts(
            #"<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:ilvl "#
              + #"w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>"#
              + "</w:body></w:document>",
            #"<Relationships><Relationship Id="r1" Type="/styles" Target="styles.xml"/>"#
              + #"<Relationship Id="r2" Type="/numbering" Target="numbering.xml"/><Relationship "#
              + #"Id="r3" Type="/footnotes" Target="footnotes.xml"/></Relationships>"#,
            #"<n><abstractNum abstractNumId="0"><lvl ilvl="1"><start val="1"/><numFmt "#
              + #"val="chineseCounting"/><lvlText val="%2、"/></lvl></abstractNum><num numId="1">"#
              + #"<abstractNumId val="0"/></num></n>"#,
            #"<s><style styleId="1"><name val="heading 1"/></style></s>"#, "<f/>",
            "<c><title>标题</title><created>2026-07-14T08:30:00Z</created></c>")),
      office(
        "pptx", .text(.slides),
        [
          "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels", "ppt/slides/slide1.xml",
          "ppt/slides/_rels/slide1.xml.rels", "ppt/notesSlides/notesSlide1.xml",
          "docProps/core.xml",
        ],
        seeds: .document("slides.pptx")
          + .parts(
            #"<p xmlns:r="/relationships"><sldId r:id="r1"/></p>"#,
            #"<r><Relationship Id="r1" Type="/slide" Target="slides/slide1.xml"/></r>"#,
            #"<s><sp><ph type="title"/><p><r><t>托育</t></r></p></sp><tbl><tr><tc><p><t>甲</t></p>"#
              + "</tc></tr></tbl></s>",
            #"<r><Relationship Id="r1" Type="/notesSlide" Target="../notesSlides/notesSlide1.xml"/>"#
              + "</r>", "<n><p><t>备注</t></p></n>", "<c/>")),
      office(
        "odt", .text(.openDocument), ["content.xml", "styles.xml", "meta.xml"],
        seeds: .document("libreoffice.odt", "libreoffice.odp")
          + .parts(
            #"<c><body><h outline-level="1">托育</h><p style-name="a">正文<note>注</note></p></body></c>"#,
            #"<s><style name="a" parent-style-name="b"/></s>"#, "<m><title>标题</title></m>")),
      office(
        "ofd", .text(.fixedPages),
        [
          "OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml",
          "Doc_0/Pages/Page_1/Content.xml", "Doc_0/Tpls/Tpl_0/Content.xml",
        ], seeds: .document("page.ofd")),
      FuzzedFormat(
        "xls", dictionary: "zip", longestInput: 6 << 10,
        seeds: .fixtures("OldOffice/mixed.xls", "OldOffice/statistics.xls", "OldOffice/xlwt.xls"),
        read: FormatReading.file("a.xls")),
      package(
        "xlsx",
        [
          "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
          "xl/_rels/workbook.xml.rels",
        ],
        seeds: .document("records.xlsx", "statistics.xlsx", "libreoffice.xlsx")
          + .parts(
            #"<s><row><c t="str"><v>标题</v></c><c t="str"><v>正文</v></c></row><row><c t="s"><v>0</v>"#
              + #"</c><c t="s"><v>1</v></c><c s="1"><v>44927.5</v></c></row></s>"#,
            "<s><si><t>甲</t></si><si><t>乙</t></si></s>",
            #"<s><numFmt numFmtId="164" formatCode="yyyy"/><cellXfs><xf numFmtId="14"/></cellXfs></s>"#,
            #"<w xmlns:r="/relationships"><sheet name="S" r:id="r1"/></w>"#,
            #"<r><Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.xml"/></r>"#)),
      package(
        "ods", ["content.xml", "meta.xml"],
        seeds: .document("statistics.ods", "libreoffice.ods")
          + .parts(
            #"<c><table name="S"><table-row number-rows-repeated="2"><table-cell value-type="date" "#
              + #"date-value="2026-07-14"><p>标题</p></table-cell><table-cell "#
              + #"number-columns-repeated="3"><p>正文</p></table-cell></table-row></table></c>"#,
            "<m/>")),
      package(
        "epub", ["EPUB/content.opf", "EPUB/chap_01.xhtml", "META-INF/container.xml"],
        seeds: .parts(
          #"<p><title>书</title><item id="a" href="chap_01.xhtml"/><itemref idref="a"/></p>"#,
          "<html><body><h1>第一章</h1><p>正文</p></body></html>",
          #"<c><rootfile full-path="EPUB/content.opf"/></c>"#)),
      FuzzedFormat(
        "office-files", dictionary: "zip", longestInput: 4096,
        seeds: .fixtures(
          "Office/page.ofd", "Office/libreoffice.epub", "Office/python.epub"),
        read: FormatReading.file("a.docx", OfficeDocuments())),
    ]

    private static func parts(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
      bytes.split(separator: 0x0C, omittingEmptySubsequences: false)
    }

    private static func document(of bytes: [UInt8], _ names: [String]) -> OfficeParts {
      var document = OfficeParts()
      for (name, part) in zip(names, parts(bytes)) { document.add(name, Array(part)) }
      return document
    }

    /// A document whose parts are read from memory.
    private static func office(
      _ name: String, _ kind: OfficeKind, _ names: [String], seeds: [Seed]
    ) -> FuzzedFormat {
      guard case .text(let kind) = kind else { fatalError("\(name) is no text") }
      return FuzzedFormat(
        name, dictionary: "office", longestInput: 2048, seeds: seeds.map { $0.joining(names) },
        read: { bytes in
          let document = document(of: bytes, names)
          FormatReading.article { _, id, path, decoder in
            try OfficeText(document, kind, path: path, limit: decoder.maximumBytes)
              .article(id: id, path: path)
          }([])
        })
    }

    /// A document whose parts are in a zip archive.
    private static func package(
      _ name: String, _ names: [String], seeds: [Seed]
    ) -> FuzzedFormat {
      FuzzedFormat(
        name, dictionary: "office", longestInput: 2048, seeds: seeds.map { $0.joining(names) },
        read: FormatReading.file("a.\(name)", OfficeDocuments()) { bytes in
          var archive = ZipArchive()
          for (name, part) in zip(names, parts(bytes)) { archive.add(name, Array(part)) }
          return archive.bytes
        })
    }
  }
#endif
