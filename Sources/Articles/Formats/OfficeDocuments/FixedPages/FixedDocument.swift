/// The text of an OFD file (GB/T 33190): the pages of its documents in their order.
///
/// A page has pieces of text with their places. Pieces on one line are joined, and lines are joined
/// to paragraphs by `FixedLines`.
enum FixedDocument {
  /// Adds the pages to a page. A part is read once, so that the work is bounded by the size of the
  /// file.
  ///
  /// - Throws: `damagedDocument`.
  static func read(
    _ parts: OfficeParts, into page: OfficePage, path: String
  ) throws(ArticleError) {
    func parse(_ name: String, _ handler: any XMLHandler) throws(ArticleError) {
      guard let document = parts[name], XMLDocument.parse(document, into: handler) else {
        throw ArticleError(path: path, reason: .damagedPart(name))
      }
    }
    let root = FixedStructure(folder: "")
    try parse("OFD.xml", root)
    for document in root.documents.sorted() {
      let structure = FixedStructure(folder: FilePath.folder(document))
      try parse(document, structure)
      var backgrounds: [String: [FixedPiece]] = [:]
      for name in structure.pages where !page.isTooLarge {
        let contents = FixedPage()
        try parse(name, contents)
        for template in contents.templates {
          guard let name = structure.templates[template], parts[name] != nil else { continue }
          if backgrounds[template] == nil {
            let background = FixedPage()
            try parse(name, background)
            backgrounds[template] = background.pieces
          }
          contents.add(backgrounds[template] ?? [])
        }
        page.start("section")
        for paragraph in FixedLines.paragraphs(contents.pieces) { page.add(paragraph) }
        page.end()
      }
    }
  }
}

/// A reader of the parts that list other parts: `OFD.xml` and `Document.xml`.
private final class FixedStructure: XMLHandler {
  private let folder: String
  private(set) var documents: Set<String> = []
  private(set) var pages: [String] = []
  private var knownPages: Set<String> = []
  /// The names of the templates by id.
  private(set) var templates: [String: String] = [:]
  private var captured: [UInt8]?

  private static let maximumCount = 1 << 16

  init(folder: String) { self.folder = folder }

  func start(_ name: String, _ attributes: XMLAttributes) {
    guard pages.count + templates.count < Self.maximumCount else { return }
    switch name {
    case "DocRoot": captured = []
    case "Page":
      if let location = attributes["BaseLoc"] {
        let page = PartName.resolve(location, in: folder)
        if knownPages.insert(page).inserted { pages.append(page) }
      }
    case "TemplatePage":
      if let location = attributes["BaseLoc"], let id = attributes["ID"] {
        templates[id] = PartName.resolve(location, in: folder)
      }
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if let count = captured?.count, count < 1000 { captured? += bytes }
  }

  func end(_ name: String) {
    guard name == "DocRoot", let bytes = captured, documents.count < Self.maximumCount else {
      return
    }
    captured = nil
    let location = String(decoding: bytes, as: UTF8.self).foldingWhitespace()
    documents.insert(PartName.resolve(location, in: folder))
  }
}

/// A reader of a page or a template: the pieces of text with their places.
private final class FixedPage: XMLHandler {
  private(set) var pieces: [FixedPiece] = []
  /// The ids of the templates on which the page is based.
  private(set) var templates: [String] = []
  private var object: FixedPiece?
  /// The place of the object, to which the place of its text is relative.
  private var (left, top) = (0.0, 0.0)
  private var matrix: [Double] = []
  /// The place of the last piece in its object.
  private var (codeX, codeY) = (0.0, 0.0)
  private var isInCode = false

  private static let maximumTemplates = 16

  func add(_ others: [FixedPiece]) { pieces += others }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "Template":
      if let id = attributes["TemplateID"], templates.count < Self.maximumTemplates {
        templates.append(id)
      }
    case "TextObject":
      let boundary = FixedNumbers.read(attributes["Boundary"] ?? "")
      (left, top) = (boundary.first ?? 0, boundary.count > 1 ? boundary[1] : 0)
      matrix = FixedNumbers.read(attributes["CTM"] ?? "")
      var piece = FixedPiece()
      piece.size = FixedNumbers.read(attributes["Size"] ?? "").first ?? 0
      if matrix.count >= 4 {
        piece.size *= (matrix[2] * matrix[2] + matrix[3] * matrix[3]).squareRoot()
      }
      if piece.size <= 0 { piece.size = boundary.count > 3 ? boundary[3] : 4 }
      object = piece
      (codeX, codeY) = (0, 0)
    case "TextCode":
      guard object != nil else { return }
      isInCode = true
      startCode(attributes)
    default: break
    }
  }

  /// A piece without a coordinate has that of the piece before it.
  private func startCode(_ attributes: XMLAttributes) {
    codeX = FixedNumbers.read(attributes["X"] ?? "").first ?? codeX
    codeY = FixedNumbers.read(attributes["Y"] ?? "").first ?? codeY
    var (x, y) = (codeX, codeY)
    var advance = FixedNumbers.read(attributes["DeltaX"] ?? "").reduce(0, +)
    if matrix.count >= 6 {
      (x, y) = (
        matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
      )
      advance *= matrix[0]
    }
    object?.x = left + x
    object?.y = top + y
    object?.width = advance
    object?.text = []
  }

  func text(_ bytes: [UInt8]) {
    if isInCode { object?.text += bytes }
  }

  func end(_ name: String) {
    switch name {
    case "TextCode":
      isInCode = false
      if let piece = object, Blanks.trimmed(piece.text, 0..<piece.text.count) != nil {
        pieces.append(piece.withLastCharacter)
      }
    case "TextObject": object = nil
    default: break
    }
  }
}
