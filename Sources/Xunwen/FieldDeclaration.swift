public import InvertedIndex
import Search

/// The declaration of a field, or its removal.
///
/// ```swift
/// var options = IndexingOptions()
/// options.declarations = [try FieldDeclaration("category:keyword")]
/// ```
public struct FieldDeclaration: Sendable, Equatable {
  /// The name of a member of records, or `section` or `url` for these fields of all articles.
  public let name: String
  /// The type of the values; nil to remove the field.
  public let type: FieldType?

  private static let removal = "none"
  /// The names of the types.
  public static let typeNames = FieldType.allCases.map(\.rawValue) + [removal]

  /// Reads `NAME:TYPE`; the type is `keyword` when it is left out, and `none` removes the field.
  ///
  /// - Throws: `FieldDeclarationError`.
  public init(_ argument: String) throws(FieldDeclarationError) {
    let parts = argument.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "：" }
    name = String(parts[0])
    guard parts.count <= 2 else {
      throw FieldDeclarationError(argument: argument, problem: "write NAME:TYPE")
    }
    let type = parts.count == 2 ? String(parts[1]) : FieldType.keyword.rawValue
    self.type = FieldType(rawValue: type)
    guard self.type != nil || type == Self.removal else {
      throw FieldDeclarationError(
        argument: argument,
        problem: "there is no type '\(type)'; the types are "
          + Self.typeNames.joined(separator: ", "))
    }
    if let problem = FieldCatalog.problem(withName: name) {
      throw FieldDeclarationError(argument: argument, problem: problem)
    }
  }
}

/// A mistake in the declaration of a field.
public struct FieldDeclarationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The declaration as given.
  public let argument: String
  /// The mistake in lower case, without a full stop.
  public let problem: String

  public var description: String { "'\(argument)': \(problem)" }
}
