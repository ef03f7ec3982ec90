import TestSupport
import Testing

@testable import InvertedIndex

/// Tests of the values of fields as terms.
@Suite struct FieldTermTests {
  private static let number = IndexField(name: "pages", type: .number)
  private static let keyword = IndexField(name: "level", type: .keyword)
  private static let document = IndexField(name: "文号", type: .documentNumber)

  @Test func `the order of the bytes is the order of the numbers`() {
    var random = SplitMix64(seed: 601)
    var numbers: [Double] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, 20_230_512, 1e15, 0.1,
    ]
    for _ in 0..<TestScale.cases(2000) {
      let number = Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random))
      if number.isFinite { numbers.append(number) }
    }
    let terms = numbers.map { FieldTerm(Self.number, number: $0) }
    for (number, term) in zip(numbers, terms) {
      #expect(FieldValues.number(term.value) == number)
      #expect(term.value.elementsEqual(FieldValues.start(from: number)))
    }
    for _ in 0..<TestScale.cases(4000) {
      let a = Int.random(in: 0..<numbers.count, using: &random)
      let b = Int.random(in: 0..<numbers.count, using: &random)
      let isBefore = terms[a].bytes.lexicographicallyPrecedes(terms[b].bytes)
      #expect(isBefore == (numbers[a] < numbers[b]), "\(numbers[a]) \(numbers[b])")
      #expect((terms[a].identity == terms[b].identity) == (numbers[a] == numbers[b]))
    }
  }

  @Test func `a value that is no number is not a number`() {
    #expect(FieldValues.number([1, 2, 3]).isNaN && FieldValues.date([1, 2, 3]) == 0)
    #expect(FieldValues.date(FieldTerm(Self.number, number: -1).value) == 0)
    #expect(FieldValues.date(FieldTerm(Self.number, date: 20_230_500).value) == 20_230_500)
  }

  @Test(arguments: [
    ("省级", "省级"), ("GDP", "gdp"), ("ＧＤＰ", "gdp"), ("É", "é"), ("a b", "a b"), ("１＋１", "1+1"),
  ])
  func `texts are compared without width and case`(text: String, compared: String) {
    let term = FieldTerm(Self.keyword, text: text)
    #expect(String(decoding: FieldValues.compared(term.value), as: UTF8.self) == compared)
    #expect(FieldValues.text(term.value) == text)
    #expect(term.identity == FieldTerm(Self.keyword, text: compared).identity)
    #expect(term.value.contains(0) == (text != compared), "a display form only if it differs")
  }

  @Test(arguments: [
    "国发〔2023〕5号", "国发[2023]5号", "国发【2023】5号", "国发（2023）5号", "国发(2023)5号", "国发﹝2023﹞5号",
    "国发〖2023〗5号", "国发 ［２０２３］　５号", "国发〔2023〕 5 号",
  ])
  func `brackets and spaces of document numbers are equal`(text: String) {
    let term = FieldTerm(Self.document, text: text)
    #expect(FieldValues.text(term.value) == "国发〔2023〕5号")
    #expect(term == FieldTerm(Self.document, text: "国发〔2023〕5号"))
    #expect(term.identity != FieldTerm(Self.document, text: "国发〔2023〕15号").identity)
  }

  @Test func `long texts end with a whole character`() {
    for padding in 0..<4 {
      let text = String(repeating: "a", count: padding) + String(repeating: "政", count: 400)
      let term = FieldTerm(Self.keyword, text: text)
      let value = Array(term.value)
      let found = String(validating: value, as: UTF8.self)
      #expect(found != nil && text.hasPrefix(found ?? "-"))
      #expect((1022...1024).contains(value.count))
      #expect(term == FieldTerm(Self.keyword, text: text + "号"))
    }
  }

  /// Terms of many fields and texts, of which some are prefixes of others, in several blocks.
  @Test func `values are visited in their order from any start`() throws {
    let fixture = try IndexFixture()
    let fields = ["a", "ab", "b"].map { IndexField(name: $0, type: .keyword) }
    var random = SplitMix64(seed: 602)
    let texts = (0..<300).map { _ in
      String(
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          ["a", "b", "B", "政"].randomElement(using: &random) ?? "a"
        }.joined())
    }
    let documents = texts.enumerated().map { number, text in
      var document = IndexFixture.documents("d\(number)x", 1)[0]
      document.fields = [FieldTerm(fields[number % 3], text: text)]
      return document
    }
    try fixture.replace(with: [documents], fields: fields)
    let segment = try IndexReader(fixture.directory).segments[0]
    for (number, field) in fields.enumerated() {
      let values = Set(
        documents.indices.filter { $0 % 3 == number }.map {
          Array(documents[$0].fields[0].value)
        }
      ).sorted { $0.lexicographicallyPrecedes($1) }
      for start in [[], Array("a".utf8), Array("b".utf8), Array("政".utf8), [0xFF]] + values {
        var found: [[UInt8]] = []
        FieldValues(of: field).forEach(in: segment, from: start) { value, info in
          found.append(Array(value))
          return info.documentFrequency > 0
        }
        #expect(found == values.filter { !$0.lexicographicallyPrecedes(start) })
      }
      var first: [[UInt8]] = []
      FieldValues(of: field).forEach(in: segment) { value, _ in
        first.append(Array(value))
        return first.count < 2
      }
      #expect(first == Array(values.prefix(2)))
    }
  }
}
