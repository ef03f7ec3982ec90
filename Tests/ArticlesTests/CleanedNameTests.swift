import Articles
import TestSupport
import Testing

/// Tests of the cleaning of sources, sections and tags.
struct CleanedNameTests {
  @Test(arguments: [
    "新华社", "新华社 ", " 新华社", "\u{3000}新华社\u{A0}", "新华社\u{200B}", "\u{FEFF}新华社", "新\u{200D}华\u{2060}社",
    "新华社\r\n", "\t新华社\u{0}", "新华社\u{200E}\u{202C}", "新\u{AD}华社\u{FE0F}", "新华社\u{E0100}",
    "\u{2028}新华社\u{3164}", "新华社\u{2800}", "\u{FFF9}新华社\u{7F}\u{9B}",
  ])
  func `names that look alike are one name`(name: String) {
    #expect(name.cleanedName() == "新华社")
    #expect(Array(name.cleanedName().utf8) == Array("新华社".utf8))
  }

  @Test(arguments: [
    ("China  Daily", "China Daily"), ("China\u{3000}\u{200B} Daily", "China Daily"),
    ("Le  Cafe\u{301}", "Le Café"), ("\u{1112}\u{1161}\u{11AB}겨레", "한겨레"), ("  \u{200B} ", ""),
    ("", ""),
    ("甲·乙（丙）", "甲·乙（丙）"), ("ＣＣＴＶ", "ＣＣＴＶ"), ("か\u{3099}", "が"),
  ])
  func `white space is folded and accents are composed`(name: String, cleaned: String) {
    #expect(Array(name.cleanedName().utf8) == Array(cleaned.utf8))
  }

  @Test func `cleaning a cleaned name changes nothing`() {
    for seed in 0..<UInt64(TestScale.cases(2_000)) {
      var random = SplitMix64(seed: seed)
      let once = random.oddText(upTo: 8).cleanedName()
      #expect(Array(once.cleanedName().utf8) == Array(once.utf8), "seed \(seed)")
      #expect(once.unicodeScalars.first != " " && once.unicodeScalars.last != " ", "seed \(seed)")
    }
  }

  @Test func `composing changes bytes and no characters`() {
    for seed in 0..<UInt64(TestScale.cases(2_000)) {
      var random = SplitMix64(seed: seed)
      let text = random.oddText(upTo: 8) + "e\u{301}\u{212B}" + random.oddText(upTo: 8)
      let composed = text.composed
      // Equal strings have canonically equivalent characters.
      #expect(composed == text && composed.unicodeScalars.count < text.unicodeScalars.count)
      #expect(Array(composed.composed.utf8) == Array(composed.utf8), "seed \(seed)")
    }
  }

  @Test func `a record's source, section and tags are cleaned`() throws {
    let record = #"""
      {"id":"a","text":"正文","source":" 新华社\u200b","section":"要 \t闻","tags":["养老 ","\u200b","医\ufeff保"]}
      """#
    let article = try JSONRecords.article(in: Array(record.utf8))
    #expect(article.source == "新华社" && article.section == "要 闻")
    #expect(article.tags == ["养老", "医保"])
    let listed = try JSONRecords.article(
      in: Array(#"{"id":"a","text":"正文","source":"\u200b","tags":"养老\u200b;\u200b、医保"}"#.utf8))
    #expect(listed.source.isEmpty && listed.tags == ["养老", "医保"])
  }
}
