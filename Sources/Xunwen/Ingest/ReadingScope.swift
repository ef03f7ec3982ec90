import Articles
import Search
import Storage

/// The rules by which the files of a scanned folder are read: those of the folder, and those of
/// folders in it that have others.
struct ReadingScope {
  /// The rules of a folder for its files.
  struct Part {
    /// The absolute path of the folder or file.
    let folder: String
    /// ICU name of the encoding; nil to detect it.
    let encoding: String?
    let fields: FieldMap

    /// A fingerprint of the rules, with their version. Files are read again when it changes.
    ///
    /// - Parameter patterns: for an archive, the patterns that decide about its members.
    func fingerprint(patterns: PathPatterns = PathPatterns()) -> UInt64 {
      let rules = ["5", encoding ?? ""] + fields.arguments + fields.keptFields + patterns.lines
      return XXH64.hash(Array(rules.joined(separator: "\0").utf8).span)
    }
  }

  /// The scanned folder.
  let top: Part
  /// The folders in it that have other rules, each after the folders in it.
  let inner: [Part]
  /// The patterns of the scanned folder, without those of its file.
  let patterns: PathPatterns

  /// - Parameter path: the absolute path of the scanned folder or file, without symbolic links.
  init(
    _ rules: ReadingRulesList, of path: String, _ options: IndexingOptions, _ catalog: FieldCatalog
  ) throws {
    func part(_ folder: String, _ rules: ReadingRules) throws -> Part {
      let isGiven = rules.assignments == options.fields.arguments
      let fields =
        isGiven
        ? options.fields : try FieldMap(rules.assignments, valueFields: catalog.valueNames)
      return Part(
        folder: folder, encoding: rules.encoding,
        fields: fields.keeping(catalog.declared.map(\.name)))
    }
    let rulesOfTop = rules.rules(of: path)
    top = try part(path, rulesOfTop)
    patterns = try PathPatterns(lines: rulesOfTop.patterns)
    inner = try rules.folders.reversed().filter {
      !(FilePath.relative($0.path, to: path) ?? "").isEmpty
    }.map { try part($0.path, $0.rules) }
  }

  /// Returns the rules for a file.
  ///
  /// - Parameter path: a path below the path of the scanned folder.
  func part(of path: String) -> Part {
    inner.first { FilePath.relative(path, to: $0.folder) != nil } ?? top
  }
}
