import TestSupport

/// An article as it is written into a corpus, and as an export must return it.
struct ModelArticle: Hashable, Sendable, Decodable {
  let title: String
  let text: String
  let date: String
  let source: String

  /// True when the title or the text contains a phrase without punctuation.
  func contains(_ phrase: String) -> Bool { title.contains(phrase) || text.contains(phrase) }
}

/// A folder of files that changes at random, and the articles of each file.
struct ModelCorpus {
  struct File {
    /// The articles by id.
    let articles: [String: ModelArticle]
    /// A number that no other state of a file has.
    let version: Int
  }

  let folder = TemporaryDirectory()
  private(set) var files: [String: File] = [:]
  private var version = 1000
  /// The largest number of articles that a change adds to a file.
  private let addedCount: Int

  /// The names that files may have. A crawled text has one article, whose id is its name.
  private static let names = (0..<4).map { "\($0).jsonl" } + (0..<4).map { "\($0).txt" }

  /// The characters of the texts. The header of an article contains none of them.
  static let alphabet = Array("养老服务医保改革发展托育")
  static let sources = ["工人日报", "临江日报", "新华社"]

  init(addingUpTo addedCount: Int) { self.addedCount = addedCount }

  /// The file of an article.
  static func file(ofArticle id: String) -> String {
    id.split(separator: "#").first.map(String.init) ?? id
  }

  /// Writes, changes or removes a random file. One file always remains.
  mutating func change(_ random: inout SplitMix64) {
    guard let name = Self.names.randomElement(using: &random) else { return }
    if files.count > 1, files[name] != nil, Int.random(in: 0..<4, using: &random) == 0 {
      files[name] = nil
      folder.remove(name)
      return
    }
    version += 1
    var articles: [String: ModelArticle] = [:]
    if name.hasSuffix(".txt") {
      articles[name] = Self.page(&random)
    } else {
      // Some articles of the old file stay as they are.
      for (id, article) in files[name]?.articles ?? [:] where version % 3 > 0 {
        if id.utf8.reduce(version, { $0 + Int($1) }) % 2 == 0 { articles[id] = article }
      }
      for _ in 0..<Int.random(in: 1...addedCount, using: &random) {
        let number = Int.random(in: 0..<addedCount * 4, using: &random)
        articles["\(name)#\(number)"] = Self.article(&random)
      }
    }
    write(articles, to: name)
  }

  private mutating func write(_ articles: [String: ModelArticle], to name: String) {
    files[name] = File(articles: articles, version: version)
    let text =
      name.hasSuffix(".txt")
      ? articles.values.map(\.page).joined()
      : articles.sorted { $0.key < $1.key }.map { $1.record(id: $0) }.joined()
    folder.write(Array(text.utf8), to: "new")
    folder.setModified("new", version)
    folder.move("new", to: name)
  }

  /// A random article with a date.
  static func article(_ random: inout SplitMix64) -> ModelArticle {
    let (year, day) = (
      Int.random(in: 2021...2024, using: &random), Int.random(in: 10...19, using: &random)
    )
    return ModelArticle(
      title: sentence(1...8, &random), text: text(&random), date: "\(year)-03-\(day)",
      source: sources.randomElement(using: &random) ?? "")
  }

  /// A random article with a time, as crawled pages have it.
  private static func page(_ random: inout SplitMix64) -> ModelArticle {
    let article = article(&random)
    return ModelArticle(
      title: article.title, text: article.text,
      date: article.date + "T14:53:1\(Int.random(in: 0...9, using: &random))",
      source: article.source)
  }

  /// A random text; one of twenty is long, so that positions and stored articles fill blocks.
  private static func text(_ random: inout SplitMix64) -> String {
    let count = Int.random(in: 0..<20, using: &random) == 0 ? 200 : 4
    return (0..<Int.random(in: 1...count, using: &random)).map { _ in
      let mark = Bool.random(using: &random) ? "，" : "。\n"
      return sentence(1...12, &random) + mark
    }.joined() + sentence(1...6, &random) + "。"
  }

  private static func sentence(_ count: ClosedRange<Int>, _ random: inout SplitMix64) -> String {
    String(
      (0..<Int.random(in: count, using: &random)).compactMap { _ in
        alphabet.randomElement(using: &random)
      })
  }
}

extension ModelArticle {
  /// The article as a line of JSON.
  func record(id: String) -> String {
    let text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\\n")
    return #"{"id":"\#(id)","title":"\#(title)","text":"\#(text)","date":"\#(date)","#
      + #""source":"\#(source)"}"# + "\n"
  }

  /// The article as a crawled page.
  fileprivate var page: String {
    let time = date.split(separator: "T").joined(separator: " ")
    return "\(title)\n时间:\(time)来源:\(source)\n\(text)\n"
  }
}
