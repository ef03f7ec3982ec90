import Articles
import TestSupport

/// Office documents with a part that libFuzzer generates, and the articles in them.
struct OfficeFile {
  /// The parts that are generated, by the documents that contain them.
  private static let parts: [(name: String, part: String)] = [
    ("a.docx", "word/document.xml"), ("a.docx", "word/styles.xml"),
    ("a.docx", "word/numbering.xml"), ("a.docx", "word/footnotes.xml"),
    ("a.docx", "docProps/core.xml"), ("a.docx", "word/_rels/document.xml.rels"),
    ("a.pptx", "ppt/presentation.xml"), ("a.pptx", "ppt/slides/slide1.xml"),
    ("a.odt", "content.xml"), ("a.odt", "styles.xml"), ("a.ods", "content.xml"),
    ("a.xlsx", "xl/worksheets/sheet1.xml"), ("a.xlsx", "xl/sharedStrings.xml"),
    ("a.xlsx", "xl/styles.xml"), ("a.xlsx", "xl/workbook.xml"), ("a.epub", "a.opf"),
    ("a.epub", "a.xhtml"), ("a.ofd", "OFD.xml"), ("a.ofd", "D/Document.xml"),
    ("a.ofd", "D/P/Content.xml"),
  ]

  private let folder = TemporaryDirectory()
  private let decoder: TextDecoder

  init() throws { decoder = try TextDecoder(forced: nil, maximumBytes: 1 << 16) }

  /// Returns the articles of a document. The first byte chooses the part that the others are.
  func articles(_ bytes: [UInt8]) -> [Article] {
    guard let first = bytes.first else { return [] }
    let choice = Int(first) % (Self.parts.count + 1)
    let contents = Array(bytes.dropFirst())
    var name = "a.docx"
    if choice < Self.parts.count {
      let (file, part) = Self.parts[choice]
      name = file
      var archive = ZipArchive()
      for (other, text) in Self.documents[file] ?? [:] where other != part {
        archive.add(other, Array(text.utf8))
      }
      archive.add(part, contents)
      folder.write(archive.bytes, to: name)
    } else {
      folder.write(contents, to: name)
    }
    let file = CorpusFile(
      path: folder.path(of: name), relativePath: name, format: OfficeDocuments())
    var articles: [Article] = []
    guard let reader = try? file.format.open(file, decoder: decoder) else { return [] }
    // A reader that fails goes on, but not forever.
    for _ in 0..<10_000 {
      do throws(ArticleError) {
        guard let part = try reader.next() else { return articles }
        articles.append(try part.parse())
      } catch {}
    }
    fatalError("the reader does not end")
  }

  private static let word =
    #"<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="1"/>"#
    + #"<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>正文</w:t></w:r>"#
    + "</w:p></w:body></w:document>"
  private static let relationships =
    #"<Relationships><Relationship Id="r1" Type="/styles" "#
    + #"Target="styles.xml"/><Relationship Id="r2" Type="/numbering" Target="numbering.xml"/>"#
    + #"<Relationship Id="r3" Type="/footnotes" Target="footnotes.xml"/></Relationships>"#

  private static let documents: [String: KeyValuePairs<String, String>] = [
    "a.docx": [
      "word/document.xml": word, "word/_rels/document.xml.rels": relationships,
      "word/numbering.xml": #"<n><num numId="1"><abstractNumId val="0"/></num></n>"#,
    ],
    "a.pptx": [
      "ppt/presentation.xml": #"<p xmlns:r="/relationships"><sldId r:id="r1"/></p>"#,
      "ppt/_rels/presentation.xml.rels":
        #"<r><Relationship Id="r1" Type="/slide" Target="slides/slide1.xml"/></r>"#,
      "ppt/slides/slide1.xml": "<s/>",
    ],
    "a.odt": ["content.xml": "<c><body><p style-name=\"a\">正文</p></body></c>"],
    "a.ods": [:],
    "a.xlsx": [
      "xl/workbook.xml": #"<w xmlns:r="/relationships"><sheet name="S" r:id="r1"/></w>"#,
      "xl/_rels/workbook.xml.rels":
        #"<r><Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.xml"/></r>"#,
      "xl/worksheets/sheet1.xml":
        #"<s><row><c t="str"><v>标题</v></c><c t="str"><v>正文</v></c></row><row><c t="s"><v>0</v>"#
        + #"</c><c t="s"><v>1</v></c><c s="1"><v>44927.5</v></c></row></s>"#,
      "xl/sharedStrings.xml": "<s><si><t>甲</t></si><si><t>乙</t></si></s>",
    ],
    "a.epub": [
      "META-INF/container.xml": #"<c><rootfile full-path="a.opf"/></c>"#,
      "a.opf": #"<p><item id="a" href="a.xhtml"/><itemref idref="a"/></p>"#, "a.xhtml": "<p>正文</p>",
    ],
    "a.ofd": [
      "OFD.xml": "<o><DocRoot>D/Document.xml</DocRoot></o>",
      "D/Document.xml": #"<d><Page BaseLoc="P/Content.xml"/></d>"#, "D/P/Content.xml": "<c/>",
    ],
  ]
}
