import TestSupport
import Testing

@testable import Articles

/// Tests of the paragraphs of printed lines against pages that the tests set in type.
struct PrintedLineTests {
  /// A page in the making. All letters are Han characters of one size.
  private struct Setter {
    var output = "<doc>\n"
    let size: Float
    let pitch: Float
    private var isOpen = false

    init(size: Float, pitch: Float) { (self.size, self.pitch) = (size, pitch) }

    mutating func beginPage() {
      if isOpen { output += "</page>\n" }
      output += "<page width=\"600.0\" height=\"800.0\">\n"
      isOpen = true
    }

    mutating func add(_ text: String, left: Float, top: Float, size: Float? = nil) {
      let size = size ?? self.size
      let right = left + size * Float(text.unicodeScalars.count)
      let edges = "xMin=\"\(left)\" yMin=\"\(top)\" xMax=\"\(right)\" yMax=\"\(top + size)\""
      output += "<block \(edges)><line \(edges)><word \(edges)>\(text)</word></line></block>\n"
    }

    mutating func finish() -> String { output + "</page></doc>" }
  }

  private static func printed(_ output: String, piece: Int = .max) -> PrintedLines {
    var reader = PrintedLineReader(maximumBytes: 1 << 20)
    var rest = Array(output.utf8)[...]
    while !rest.isEmpty {
      let isReadOn = reader.read(Array(rest.prefix(piece)))
      #expect(isReadOn)
      rest = rest.dropFirst(piece)
    }
    return reader.lines
  }

  private static func paragraphs(_ output: String) -> [String] {
    var lines = printed(output)
    HangingPunctuation.attach(to: &lines)
    return ParagraphJoiner(lines, RunningHeads(lines).removed()).paragraphs()
      .map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test(arguments: 0..<20)
  func `lines of columns and pages become the paragraphs again`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let columns = Int.random(in: 1...3, using: &random)
    let size = Float(Int.random(in: 9...16, using: &random))
    let width = Int(520 / Float(columns) / size) - 1
    let hasIndents = columns > 1 || Bool.random(using: &random)
    let hasHeads = Bool.random(using: &random)
    var setter = Setter(size: size, pitch: size * 1.4)
    var (page, column, top) = (0, 0, Float(0))
    func letters(_ count: Int) -> String {
      let all = Array("政策文件服务工作社区老人学校医院建设改造资金补助标准居民".unicodeScalars)
      var text = ""
      for _ in 0..<count { text.unicodeScalars.append(all.randomElement(using: &random) ?? "文") }
      return text
    }
    func next() {
      top += setter.pitch
      if page > 0, top < 660 { return }
      top = 120
      column = page == 0 ? 0 : (column + 1) % columns
      guard column == 0 else { return }
      page += 1
      setter.beginPage()
      if hasHeads {
        setter.add("临江公报", left: 270, top: 40, size: 8)
        setter.add("\(page)", left: 300, top: 760, size: 8)
      }
    }
    var expected: [String] = []
    for _ in 0..<30 {
      // The last line is shorter, so that its end shows.
      let last = Int.random(in: 2...(width - 4), using: &random)
      let text = letters(width * Int.random(in: 0...4, using: &random) + last) + "。"
      expected.append(text)
      var rest = Array(text.unicodeScalars)[...]
      var isFirst = true
      if !hasIndents { top += setter.pitch * 0.8 }
      while !rest.isEmpty {
        next()
        let indent = isFirst && hasIndents ? 2 : 0
        var line = String.UnicodeScalarView()
        line.append(contentsOf: rest.prefix(width - indent))
        let left = 40 + Float(column) * (Float(width) * size + 20) + Float(indent) * size
        setter.add(String(line), left: left, top: top)
        rest = rest.dropFirst(width - indent)
        isFirst = false
      }
    }
    var found = Self.paragraphs(setter.finish())
    if hasHeads {
      let head = found.removeFirst()
      #expect(head == "临江公报")
    }
    // A paragraph whose lines end at the edge cannot be told from the next one without indents.
    let wrong = Set(expected).subtracting(found)
    #expect(hasIndents ? wrong.isEmpty : wrong.count <= 3, "\(columns) columns of \(width)")
  }

  @Test func `output in pieces is read as a whole`() {
    var setter = Setter(size: 12, pitch: 18)
    setter.beginPage()
    setter.add("托育 &amp; &lt;服务&gt;", left: 50, top: 100)
    setter.add("第二行", left: 50, top: 118)
    let output = setter.finish()
    let whole = Self.printed(output)
    #expect(String(decoding: whole.text, as: UTF8.self) == "托育 & <服务>第二行")
    for piece in [1, 2, 7, 64] {
      let lines = Self.printed(output, piece: piece)
      #expect(lines.text == whole.text && lines.lines.count == whole.lines.count)
    }
  }

  @Test func `words of Latin letters are joined with spaces and without hyphens`() {
    func line(_ words: [(String, Float, Float)], top: Float) -> String {
      let tags = words.map { word, left, right in
        "<word xMin=\"\(left)\" yMin=\"\(top)\" xMax=\"\(right)\" yMax=\"\(top + 12)\">\(word)</word>"
      }
      return "<line>" + tags.joined() + "</line>"
    }
    let output =
      "<page width=\"600\" height=\"800\"><block>"
      + line([("The", 50, 70), ("housing", 73, 120), ("develop-", 123, 550)], top: 200)
      + line([("ment", 50, 80), ("of", 83, 95), ("2023", 98, 550)], top: 215)
      + line([("towns", 50, 80), ("ended.", 83, 120)], top: 230) + "</block></page>"
    #expect(Self.paragraphs(output) == ["The housing development of 2023 towns ended."])
  }

  @Test func `punctuation that hangs over an edge returns to its line`() {
    var setter = Setter(size: 10, pitch: 15)
    setter.beginPage()
    for row in 0..<6 {
      setter.add(String(repeating: "文", count: 20), left: 50, top: 200 + Float(row) * 15)
    }
    setter.add("，", left: 250, top: 215)
    let found = Self.paragraphs(setter.finish())
    #expect(
      found == [String(repeating: "文", count: 40) + "，" + String(repeating: "文", count: 80)])
  }

  @Test func `the cells of a row are separated by tabs`() {
    let output = """
      <page width="600" height="800"><block>
      <line><word xMin="50" yMin="100" xMax="74" yMax="112">学校</word></line>
      <line><word xMin="200" yMin="100" xMax="224" yMax="112">人数</word></line>
      </block></page>
      """
    #expect(Self.paragraphs(output) == ["学校\t人数"])
  }

  @Test func `the title is the paragraph in the largest letters after a letterhead`() throws {
    var setter = Setter(size: 12, pitch: 18)
    setter.beginPage()
    setter.add("临江市人民政府文件", left: 150, top: 90, size: 30)
    setter.add("关于做好课后服务工作的通知", left: 180, top: 150, size: 18)
    for row in 0..<8 {
      setter.add(
        String(repeating: "文", count: 39) + "。", left: 60, top: 200 + Float(row) * 18)
    }
    let article = try PrintedDocument(Self.printed(setter.finish())).page(path: "a")
      .article(id: "a", path: "a")
    #expect(article.title == "关于做好课后服务工作的通知")
    #expect(article.fault == nil)
  }

  @Test func `a text above the limit ends the reading`() {
    var reader = PrintedLineReader(maximumBytes: 1000)
    var setter = Setter(size: 12, pitch: 18)
    setter.beginPage()
    for row in 0..<100 { setter.add("托育服务托育服务", left: 50, top: Float(row)) }
    let output = Array(setter.finish().utf8)
    let isReadOn = reader.read(output)
    #expect(!isReadOn && reader.isFull)
    // A word without an end.
    var endless = PrintedLineReader(maximumBytes: 1000)
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
    let answers = [Array("<word".utf8), bytes, bytes].map { endless.read($0) }
    #expect(answers == [true, true, false])
  }

  @Test(arguments: 0..<200) func `odd output gives sound articles`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let parts = [
      "<page width=\"1\" height=\"-5\">", "<page>", "<block>", "</block>", "<line>", "</line>",
      "<word xMin=\"nan\" yMin=\"1e30\" xMax=\"-1\" yMax=\"0\">", "<word>", "</word>", "托育", "，",
      "<word xMin=\"1\" yMin=\"2\" xMax=\"30\" yMax=\"12\">", "&amp;", "&", "<title>", "</title>",
      "— 1 —", "•", "a-", ">", "</page>", "\u{FFFD}",
    ]
    var output = ""
    for _ in 0..<200 { output += parts.randomElement(using: &random) ?? "" }
    let document = PrintedDocument(Self.printed(output))
    if let article = try? document.page(path: "a").article(id: "a", path: "a") {
      #expect(article.fault == nil)
    }
  }
}
