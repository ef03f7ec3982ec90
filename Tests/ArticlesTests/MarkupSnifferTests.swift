import Testing

@testable import Articles

struct MarkupSnifferTests {
  @Test(arguments: [
    "<!doctype html>", "\u{FEFF}\r\n <HTML lang=zh>", "<!-- 注 --><html>", "<head>", "<body>",
    "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"a\">", "<meta charset=gbk>",
    "<frameset cols=1>",
  ])
  func `pages begin with tags of HTML`(text: String) {
    #expect(MarkupSniffer.isPage(Array(text.utf8)))
    #expect(MarkupSniffer.isPage(Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
  }

  @Test(arguments: [
    "", "标题 <html>", "<p>一", "<rss><title>", "<?xml version='1.0'?><meta>", "<header>",
    "<doc><url>",
    "{\"content\": \"<html>\"}", "<<<", "<",
  ])
  func `other texts are no pages`(text: String) {
    #expect(!MarkupSniffer.isPage(Array(text.utf8)))
  }

  @Test(arguments: [
    ("<meta charset=GBK>", "gbk"), ("<meta charset = \"utf-8\" />", "utf-8"),
    ("<META http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312"),
    ("<?xml version='1.0' encoding='Big5'?>", "big5"),
    ("<meta name=a content=b><meta charset='gb_2312-80'>", "gb_2312-80"),
    ("<meta name=charset><meta charset=gbk>", "gbk"), ("<p>charset=gbk</p>", nil),
    ("<meta name=a><p charset=gbk>", nil), ("<meta charset=>", nil), ("<meta charset", nil),
  ])
  func `the declared charset is found`(text: String, expected: String?) {
    #expect(MarkupSniffer.declaredCharset(Array(text.utf8)) == expected)
  }
}
