extension Reference {
  /// By GB/T 7714-2015, "Information and documentation: Rules for bibliographic references and citations to information
  /// resources".
  ///
  /// ```
  /// 题名[N/OL]. 报纸名, 出版日期[引用日期]. 获取和访问路径.            a newspaper: 4.4.2
  /// 主要责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取和访问路径.      any other publisher: 4.6.2
  /// ```
  /// Archives know no authors. Of a newspaper's article the element is left out, as 8.1.4 allows in lists by number;
  /// otherwise the publisher is the one responsible. What is not known is said in brackets, in the language of the
  /// title, as 8.4 has it for places and publishers: 题名不详, 出版者不详, 日期不详 or no title, s.n., n.d.; an article
  /// without an address ends with the date.
  public var gbt7714: String {
    let accessed = accessed.map { "[\($0.day)]" } ?? ""
    var text: String
    if isNewspaper {
      text = "\(shownTitle)[N/OL]. \(source), \(published?.day ?? missing.date)\(accessed)."
    } else {
      let date = published.map { "(\($0.day))" } ?? missing.date
      text = "\(shownSource). \(shownTitle)[EB/OL]. \(date)\(accessed)."
    }
    if !url.isEmpty { text += " \(url)." }
    return text
  }

  /// For people: headline, publisher, date with the time, address and id.
  public var text: String {
    let date = published.map { $0.description.split(separator: "T").joined(separator: " ") }
    var parts = [shownTitle, "\(shownSource), \(date ?? missing.date)"]
    if !url.isEmpty { parts.append(url) }
    if let accessed { parts.append((isChinese ? "引用于 " : "accessed ") + accessed.day) }
    return parts.joined(separator: ". ") + " (\(Self.line(id)))"
  }

  var shownTitle: String { title.isEmpty ? missing.title : title }
  private var shownSource: String { source.isEmpty ? missing.source : source }

  private var missing: (title: String, source: String, date: String) {
    isChinese ? ("[题名不详]", "[出版者不详]", "[日期不详]") : ("[no title]", "[s.n.]", "[n.d.]")
  }
}
