/// The control words that matter to the text of a document.
enum RichTextWords {
  /// Parts that are no text of the article.
  static let skippedParts: Set<String> = [
    "author", "colortbl", "comment", "company", "creatim", "doccomm", "filetbl", "fldinst",
    "footer", "footerf", "footerl", "footerr", "header", "headerf", "headerl", "headerr",
    "keywords", "listtable", "manager", "nonshppict", "objdata", "operator", "pict", "printim",
    "private", "revtbl", "revtim", "rxe", "sp", "stylesheet", "subject", "tc", "tcn", "xe",
    "buptim", "category", "hlinkbase", "do",
  ]

  /// Parts that are read although readers may ignore them.
  static let readParts: Set<String> = ["shpinst", "shptxt", "fldrslt"]

  static let characters: [String: Unicode.Scalar] = [
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
  ]
}

/// The code pages of the fonts of a document.
struct RichTextCodePages {
  /// The code page of the document; nil when none is declared.
  var document: Int?
  var defaultFont = 0
  /// The name of the first encoding by which characters beyond ASCII were decoded.
  private(set) var firstUsed: String?

  private var fonts: [Int: Int] = [:]
  private var converters: [Int: CharsetConverter] = [:]

  private static let maximumFonts = 10_000

  /// The code pages of Windows character sets.
  private static let pages: [Int: Int] = [
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
  ]
  private static let wide: Set<Int> = [932, 936, 949, 950, 1361, 54936]

  mutating func setCharset(_ charset: Int, font: Int) {
    if let page = Self.pages[charset] { setPage(page, font: font) }
  }

  mutating func setPage(_ page: Int, font: Int) {
    if fonts.count < Self.maximumFonts, page > 0 { fonts[font] = page }
  }

  /// Returns the code page of a byte. A font of Western letters has the code page of the document:
  /// Chinese programs write Chinese characters in such fonts, too.
  func page(font: Int, wideFont: Int?) -> Int {
    for font in [font, wideFont] {
      if let page = font.flatMap({ fonts[$0] }), Self.wide.contains(page) { return page }
    }
    return fonts[font] ?? document ?? fonts[defaultFont] ?? 1252
  }

  mutating func decode(_ bytes: [UInt8], page: Int) -> [UInt8] {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
    if converters[page] == nil {
      converters[page] =
        CharsetConverter(name: Self.name(page), repairs: true)
        ?? CharsetConverter(name: "windows-1252", repairs: true)
    }
    if firstUsed == nil { firstUsed = Self.name(page) }
    guard case .success(let text)? = converters[page]?.decode(bytes) else { return [] }
    return text.utf8
  }

  /// The name of a code page, as of the encodings of other files.
  private static func name(_ page: Int) -> String {
    switch page {
    case 936, 54936: "GB18030"
    case 950: "Big5"
    case 932: "Shift_JIS"
    case 949, 1361: "EUC-KR"
    case 10000: "macintosh"
    case 65001: "UTF-8"
    default: "windows-\(page)"
    }
  }
}
