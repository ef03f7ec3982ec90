import Calendar
import TestSupport
import Testing

@testable import Articles

/// Tests of the lines that repeat over the pages of a folder. All texts are invented.
struct BoilerplateTests {
  private static let subjects = ["托育", "供水", "公交", "图书馆", "菜市场", "绿道", "养老", "停车", "夜市", "学校"]
  private static let promotion =
    "临江新媒体为您提供城市生活的第一手消息，欢迎在各大应用市场搜索并关注我们的账号，让每一天的变化都能被看见。"
  private static let slogan = "看临江，知天下，做懂你的朋友"

  private static func prose(_ number: Int, _ part: Int) -> String {
    let subject = subjects[number % subjects.count]
    return
      "记者第\(part)次从\(subject)部门了解到，编号\(number)的项目已经完成验收，\(subject)\(part)号工程下月起分批开放，受益居民约\(number * 37)户。"
      .replacingDigits()
  }

  private static func page(_ number: Int, extra: String = "") -> String {
    """
    临江市第\(subjects[number % subjects.count])项目\(String(repeating: "二", count: number / 10 + 1))期完成验收
    时间：2023-05-0\(number % 9 + 1) 来源：临江日报
    \(prose(number, 1))
    \(prose(number, 2))
    \(extra)\(prose(number, 3))
    \(promotion)
    \(slogan)
    """
  }

  private struct Corpus {
    let folder = TemporaryDirectory()
    var catalog = BoilerplateCatalog()
    var files: [CorpusFile] { CorpusScanner.scan(folder.path).files }

    private var subfolders: Set<String> = []

    mutating func write(_ text: String, to name: String, in subfolder: String) {
      if subfolders.insert(subfolder).inserted { folder.makeDirectory(subfolder) }
      folder.write(Array(text.utf8), to: "\(subfolder)/\(name)")
    }

    mutating func learn() throws {
      catalog.learn(from: files, decoder: try TextDecoder(forced: nil))
    }

    func body(_ name: String, isLearned: Bool = true) throws -> String {
      let file = try #require(files.first { $0.relativePath == name })
      let article = try #require(try (isLearned ? catalog.applied(to: file) : file).article())
      return article.zones.filter { $0.kind == .body }
        .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
    }
  }

  private func corpus(_ count: Int = 30, folder: String = "日报") throws -> Corpus {
    var corpus = Corpus()
    for number in 0..<count {
      corpus.write(Self.page(number), to: "\(number).txt", in: folder)
    }
    try corpus.learn()
    return corpus
  }

  @Test func `a line of all pages is no part of an article, whatever it says`() throws {
    let corpus = try corpus()
    for number in 0..<30 {
      let name = "日报/\(number).txt"
      #expect(try corpus.body(name, isLearned: false).contains(Self.promotion))
      let body = try corpus.body(name)
      #expect(!body.contains(Self.promotion) && !body.contains(Self.slogan))
      #expect(body == (1...3).map { Self.prose(number, $0) }.joined(separator: "\n"))
    }
  }

  @Test func `a paragraph of three pages stays`() throws {
    let shared = "临江市统计局发布的数据显示，上半年全市社区服务设施增加三成，居民满意度提高五个百分点，为近年最高。"
    var corpus = Corpus()
    for number in 0..<30 {
      let text = Self.page(number, extra: number < 3 ? shared + "\n" : "")
      corpus.write(text, to: "\(number).txt", in: "日报")
    }
    try corpus.learn()
    for number in 0..<3 { #expect(try corpus.body("日报/\(number).txt").contains(shared)) }
  }

  @Test func `copies of an article stay whole`() throws {
    var corpus = Corpus()
    for number in 0..<30 {
      let text = Self.page(number < 15 ? 0 : number)
      corpus.write(text, to: "\(number).txt", in: "日报")
    }
    try corpus.learn()
    for number in 0..<15 {
      let body = try corpus.body("日报/\(number).txt")
      for part in 1...3 { #expect(body.contains(Self.prose(0, part))) }
    }
  }

  @Test func `headings, salutations and last sentences that texts share stay`() throws {
    var corpus = Corpus()
    for number in 0..<30 {
      let text = """
        临江市\(Self.subjects[number % 10])管理办法之\(String(repeating: "一", count: number + 1))
        各位代表：
        第一章　总则
        \(Self.prose(number, 1))
        第二章　附则
        \(Self.prose(number, 2))
        \(number % 5 == 0 ? "本办法自公布之日起施行。" : "")
        """
      corpus.folder.write(Array(text.utf8), to: "\(number).txt")
    }
    try corpus.learn()
    for number in 0..<30 {
      let body = try corpus.body("\(number).txt")
      #expect(body.contains("各位代表") && body.contains("第二章"))
      if number % 5 == 0 { #expect(body.hasSuffix("本办法自公布之日起施行。")) }
    }
  }

  @Test func `pages that all say the same keep their text`() throws {
    var corpus = Corpus()
    for number in 0..<30 {
      let text = "值班公告\n时间：2023-05-\(number % 28 + 1)\n\(Self.promotion)\n\(Self.prose(1, 1))"
      corpus.folder.write(Array(text.utf8), to: "\(number).txt")
    }
    try corpus.learn()
    for number in 0..<30 { #expect(try corpus.body("\(number).txt").contains(Self.promotion)) }
  }

  @Test func `the profiles depend on the files alone`() throws {
    let corpus = try corpus(60)
    var other = BoilerplateCatalog()
    other.learn(from: corpus.files.reversed(), decoder: try TextDecoder(forced: nil))
    #expect(other == corpus.catalog)
    #expect(try BoilerplateCatalog(corpus.catalog.encoded()) == corpus.catalog)
  }

  @Test func `a folder keeps what it has learned, and new folders are learned`() throws {
    var corpus = try corpus()
    let before = corpus.catalog
    for number in 0..<30 {
      corpus.write("新的第\(number)页\n\(Self.slogan)", to: "新\(number).txt", in: "日报")
    }
    try corpus.learn()
    #expect(corpus.catalog == before)
    for number in 0..<30 {
      corpus.write(Self.page(number), to: "\(number).txt", in: "晚报")
    }
    try corpus.learn()
    #expect(corpus.catalog != before)
    #expect(try !corpus.body("晚报/1.txt").contains(Self.promotion))
  }

  @Test func `few pages and unreadable pages teach nothing`() throws {
    #expect(try corpus(19).catalog.isEmpty)
    var corpus = Corpus()
    for number in 0..<30 { corpus.folder.write([0xFF, 0, 0xFF, 0, 1, 2], to: "\(number).txt") }
    try corpus.learn()
    let file = try #require(corpus.files.first)
    #expect(corpus.catalog.profile(ofFile: file.relativePath)?.isEmpty == true)
  }

  @Test func `a page belongs to the closest folder with enough pages`() throws {
    var corpus = try corpus()
    for number in 0..<5 {
      corpus.write(Self.page(number), to: "\(number).txt", in: "日报/专题")
    }
    try corpus.learn()
    let profile = corpus.catalog.profile(ofFile: "日报/1.txt")
    #expect(profile?.isEmpty == false)
    #expect(corpus.catalog.profile(ofFile: "日报/专题/1.txt") == profile)
    #expect(corpus.catalog.profile(ofFile: "别处/1.txt") == nil)
  }

  @Test func `damaged catalogs are errors`() throws {
    let bytes = try corpus().catalog.encoded()
    for end in bytes.indices {
      #expect(throws: (any Error).self) { try BoilerplateCatalog(Array(bytes[..<end])) }
    }
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      var damaged = bytes
      damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      _ = try? BoilerplateCatalog(damaged)
    }
  }

  @Test func `lines differ by their words, not by numbers and signs`() {
    func hash(_ text: String) -> UInt64? { LineHash.hash(Array(text.utf8)[...]) }
    #expect(hash("浏览次数：1024次") == hash("浏览次数:２０２３ 次"))
    #expect(hash("发布时间 2023-05-04") == hash("发布时间\t2024-12-31"))
    #expect(hash("临江日报社") != hash("临江晚报社"))
    #expect(hash("第一条") == nil && hash("2023-05-04") == nil && hash("") == nil)
    #expect(hash(String(repeating: "长", count: 600)) == nil)
  }
}

extension String {
  /// Returns the text with other characters for the digits, which do not distinguish lines.
  fileprivate func replacingDigits() -> String {
    let words = Array("甲乙丙丁戊己庚辛壬癸")
    return String(map { $0.wholeNumberValue.map { words[$0] } ?? $0 })
  }

  /// A short line is hashed from its folded head, and a long line from its bytes.
  @Test func hashesFoldedLinesAsTheirBytes() {
    var random = SplitMix64(seed: 20)
    for _ in 0..<5000 {
      let lines = TextLines(Array(random.oddText(upTo: 30).utf8))
      for i in lines.indices where lines[i].count <= TextLines.headCount {
        #expect(LineHash.hash(folded: lines.head(i)) == LineHash.hash(lines.texts[i]))
      }
    }
  }
}
