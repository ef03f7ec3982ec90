import Testing

@testable import TextAnalysis

@Suite struct TermTests {
  @Test func `keys spell their terms`() {
    let spelling = Array("covid全国人大".utf8)
    let cases: [(TermKey, String)] = [
      (.gram("中", "国", in: .main), "g:中国"), (.gram("中", "国", in: .tail), "G:中国"),
      (.gram("𠀀", "\u{10FFFF}", in: .main), "g:𠀀\u{10FFFF}"), (.edge("国", in: .tail), "E:国"),
      (.word("的", in: .main), "w:的"), (.boundary(.gap, in: .main), "b:g"),
      (.boundary(.paragraph, in: .tail), "B:p"), (.spelled(.token, 0..<5, in: .main), "t:covid"),
      (.spelled(.word, 5..<17, in: .main), "w:全国人大"), (.spelled(.token, 3..<3, in: .main), "t:"),
    ]
    for (key, expected) in cases {
      let term = Term(key, spelling: spelling.span)
      #expect(term.description == expected)
      #expect(term.bytes.first == key.kindByte)
      #expect(Term(bytes: term.bytes) == term)
      let (kind, field, text) = (term.kind, term.field, term.text)
      #expect(Term(kind: kind, field: field, text: text) == term)
      #expect(Term(kind: kind, field: field, utf8: Array(text.utf8)[...]) == term)
      #expect(Term(kind: kind, field: field, scalars: Array(text.unicodeScalars)) == term)
    }
  }

  @Test func `a spelled key keeps its range`() {
    let range = (1 << 39 - 70_000)..<(1 << 39 - 70_000 + 65_535)
    let key = TermKey.spelled(.word, range, in: .tail)
    #expect(key.isSpelled && key.spellingRange == range && key.kindByte == UInt8(ascii: "W"))
    #expect(!TermKey.gram("\u{10FFFF}", "\u{10FFFF}", in: .main).isSpelled)
  }

  @Test func `kind bytes differ`() {
    let bytes = Field.allCases.flatMap { field in TermKind.allCases.map { $0.byte(in: field) } }
    #expect(Set(bytes).count == bytes.count)
    for kind in TermKind.allCases {
      #expect(TermKind(byte: kind.byte(in: .tail)) == kind)
      #expect(Term(kind: kind, field: .tail, text: "x").field == .tail)
    }
    #expect(Term(bytes: []) == nil)
    #expect(Term(bytes: [0]) == nil)
  }

  @Test func `terms are ordered by bytes`() {
    let terms: [Term] = [
      .edge("中", field: .tail), .boundary(.gap, field: .main), .gram("a", "b", field: .main),
      .gram("中", "a", field: .main), .gram("中", "国", field: .main),
      Term(kind: .token, field: .main, text: "a"), Term(kind: .token, field: .main, text: "ab"),
    ]
    #expect(terms.shuffled().sorted() == terms)
  }

  @Test func `the ICU version has dots`() {
    #expect(AnalysisVersion.icuVersion.contains("."))
  }
}
