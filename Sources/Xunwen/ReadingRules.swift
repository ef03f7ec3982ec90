import Articles
import Search
import Storage

/// The options that decide how the files of a folder are read. An index keeps them for later
/// updates.
public struct ReadingRules: Sendable, Hashable, Codable {
  /// ICU name of the encoding of all files; nil to detect it for each file.
  public internal(set) var encoding: String?
  /// The assignments of names in records to fields, as `NAME=FIELD`.
  public internal(set) var assignments: [String] = []
  /// The lines of `PathPatterns`. They belong to the folder itself, as its file `.xunwenignore`
  /// does, and not to the folders in it.
  var patterns: [String] = []

  /// The patterns of the files and folders that are left out.
  public var excluded: [String] { lines(after: PathPatterns.exclusionSign) }
  /// The patterns of the files that are read; empty for all files.
  public var included: [String] { lines(after: PathPatterns.inclusionSign) }

  /// True for the rules of a folder without options.
  public var isEmpty: Bool { self == ReadingRules() }

  private func lines(after sign: Character) -> [String] {
    patterns.filter { $0.first == sign && $0.count > 1 }.map { String($0.dropFirst()) }
  }

  /// The rules of a folder in the folder that has no rules of its own.
  var inherited: ReadingRules {
    var rules = self
    rules.patterns = []
    return rules
  }

  /// Replaces the rules for which there are options.
  mutating func update(_ options: IndexingOptions) {
    if let given = options.encoding { encoding = given }
    if !options.fields.arguments.isEmpty { assignments = options.fields.arguments }
  }
}

/// The rules of a folder or a single file.
public struct FolderRules: Sendable, Hashable, Codable {
  /// The absolute path without symbolic links.
  public let path: String
  public internal(set) var rules: ReadingRules
}

/// The reading rules of an index by folder. The rules of the innermost folder around a file count.
///
/// A folder is listed only if its rules differ from the rules that it would inherit.
struct ReadingRulesList: Equatable {
  /// In ascending bytewise order of the paths.
  private(set) var folders: [FolderRules] = []

  /// Returns the rules for the files of a folder, or for a single file.
  ///
  /// - Parameter path: an absolute path without symbolic links.
  func rules(of path: String) -> ReadingRules { Self.rules(of: path, in: folders) }

  private static func rules(of path: String, in folders: [FolderRules]) -> ReadingRules {
    // A folder precedes the folders in it.
    guard let folder = folders.last(where: { FilePath.relative(path, to: $0.path) != nil }) else {
      return ReadingRules()
    }
    return folder.path.utf8.elementsEqual(path.utf8) ? folder.rules : folder.rules.inherited
  }

  /// Changes the rules of a folder by the options of an update. An encoding and assignments count
  /// for the folders in it, too.
  ///
  /// - Parameter catalog: the fields with values. Assignments to other ones are dropped.
  mutating func update(_ path: String, _ options: IndexingOptions, _ catalog: FieldCatalog) {
    var rules = options.forgetsRules ? ReadingRules() : self.rules(of: path)
    if options.forgetsRules { folders.removeAll { Self.isInside($0, path) } }
    rules.update(options)
    if !options.patterns.isEmpty { rules.patterns = options.patterns.lines }
    for index in folders.indices where Self.isInside(folders[index], path) {
      folders[index].rules.update(options)
    }
    folders.removeAll { $0.path.utf8.elementsEqual(path.utf8) }
    folders.append(FolderRules(path: path, rules: rules))
    for index in folders.indices {
      folders[index].rules.assignments.removeAll {
        (try? FieldMap([$0], valueFields: catalog.valueNames)) == nil
      }
    }
    removeInherited()
  }

  /// True when a folder or a folder in it has rules.
  func concern(_ path: String) -> Bool {
    !rules(of: path).isEmpty || folders.contains { Self.isInside($0, path) }
  }

  /// Gives the rules of a folder, and those of the folders in it, to another folder.
  mutating func move(_ path: String, to newPath: String) {
    folders.append(FolderRules(path: newPath, rules: rules(of: path)))
    for folder in folders {
      guard let name = FilePath.relative(folder.path, to: path) else { continue }
      folders.removeAll { $0.path.utf8.elementsEqual(folder.path.utf8) }
      if name.isEmpty { continue }
      folders.append(FolderRules(path: FilePath.join(newPath, name), rules: folder.rules))
    }
    removeInherited()
  }

  /// Keeps only the rules of a folder and of the folders in it.
  mutating func keep(inside path: String) {
    let rules = rules(of: path)
    folders.removeAll { !Self.isInside($0, path) || $0.path.utf8.elementsEqual(path.utf8) }
    folders.append(FolderRules(path: path, rules: rules))
    removeInherited()
  }

  private static func isInside(_ folder: FolderRules, _ path: String) -> Bool {
    FilePath.relative(folder.path, to: path) != nil
  }

  private mutating func removeInherited() {
    var kept: [FolderRules] = []
    for folder in folders.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) })
    where folder.rules != Self.rules(of: folder.path, in: kept) {
      kept.append(folder)
    }
    folders = kept
  }
}

extension FieldCatalog {
  /// The names of the fields with values, to which members may be assigned.
  var valueNames: [String] { all.map(\.name) }
}

extension ReadingRulesList {
  /// ```
  /// rules := folders: varint  { path: string  encoding: string  assignments: lines
  ///                             patterns: lines }{folders}
  /// lines := count: varint  string{count}
  /// ```
  func append(to bytes: inout [UInt8]) {
    Varint.encode(UInt64(folders.count), into: &bytes)
    for folder in folders {
      let rules = folder.rules
      for text in [folder.path, rules.encoding ?? ""] { bytes.append(counted: text) }
      for lines in [rules.assignments, rules.patterns] {
        Varint.encode(UInt64(lines.count), into: &bytes)
        for line in lines { bytes.append(counted: line) }
      }
    }
  }

  /// - Throws: `StorageError.corrupt`, also for rules that no command line makes.
  init(_ reader: inout ByteReader) throws(StorageError) {
    for _ in 0..<(try reader.readVarint()) {
      let path = try reader.readString()
      var rules = ReadingRules()
      let encoding = try reader.readString()
      rules.encoding = encoding.isEmpty ? nil : encoding
      rules.assignments = try Self.readLines(&reader)
      rules.patterns = try Self.readLines(&reader)
      // Any target may be a field with values.
      let targets = rules.assignments.map { String($0.split(separator: "=").last ?? "") }
      guard (try? FieldMap(rules.assignments, valueFields: targets)) != nil,
        (try? PathPatterns(lines: rules.patterns)) != nil,
        folders.last.map({ $0.path.utf8.lexicographicallyPrecedes(path.utf8) }) ?? true
      else { throw .corrupt(file: "ledger", offset: reader.offset, reason: "impossible rules") }
      folders.append(FolderRules(path: path, rules: rules))
    }
  }

  private static func readLines(_ reader: inout ByteReader) throws(StorageError) -> [String] {
    var lines: [String] = []
    for _ in 0..<(try reader.readVarint()) { lines.append(try reader.readString()) }
    return lines
  }
}
