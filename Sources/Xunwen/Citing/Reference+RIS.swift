import Calendar

extension Reference {
  /// The reference as a record in the RIS format of reference managers: lines of a tag and a value,
  /// which end with CR LF.
  ///
  /// A newspaper is the periodical of the article; any other source is its author. Dates have the
  /// form `2023/07/02/`, as far as they are known. Missing data is left out, except the title.
  public var ris: String {
    var lines = [("TY", isNewspaper ? "NEWS" : "ELEC"), ("TI", shownTitle)]
    if !source.isEmpty { lines.append((isNewspaper ? "T2" : "AU", source)) }
    if let published {
      lines.append(("PY", String(published.date.description.prefix(4))))
      lines.append(("DA", Self.risDate(published.date)))
    }
    if !url.isEmpty { lines.append(("UR", url)) }
    if let accessed { lines.append(("Y2", Self.risDate(accessed))) }
    lines += [("ID", Self.line(id)), ("ER", "")]
    return lines.map { "\($0)  - \($1)\r\n" }.joined()
  }

  private static func risDate(_ date: CivilDate) -> String {
    let parts = date.description.split(separator: "-")
    return (0..<3).map { ($0 < parts.count ? parts[$0] : "") + "/" }.joined()
  }
}
