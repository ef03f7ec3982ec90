/// The paragraph styles of an OpenDocument file, and which styles of text hide it.
final class OpenDocumentStyles {
  private struct Style {
    var name = ""
    var base: String?
    var outline: Int?
    var isCentred: Bool?
    var size: Int?
    var isHidden: Bool?
  }

  struct Resolved {
    var role = OfficeParagraph.Role.body
    var isCentred = false
    var size = 0
    var isHidden = false
  }

  /// Styles by family and name.
  private var styles: [String: Style] = [:]
  private var resolved: [String: Resolved] = [:]
  private var current: (key: String, style: Style)?

  private static let maximumCount = 1 << 16
  private static let maximumDepth = 20
  private static let families: Set = ["paragraph", "text", "presentation", "graphic"]

  /// Reads an element of a style; other elements are ignored.
  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "style", "default-style":
      guard let family = attributes["family"], Self.families.contains(family) else { return }
      let id = attributes["name"] ?? ""
      var style = Style(name: attributes["display-name"] ?? id)
      // Only a style of the family "paragraph" has a parent of its family.
      style.base = attributes["parent-style-name"] ?? (id.isEmpty ? nil : "")
      style.outline = attributes.number("default-outline-level")
      current = (Self.key(family, id), style)
    case "paragraph-properties":
      if let align = attributes["text-align"] { current?.style.isCentred = align == "center" }
    case "text-properties":
      if let size = attributes["font-size"].flatMap(Self.halfPoints) { current?.style.size = size }
      // The attribute text:display, not fo:display.
      if let display = attributes["display"] { current?.style.isHidden = display == "none" }
    default: break
    }
  }

  func end(_ name: String) {
    guard name == "style" || name == "default-style", let (key, style) = current else { return }
    if styles.count < Self.maximumCount { styles[key] = style }
    current = nil
  }

  private static func key(_ family: String, _ name: String) -> String { "\(family)\n\(name)" }

  /// Returns a size such as `22pt` in half points.
  private static func halfPoints(_ text: String) -> Int? {
    guard text.hasSuffix("pt"), let points = Double(text.dropLast(2)), 1...1000 ~= points else {
      return nil
    }
    return Int(points * 2)
  }

  /// Returns the properties of a style with the properties of its parents.
  func properties(_ family: String, _ name: String) -> Resolved {
    let key = Self.key(family, name)
    if let known = resolved[key] { return known }
    var role: OfficeParagraph.Role?
    var (isCentred, size, isHidden): (Bool?, Int?, Bool?) = (nil, nil, nil)
    var (next, depth): (String?, Int) = (name, 0)
    while let id = next, let style = styles[Self.key(family, id)], depth < Self.maximumDepth {
      role = role ?? StyleRole.of(style.name) ?? StyleRole.of(id)
      isCentred = isCentred ?? style.isCentred
      size = size ?? style.size
      isHidden = isHidden ?? style.isHidden
      (next, depth) = (style.base, depth + 1)
    }
    let result = Resolved(
      role: role ?? StyleRole.of(name) ?? .body, isCentred: isCentred ?? false, size: size ?? 0,
      isHidden: isHidden ?? false)
    resolved[key] = result
    return result
  }
}

/// A reader of the part `styles.xml`, which has the named styles.
final class OpenDocumentStylePart: XMLHandler {
  let styles = OpenDocumentStyles()

  func start(_ name: String, _ attributes: XMLAttributes) { styles.start(name, attributes) }
  func end(_ name: String) { styles.end(name) }
  func text(_ bytes: [UInt8]) {}
}
