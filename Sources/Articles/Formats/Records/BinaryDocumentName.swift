/// The names of binary documents of Microsoft Office before 2007, of WPS and of Outlook, in lower
/// case.
enum BinaryDocumentName {
  private static let workbooks = [".xls", ".xlt", ".et", ".ett"]
  private static let others = [
    ".doc", ".dot", ".wps", ".wpt", ".ppt", ".pps", ".pot", ".dps", ".dpt", ".msg",
  ]

  static func isWorkbook(_ name: String) -> Bool { workbooks.contains(where: name.hasSuffix) }

  static func isBinary(_ name: String) -> Bool {
    isWorkbook(name) || others.contains(where: name.hasSuffix)
  }
}
