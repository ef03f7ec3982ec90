/// A paragraph of a document.
struct DocumentParagraph {
  /// The text, in which tabs separate the cells of a row.
  var text: [UInt8]
  /// The size of its letters in any unit.
  var size: Float
  /// The level of a heading from 1 to 6; 0 for other paragraphs, and where the document tells none.
  var level = 0
}

/// The paragraphs of a document with the sizes of their letters, as an article.
///
/// They are read like a web page, in which the title is a heading. The title is the paragraph with
/// the largest letters at the beginning.
struct ConvertedDocument {
  private let paragraphs: [DocumentParagraph]
  /// The number of the first paragraphs, among which the title is.
  private let beginningCount: Int
  private let declaredTitle: String
  private let usualSize: Float

  /// The first paragraphs are the beginning of a document without pages.
  private static let beginningCount = 30
  /// Letters of this share of the usual size are large.
  static let largeShare: Float = 1.15

  /// - Parameters:
  ///   - beginningCount: the number of paragraphs on the first page; nil when it is unknown.
  ///   - declaredTitle: the title in the metadata of the document, which is often the name of its
  ///     first file.
  init(_ paragraphs: [DocumentParagraph], beginningCount: Int? = nil, declaredTitle: String = "") {
    self.paragraphs = paragraphs
    self.beginningCount = min(beginningCount ?? Self.beginningCount, paragraphs.count)
    self.declaredTitle = declaredTitle
    usualSize = Self.usualSize(paragraphs.lazy.map { ($0.size, $0.text.count) })
  }

  /// Returns the size that most of the text has.
  ///
  /// - Parameter texts: sizes, and the lengths of the texts that have them.
  static func usualSize(_ texts: some Sequence<(size: Float, count: Int)>) -> Float {
    var counts: [Int: Int] = [:]
    for (size, count) in texts { counts[Int((size * 2).rounded()), default: 0] += count }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return Float(most?.key ?? 0) / 2
  }

  /// - Throws: `noText`.
  func page(path: String, encoding: String = "UTF-8") throws(ArticleError) -> WebPageLayout {
    guard !paragraphs.isEmpty else { throw ArticleError(path: path, reason: .noText) }
    let title = headline
    let page = MarkedPage { reader in
      for (i, paragraph) in paragraphs.enumerated() {
        let level = i == title ? 1 : paragraph.level > 0 ? paragraph.level : isLarge(i) ? 2 : 0
        reader.add(paragraph.text, level: level)
      }
      if isTitlePrinted { reader.declareTitle(declaredTitle) }
    }
    return WebPageLayout(page, encoding: encoding)
  }

  private func isLarge(_ i: Int) -> Bool {
    paragraphs[i].size >= Self.largeShare * usualSize
  }

  // MARK: The title

  /// The number of code points of a title.
  private static let titleLengths = 4...100
  /// Endings of headings that name the publisher and the kind of a document, as in
  /// 临江市人民政府文件.
  private static let letterheads = ["文件", "公报", "简报", "日报", "晚报"]

  /// The paragraph in the largest letters. A letterhead may be larger.
  private var headline: Int? {
    let large = (0..<beginningCount).filter { i in
      isLarge(i) && Self.titleLengths.contains(text(i).unicodeScalars.count)
    }
    let titles = large.filter { i in !Self.letterheads.contains(where: text(i).hasSuffix) }
    return (titles.isEmpty ? large : titles).max { a, b in
      (paragraphs[a].size, b) < (paragraphs[b].size, a)
    }
  }

  private func text(_ i: Int) -> String { String(decoding: paragraphs[i].text, as: UTF8.self) }

  /// True when the first paragraphs contain the declared title. Others are names of files, as in
  /// `Microsoft Word - 1.doc`.
  private var isTitlePrinted: Bool {
    !declaredTitle.isEmpty && (0..<beginningCount).contains { text($0) == declaredTitle }
  }
}

extension MarkupReader {
  /// Adds a paragraph, a heading, or a row whose cells are separated by tabs.
  func add(_ text: [UInt8], level: Int) {
    if text.contains(UInt8(ascii: "\t")) {
      start("tr", .none)
      for cell in text.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
        start("td", .none)
        self.text(Array(cell))
        end()
      }
    } else {
      start(level > 0 ? "h\(min(level, 6))" : "p", .none)
      self.text(text)
    }
    end()
  }
}
