/// A field whose values are terms of the index: its name, and the type of its values.
public struct IndexField: Hashable, Sendable, Codable {
  /// The name as it was declared.
  public let name: String
  /// The type of the values.
  public let type: FieldType

  public init(name: String, type: FieldType) {
    self.name = name
    self.type = type
  }

  /// The most fields that a commit declares.
  public static let countLimit = 64
  /// The most bytes of a name.
  public static let nameLimit = 64
  /// The most bytes of a text that are indexed.
  public static let valueLimit = 1024
  /// The most values of a field that are indexed for one article.
  public static let valueCountLimit = 1000

  /// The rule that the declared fields of a commit break; nil for valid fields.
  static func fault(in fields: [IndexField]) -> String? {
    if fields.count > countLimit { return "more than \(countLimit) fields" }
    var names: Set<[UInt8]> = []
    for field in fields {
      let name = Array(field.name.utf8)
      guard !name.isEmpty, name.count <= nameLimit, !name.contains(0) else {
        return "no name of a field: \(field.name)"
      }
      guard names.insert(name).inserted else { return "two fields \(field.name)" }
    }
    return nil
  }
}

/// The type of the values of a field.
public enum FieldType: String, Sendable, CaseIterable, Codable {
  /// Texts that are compared as a whole, without regard to width and case.
  case keyword
  /// Numbers, in double precision.
  case number
  /// Days, months and years.
  case date
  /// Numbers of documents, such as 国发〔2023〕5号, whose brackets and spaces are equal.
  case documentNumber = "docnumber"

  /// The byte in a commit.
  var code: UInt8 {
    switch self {
    case .keyword: 0
    case .number: 1
    case .date: 2
    case .documentNumber: 3
    }
  }

  init?(code: UInt8) {
    guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = type
  }
}
