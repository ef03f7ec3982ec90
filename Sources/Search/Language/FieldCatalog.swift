public import InvertedIndex

/// The fields of an index that hold values: the fields of policy documents, which every index has,
/// and the fields that the user has declared.
public struct FieldCatalog: Sendable, Equatable {
  /// The declared fields, in the order of their declaration.
  public let declared: [IndexField]

  /// The fields of policy documents, each with its short name in queries.
  private static let policy: [(field: IndexField, shortName: String)] = [
    (IndexField(name: "发文机关", type: .keyword), "机关"),
    (IndexField(name: "发文字号", type: .documentNumber), "文号"),
    (IndexField(name: "成文日期", type: .date), "成文"),
    (IndexField(name: "索引号", type: .keyword), "索引号"),
    (IndexField(name: "主题分类", type: .keyword), "主题"),
    (IndexField(name: "有效性", type: .keyword), "效力"),
  ]

  /// The fields of policy documents.
  public static let policyFields = policy.map(\.field)

  public init(declared: [IndexField] = []) { self.declared = declared }

  /// All fields.
  public var all: [IndexField] { Self.policyFields + declared }

  /// Returns the field with a name, in any case and width. Policy fields have a short name, too.
  public func field(named name: String) -> IndexField? {
    let name = Self.folded(name)
    if let policy = Self.policy.first(where: { $0.field.name == name || $0.shortName == name }) {
      return policy.field
    }
    return declared.first { Self.folded($0.name) == name }
  }

  /// The names of all fields of the query language, for messages.
  public var names: [String] {
    QueryField.builtIn.map(\.name) + Self.policyFields.map(\.name) + declared.map(\.name)
  }

  /// The form in which names are compared.
  static func folded(_ name: String) -> String { FieldText.compared(name, as: .keyword) }

  /// Returns the reason why a field cannot be declared; nil for a valid declaration.
  public static func problem(withName name: String) -> String? {
    let scalars = Array(name.unicodeScalars)
    guard let first = scalars.first else { return "the name is empty" }
    guard name.utf8.count <= IndexField.nameLimit else {
      return "the name is longer than \(IndexField.nameLimit) bytes"
    }
    guard QuerySyntax.isOfWord(first), scalars.allSatisfy(QuerySyntax.isOfFieldName) else {
      return "a name has letters, digits, _ and - only"
    }
    guard scalars.contains(where: { QuerySyntax.digit($0) == nil }) else {
      return "a name is no number"
    }
    let folded = folded(name)
    if QueryField(named: folded) != nil || FieldCatalog().field(named: folded) != nil {
      return "every index has a field of this name"
    }
    return nil
  }

  /// The declared fields with changes: later declarations of a name replace earlier ones.
  ///
  /// - Parameter changes: names with their types; nil removes a field.
  public func declaring(_ changes: [(name: String, type: FieldType?)]) -> [IndexField] {
    var fields = declared
    for (name, type) in changes {
      let index = fields.firstIndex { Self.folded($0.name) == Self.folded(name) }
      switch (index, type) {
      case (let index?, let type?): fields[index] = IndexField(name: name, type: type)
      case (let index?, nil): fields.remove(at: index)
      case (nil, let type?): fields.append(IndexField(name: name, type: type))
      case (nil, nil): break
      }
    }
    return fields
  }
}
