/// The assignment of the names in records to fields: the usual names, and names that the user has
/// assigned, which take precedence.
///
/// ```swift
/// let map = try FieldMap(["文号=id", "发文日期=date", "content=extra"])
/// ```
public struct FieldMap: Sendable, Hashable {
  /// A field, and the rank of the name among the names of the field; a lower rank is preferred.
  struct Role: Sendable, Hashable {
    let field: RecordField
    let rank: Int
    /// True when the member is an extra, too, because it is a field with values.
    var isKept = false
  }

  /// A name in a record. Without a role, it is an extra.
  private struct Name: Sendable, Hashable {
    let key: [UInt8]
    /// The length and the first bytes of the key, which distinguish nearly all names.
    let digest: UInt64
    let role: Role?

    init(_ key: [UInt8], _ role: Role?) {
      self.key = key
      self.role = role
      digest = Self.digest(key)
    }

    static func digest(_ key: [UInt8]) -> UInt64 {
      var digest = UInt64(truncatingIfNeeded: key.count)
      for index in 0..<min(7, key.count) { digest = digest << 8 | UInt64(key[index]) }
      return digest
    }
  }

  /// A name in a record that is read as another.
  private struct Renaming: Sendable, Hashable {
    let key: [UInt8]
    let name: [UInt8]
  }

  /// The names that are compared as they are, the assigned ones first.
  private let exact: [Name]
  /// The names that are read as names of fields with values.
  private let renamed: [Renaming]
  /// The arguments from which the map was created.
  public let arguments: [String]
  /// The names of members that are extras in any case, because they are fields with values.
  private var kept: [[UInt8]] = [issuerName]
  /// True when names have aliases, and the members of `_source` belong to the record.
  let isLenient: Bool

  /// Creates the map of the usual names.
  public init() { self.init(isLenient: true) }

  private init(isLenient: Bool) {
    exact = Self.usual
    renamed = []
    arguments = []
    self.isLenient = isLenient
  }

  /// The map of exported records, in which each field has one name.
  static let exported = FieldMap(isLenient: false)

  /// Creates a map with assigned names.
  ///
  /// - Parameters:
  ///   - arguments: `NAME=FIELD`. The field is a `RecordField`, a field with values, or `extra` for
  ///     a name that means no field. Of several names of one field in a record, the first counts.
  ///   - valueFields: the names of the fields with values. A member that is assigned to one is read
  ///     as if it had that name.
  public init(
    _ arguments: [String], valueFields: [String] = []
  ) throws(FieldMapError) {
    var names: [Name] = []
    var renamed: [Renaming] = []
    for (index, argument) in arguments.enumerated() {
      guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex else {
        throw FieldMapError(argument: argument, problem: .noAssignment)
      }
      let key = Array(argument[..<sign].utf8)
      let target = String(argument[argument.index(after: sign)...])
      guard !names.contains(where: { $0.key == key }), !renamed.contains(where: { $0.key == key })
      else { throw FieldMapError(argument: argument, problem: .repeatedName) }
      if valueFields.contains(target) {
        renamed.append(Renaming(key: key, name: Array(target.utf8)))
        continue
      }
      guard let field = Self.field(named: target) else {
        throw FieldMapError(argument: argument, problem: .unknownField(target))
      }
      names.append(
        Name(key, field.map { Role(field: $0, rank: index - arguments.count) }))
    }
    exact = names + Self.usual
    self.renamed = renamed
    self.arguments = arguments
    isLenient = true
  }

  /// Returns a field, or `.some(nil)` for `extra`; nil for any other text.
  private static func field(named name: String) -> RecordField?? {
    name == "extra" ? .some(nil) : RecordField(exactly: Array(name.utf8)).map { .some($0) }
  }

  /// The targets of assignments.
  static let targets = RecordField.allCases.map(\.rawValue) + ["extra"]

  /// Returns the role of a name; nil for an extra.
  func role(of key: [UInt8]) -> Role? {
    var role = anyRole(of: key)
    if role != nil, kept.contains(key) { role?.isKept = true }
    return role
  }

  private func anyRole(of key: [UInt8]) -> Role? {
    let digest = Name.digest(key)
    for index in exact.indices where exact[index].digest == digest && exact[index].key == key {
      return exact[index].role
    }
    return isLenient ? Self.aliasRole(of: key) : nil
  }

  // MARK: Fields with values

  /// Returns the name by which a member is read: the name of a field with values, or its own.
  func name(of key: [UInt8]) -> [UInt8] {
    if renamed.isEmpty { return key }
    return renamed.first { $0.key == key }?.name ?? key
  }

  /// The name of the issuing body of a policy document. It may be the source, and is a field.
  private static let issuerName = Array("发文机关".utf8)

  /// Returns the map with names of members that are extras in any case, except texts.
  package func keeping(_ names: [String]) -> FieldMap {
    var map = self
    for name in names.map({ Array($0.utf8) }) where !map.kept.contains(name) {
      map.kept.append(name)
    }
    return map
  }

  /// The names of the kept members that would not be extras otherwise, except the issuing body.
  package var keptFields: [String] {
    kept.dropFirst().filter { anyRole(of: $0) != nil }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let usual = RecordField.names.enumerated().map { rank, entry in
    Name(Array(entry.name.utf8), Role(field: entry.field, rank: rank))
  }

  // MARK: Aliases

  /// The aliases by their number of bytes.
  private static let aliases: [[Name]] = {
    var table: [[Name]] = []
    for field in RecordField.allCases {
      let words = field.aliases.split(whereSeparator: \.isWhitespace)
      for (index, word) in words.enumerated() {
        let key = Array(word.utf8)
        while table.count <= key.count { table.append([]) }
        table[key.count].append(
          Name(key, Role(field: field, rank: usual.count + index)))
      }
    }
    return table
  }()

  private static func aliasRole(of key: [UInt8]) -> Role? {
    // A name has at most as many separators as other characters.
    guard key.count < 2 * aliases.count else { return nil }
    let plain = key.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "): nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
    guard plain.count < aliases.count else { return nil }
    let names = aliases[plain.count]
    let digest = Name.digest(plain)
    return names.indices.first { names[$0].digest == digest && names[$0].key == plain }
      .flatMap { names[$0].role }
  }
}

/// A mistake in an assignment of a name to a field.
public struct FieldMapError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of mistakes.
  public enum Problem: Sendable, Equatable {
    case noAssignment
    case unknownField(String)
    case repeatedName
  }

  /// The assignment as given.
  public let argument: String
  public let problem: Problem

  public var description: String {
    switch problem {
    case .noAssignment: "'\(argument)' is not of the form NAME=FIELD, as in 标题=title"
    case .unknownField(let name):
      "'\(argument)': there is no field '\(name)'; the fields are "
        + FieldMap.targets.joined(separator: ", ")
    case .repeatedName: "'\(argument)': the name is assigned twice"
    }
  }
}
