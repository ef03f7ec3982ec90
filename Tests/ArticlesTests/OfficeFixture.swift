import Articles
import TestSupport

/// The office documents in `Fixtures/Office`, and documents with given parts.
enum OfficeFixture {
  static func path(_ name: String) -> String {
    TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/Office/" + name
  }

  static func bytes(_ name: String) -> [UInt8] { TestFile.bytes(path(name)) ?? [] }

  static func read(_ name: String) throws -> Contents { try Contents(of: path(name)) }

  /// The lines of the zones of some kinds.
  static func lines(_ article: Article, _ kinds: ZoneKind...) -> [String] {
    article.zones.filter { kinds.contains($0.kind) }.flatMap {
      String(decoding: article.text[$0.range], as: UTF8.self).split(separator: "\n").map(
        String.init)
    }
  }

  /// A Word document with the contents of its body.
  static func word(_ body: String, styles: String = "", numbering: String = "") -> ZipArchive {
    ZipArchive([
      "[Content_Types].xml": "<Types/>",
      "_rels/.rels":
        #"<Relationships><Relationship Id="r" Type="x/officeDocument" "#
        + #"Target="/word/document.xml"/></Relationships>"#,
      "word/document.xml":
        #"<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>"#
        + body + "</w:body></w:document>",
      "word/_rels/document.xml.rels":
        #"<Relationships><Relationship Id="s" Type="x/styles" Target="styles.xml"/>"#
        + #"<Relationship Id="n" Type="x/numbering" Target="numbering.xml"/></Relationships>"#,
      "word/styles.xml": #"<w:styles xmlns:w="w">\#(styles)</w:styles>"#,
      "word/numbering.xml": #"<w:numbering xmlns:w="w">\#(numbering)</w:numbering>"#,
    ])
  }

  /// A paragraph of a Word document.
  static func paragraph(_ text: String, _ properties: String = "", size: Int? = nil) -> String {
    let run = size.map { #"<w:rPr><w:sz w:val="\#($0)"/></w:rPr>"# } ?? ""
    return "<w:p><w:pPr>\(properties)</w:pPr><w:r>\(run)<w:t>\(text)</w:t></w:r></w:p>"
  }

  static let prose = [
    "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。",
    "补助由区级财政按季度拨付，街道核实托位和在托人数，弄虚作假的三年内不得再次申请补助资金。",
  ]
}
