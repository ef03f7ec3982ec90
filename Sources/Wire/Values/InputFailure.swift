/// An error that a front end detects itself: in a file, in a line of it, or in an option.
package struct InputFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// Calls a closure. Its error is reported with the path of the file.
  package static func naming<Value: ~Copyable, Failure>(
    _ path: String, _ body: () throws(Failure) -> Value
  ) throws(InputFailure) -> Value {
    do {
      return try body()
    } catch {
      throw InputFailure("\(path): \(error)")
    }
  }
}
