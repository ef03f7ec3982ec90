/// The names of encodings that texts declare, as their authors mean them.
enum CharsetName {
  /// The encoding that browsers use for Latin-1.
  static let latin1 = "windows-1252"

  /// The name under which `CharsetConverter` reads a declared encoding; nil for an unknown one.
  ///
  /// GB 2312 and GBK are parts of GB18030, and are declared for texts that use all of it.
  static func canonical(_ declared: String) -> String? {
    let name = declared.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    switch name {
    case "utf8", "utf", "unicode11utf8", "xunicode20utf8": return "UTF-8"
    case "gb2312", "gb231280", "gbk", "xgbk", "gb18030", "gb180302000", "cp936", "ms936",
      "windows936", "chinese", "euccn", "xeuccn", "iso2022cngb":
      return "GB18030"
    case "big5", "big5hkscs", "xxbig5", "cp950", "ms950", "windows950", "cnbig5": return "Big5"
    case "euctw", "xeuctw": return "EUC-TW"
    // Servers declare it for texts of which they do not know the encoding.
    case "iso88591", "latin1", "usascii", "ascii": return latin1
    // A page that is readable up to this declaration is not in UTF-16.
    case _ where name.hasPrefix("utf16") || name.hasPrefix("ucs2") || name.hasPrefix("utf32"):
      return nil
    default: return CharsetConverter(name: declared) == nil ? nil : declared
    }
  }

  /// True for an encoding that shifts between ASCII and other characters, all of seven bits.
  static func hasSevenBits(_ name: String) -> Bool {
    let capitals = name.uppercased()
    return ["ISO-2022", "HZ", "UTF-7"].contains(where: capitals.hasPrefix)
  }
}
