/// The paragraph styles of a Word document.
final class WordStyles: XMLHandler {
  private struct Style {
    var name = ""
    var base: String?
    var outline: Int?
    var isCentred: Bool?
    var size: Int?
    var numbering: WordNumbering.Reference?
  }

  /// The properties of a style, with the properties of the styles on which it is based.
  struct Resolved {
    var role = OfficeParagraph.Role.body
    var isCentred = false
    var size = 0
    var numbering: WordNumbering.Reference?
  }

  private var styles: [String: Style] = [:]
  private var resolved: [String: Resolved] = [:]
  private var current: (id: String, style: Style)?
  private var defaultID = ""
  private var defaultSize = 20
  private var isInDefaults = false

  private static let maximumCount = 1 << 16
  /// Styles are based on each other up to this depth; a cycle ends here.
  private static let maximumDepth = 20

  /// Reads the styles, if the document has any.
  init(_ document: [UInt8]?) {
    if let document { _ = XMLDocument.parse(document, into: self) }
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "docDefaults": isInDefaults = true
    case "sz" where isInDefaults: defaultSize = attributes.number("val") ?? defaultSize
    case "style":
      guard attributes["type"] == "paragraph", let id = attributes["styleId"] else { return }
      current = (id, Style())
      if attributes.isOn("default") && attributes["default"] != nil { defaultID = id }
    default: addProperty(name, attributes)
    }
  }

  private func addProperty(_ name: String, _ attributes: XMLAttributes) {
    guard current != nil else { return }
    switch name {
    case "name": current?.style.name = attributes["val"] ?? ""
    case "basedOn": current?.style.base = attributes["val"]
    case "outlineLvl": current?.style.outline = attributes.number("val")
    case "jc": current?.style.isCentred = attributes["val"] == "center"
    case "sz": current?.style.size = attributes.number("val")
    case "numPr": current?.style.numbering = WordNumbering.Reference()
    case "numId": current?.style.numbering?.list = attributes["val"]
    case "ilvl": current?.style.numbering?.level = attributes.number("val")
    default: break
    }
  }

  func end(_ name: String) {
    if name == "docDefaults" { isInDefaults = false }
    guard name == "style", let (id, style) = current else { return }
    if styles.count < Self.maximumCount { styles[id] = style }
    current = nil
  }

  func text(_ bytes: [UInt8]) {}

  /// Returns the properties of a style, or of the default one.
  func properties(_ id: String?) -> Resolved {
    let id = id ?? defaultID
    if let known = resolved[id] { return known }
    var result = Resolved(size: defaultSize)
    var role: OfficeParagraph.Role?
    var (next, depth): (String?, Int) = (id, 0)
    var (isCentred, size): (Bool?, Int?) = (nil, nil)
    while let id = next, let style = styles[id], depth < Self.maximumDepth {
      role = role ?? StyleRole.of(style.name) ?? StyleRole.of(id)
      if role == nil, let outline = style.outline, 0..<9 ~= outline { role = .heading(outline + 1) }
      isCentred = isCentred ?? style.isCentred
      size = size ?? style.size
      result.numbering = result.numbering ?? style.numbering
      (next, depth) = (style.base, depth + 1)
    }
    result.role = role ?? StyleRole.of(id) ?? .body
    result.isCentred = isCentred ?? false
    result.size = size ?? defaultSize
    resolved[id] = result
    return result
  }
}

extension XMLAttributes {
  /// Returns a value as a number, if it is one.
  func number(_ name: StaticString) -> Int? { self[name].flatMap { Int($0) } }

  /// Returns true for a property that is on: without a value, or with another one than `0`.
  func isOn(_ name: StaticString) -> Bool {
    !["0", "false", "off", "none"].contains(self[name] ?? "")
  }
}
