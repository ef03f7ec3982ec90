import Xunwen

/// Reads what is evaluated, line by line.
enum EvaluationInput {
  static func run(_ path: String) throws(CommandFailure) -> RetrievalRun {
    var run = RetrievalRun()
    try read(path) { line, number throws(EvaluationError) in try run.add(line, number: number) }
    return run
  }

  static func judgments(_ path: String) throws(CommandFailure) -> Judgments {
    var judgments = Judgments()
    try read(path) { line, number throws(EvaluationError) in
      try judgments.add(line, number: number)
    }
    return judgments
  }

  private static func read(
    _ path: String, _ add: (String, Int) throws(EvaluationError) -> Void
  ) throws(CommandFailure) {
    var lines = try TextLines(path)
    while let line = try lines.next() {
      switch line.text {
      case .failure(let failure):
        throw CommandFailure("\(lines.name):\(line.number): \(failure)")
      case .success(let text):
        do throws(EvaluationError) {
          try add(text, line.number)
        } catch {
          throw CommandFailure("\(lines.name):\(error.line): \(error.reason)")
        }
      }
    }
  }
}
