import Wire

/// A list of arguments, in which `-` means the lines of standard input that are not blank.
enum ArgumentLines {
  /// Calls a closure with each argument or numbered line. Each `CommandFailure` of a line or of
  /// `body` is reported on standard error, and the remaining arguments are processed.
  ///
  /// - Returns: the number of failures.
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
        let location = line.map { "standard input:\($0): " } ?? ""
        StandardError.write("\(location)\(failure)\n")
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
