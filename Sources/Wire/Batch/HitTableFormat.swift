import Xunwen

/// A table with a row for each hit. Queries without hits and queries that fail have no row.
public struct HitTableFormat: BatchFormat {
  public let form: TableForm
  public let fields: [BatchField]
  public let hasMark: Bool
  public let hasHeader: Bool

  /// - Parameters:
  ///   - hasMark: true to begin with a byte order mark.
  ///   - hasHeader: true to begin with a row of names.
  public init(_ form: TableForm, fields: [BatchField], hasMark: Bool, hasHeader: Bool) {
    (self.form, self.fields) = (form, fields)
    (self.hasMark, self.hasHeader) = (hasMark, hasHeader)
  }

  public var preamble: [UInt8] {
    (hasMark ? TableForm.byteOrderMark : []) + (hasHeader ? form.row(fields.map(\.name)) : [])
  }

  public mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    guard case .success(let response) = outcome.result else { return }
    for hit in response.hits {
      output += form.row(outcome.row(of: hit, fields).fields.map(\.value.cell))
    }
  }
}
