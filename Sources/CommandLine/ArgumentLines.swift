/// Arguments one after another, and in place of `-` the lines of standard input that are not blank.
enum ArgumentLines {
  /// - Parameters:
  ///   - body: takes an argument, or a line and its number.
  ///   - onFailure: told of lines that are no text and of what `body` could not do, after the user: the rest goes on.
  /// - Returns: how many failed.
  /// - Throws: what `body` throws, unless it is a `CommandFailure`.
  static func forEach(
    _ arguments: [String], _ body: (_ text: String, _ line: Int?) throws -> Void,
    onFailure: (CommandFailure, _ line: Int?) throws -> Void = { _, _ in }
  ) throws -> Int {
    var failures = 0
    func take(_ text: Result<String, CommandFailure>, line: Int?) throws {
      do {
        try body(try text.get(), line)
      } catch let failure as CommandFailure {
        failures += 1
        let place = line.map { "standard input:\($0): " } ?? ""
        StandardError.write("\(place)\(failure)\n")
        try onFailure(failure, line)
      }
    }
    for argument in arguments {
      guard argument == "-" else {
        try take(.success(argument), line: nil)
        continue
      }
      var lines = try TextLines("-")
      while let line = try lines.nextFilled() {
        try take(line.text, line: line.number)
      }
    }
    return failures
  }
}
