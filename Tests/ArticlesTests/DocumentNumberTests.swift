import Articles
import TestSupport
import Testing

struct DocumentNumberTests {
  @Test(arguments: [
    ("国发〔2023〕5号", "国发〔2023〕5号"), ("国发[2023]5号", "国发〔2023〕5号"),
    ("国发【2023】５号", "国发〔2023〕5号"), ("国发（2023）第05号", "国发〔2023〕5号"),
    ("国 发 〔 2023 〕 5 号", "国发〔2023〕5号"), ("国发﹝2023）5号", "国发〔2023〕5号"),
    ("（国办发〔2023〕12号）", "国办发〔2023〕12号"), ("国发〔２０２３〕１２號", "国发〔2023〕12号"),
    ("国发〔二〇二三〕五号", "国发〔2023〕5号"), ("国发〔81〕12号", "国发〔1981〕12号"),
    ("人社部发\u{200B}〔2023〕5号", "人社部发〔2023〕5号"), ("GZ临规〔2023〕1号", "GZ临规〔2023〕1号"),
    ("国务院令第765号", "国务院令第765号"), ("中华人民共和国国务院令 第 765 号", "国务院令第765号"),
    ("国务院令第七百六十五号", "国务院令第765号"), ("主席令第六十五号", "主席令第65号"),
    ("财政部公告2023年第5号", "财政部公告2023年第5号"), ("海关总署公告2023年第 58 号", "海关总署公告2023年第58号"),
    ("2017年11月22日国务院令第692号", "国务院令第692号"),
  ])
  func `all forms of a number have one normal form`(text: String, normal: String) {
    #expect(DocumentNumber(text)?.description == normal)
    #expect(DocumentNumber.normalized(text) == normal)
    #expect(DocumentNumber(normal)?.description == normal)
  }

  @Test(arguments: [
    "", "号", "5号", "〔2023〕5号", "国发〔2023〕5", "国发〔2023〕号", "国发〔20235〕5号", "国发〔3023〕5号",
    "国发2023年5号", "国发〔2023〕5号文件", "根据国发〔2023〕5号", "地铁第5号", "第765号", "国务院令",
    "国发〔2023〕0号", "《通知》国发〔2023〕5号", "国发〔2023〕99999999999999999999号",
  ])
  func `other texts are no numbers`(text: String) { #expect(DocumentNumber(text) == nil) }

  @Test(arguments: [
    ("国发〔2023〕", "国发〔2023〕"), ("国发[2023]", "国发〔2023〕"), ("国办发", "国办发"),
    ("国发 【2023】 5", "国发〔2023〕5"), ("", ""),
  ])
  func `the beginning of a number has a normal form, too`(text: String, normal: String) {
    #expect(DocumentNumber.normalized(text) == normal)
  }

  /// Fuzzing found a text of 140 code points whose normal form changed when it was normalized.
  @Test func `many spaces do not hide a number`() {
    let text = "国发" + String(repeating: " \t", count: 100) + "〔2021〕05号"
    #expect(DocumentNumber(text)?.description == "国发〔2021〕5号")
    #expect(DocumentNumber.normalized(text) == "国发〔2021〕5号")
  }

  @Test func `brackets, spaces and widths make no difference`() {
    var random = SplitMix64(seed: 7)
    let brackets = ["〔〕", "[]", "()", "（）", "［］", "【】", "〈〉", "﹝﹞", "《》"].map(Array.init)
    for _ in 0..<500 {
      let (year, serial) = (
        Int.random(in: 1950...2026, using: &random), Int.random(in: 1...2000, using: &random)
      )
      let issuer = ["国发", "国办函", "临政办规", "人社部发", "京教财"].randomElement(using: &random) ?? ""
      let (open, close) = (
        brackets.randomElement(using: &random), brackets.randomElement(using: &random)
      )
      guard let open = open?.first, let close = close?.last else { continue }
      var text = ""
      for character
        in "\(issuer)\(open)\(year)\(close)\(Bool.random(using: &random) ? "第" : "")\(serial)号"
      {
        if let digit = character.wholeNumberValue, character.isASCII, Bool.random(using: &random),
          let wide = Unicode.Scalar(UInt32(0xFF10 + digit))
        {
          text.unicodeScalars.append(wide)
        } else {
          text.append(character)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
          text.append([" ", "　", "\u{A0}"].randomElement(using: &random) ?? " ")
        }
      }
      #expect(DocumentNumber(text)?.description == "\(issuer)〔\(year)〕\(serial)号", "\(text)")
    }
  }

  @Test func `any text is read`() {
    var random = SplitMix64(seed: 8)
    let alphabet = Array("国发〔〕[]()20235号第令公告年 　一二十百千O〇\u{200B}日月:".unicodeScalars)
    for _ in 0..<20_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<14, using: &random) {
        if let scalar = alphabet.randomElement(using: &random) { text.append(scalar) }
      }
      guard let number = DocumentNumber(String(text)) else { continue }
      #expect(DocumentNumber(number.description) == number, "\(String(text))")
    }
  }
}
