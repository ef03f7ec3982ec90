import Synchronization
import Xunwen

/// Shortens ids and other names in the middle: `zhengce…tuiguang.txt`. Different names have
/// different short forms.
public final class NameShortener: Sendable {
  /// The forms of the ids in the output of the program.
  public static let ids = NameShortener()
  /// The forms of the sources in the output of the program.
  public static let sources = NameShortener()
  /// The forms of the queries in the output of the program.
  public static let queries = NameShortener()

  private struct State {
    var names: [String: String] = [:]
    var forms: [String: String] = [:]
    /// Two of the names that would have a form if they were the only ones.
    var rivals: [String: [String]] = [:]

    /// Another name with a form; nil when the form is free.
    func owner(of form: String, besides name: String) -> String? {
      if let owner = names[form] { return owner == name ? nil : owner }
      return rivals[form]?.first { $0 != name }
    }
  }

  private let state = Mutex(State())

  public init() {}

  /// Returns the name on one line, in at most `columns` columns; without a limit for nil.
  public func shortened(_ name: String, columns: Int?) -> String {
    let line = VisibleText.line(name)
    guard let columns else { return line }
    return state.withLock { state in
      if let form = state.forms[name], DisplayWidth.columns(of: form) <= columns { return form }
      let form = Self.form(of: line, columns: max(2, columns)) {
        state.owner(of: $0, besides: name)
      }
      state.names[form] = name
      state.forms[name] = form
      return form
    }
  }

  /// Announces the names of a list, so that none of them gets a form that others could have, too.
  public func expect(_ names: some Sequence<String>, columns: Int?) {
    guard let columns else { return }
    state.withLock { state in
      for name in names {
        let line = VisibleText.line(name)
        guard DisplayWidth.columns(of: line) > columns else { continue }
        let form = Self.cut(line, columns: columns)
        let rivals = state.rivals[form, default: []]
        if rivals.count < 2, !rivals.contains(name) { state.rivals[form] = rivals + [name] }
      }
    }
  }

  /// The name without its middle. Names of one folder differ at the end, so the end gets two
  /// thirds.
  private static func cut(_ name: String, columns: Int, after head: Int? = nil) -> String {
    let room = max(1, columns - 1)
    let head = head ?? room / 3
    return VisibleText.beginning(of: name, columns: head) + "…"
      + VisibleText.ending(of: name, columns: room - head)
  }

  /// Returns the first form that no other name has.
  ///
  /// - Parameter owner: the other name with a form; nil when the form is free.
  private static func form(
    of name: String, columns: Int, owner: (String) -> String?
  ) -> String {
    if DisplayWidth.columns(of: name) <= columns, owner(name) == nil { return name }
    var form = cut(name, columns: columns)
    // Names that differ in the middle only show where they differ.
    for _ in 0..<maxMiddles {
      guard let other = owner(form) else { return form }
      form = middle(of: name, from: VisibleText.line(other), columns: columns)
    }
    for head in 0..<columns {
      form = cut(name, columns: columns, after: head)
      if owner(form) == nil { return form }
    }
    var number = 2
    while true {
      let mark = "…#\(number)"
      form = VisibleText.beginning(of: name, columns: max(0, columns - mark.count)) + mark
      if owner(form) == nil { return form }
      number += 1
    }
  }

  private static let maxMiddles = 8

  /// The beginning and the end of a name, and the part between them that differs from another name.
  private static func middle(of name: String, from other: String, columns: Int) -> String {
    let room = max(0, columns - 2)
    let common = zip(name, other).prefix { $0 == $1 }.count
    let difference = VisibleText.beginning(
      of: String(name.dropFirst(max(0, common - 1))), columns: (room + 1) / 2)
    return VisibleText.beginning(of: name, columns: room / 4) + "…" + difference + "…"
      + VisibleText.ending(of: name, columns: room / 2 - room / 4)
  }
}
