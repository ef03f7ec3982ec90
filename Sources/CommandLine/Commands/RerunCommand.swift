import ArgumentParser
import FoundationEssentials
import Xunwen

struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Ask again what answers with manifests were made of, and compare.",
    discussion: """
      Reads the output of search --json --manifest or of batch --manifest, or lines
      that are manifests, and asks each question again. An answer is the same when the
      same articles come in the same order with the same scores and totals.

      Example:
        xunwen search --json --manifest 养老 服务 > answer.jsonl
        xunwen rerun answer.jsonl

      Exit status: 0 when all answers are the same, 1 when one is not, 2 on error.
      """)

  @Argument(help: ArgumentHelp("File of manifests, or - for standard input.", valueName: "file"))
  var path: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let archive = try location.open()
    var lines = try TextLines(path)
    let output = StandardOutput()
    var (count, changed) = (0, 0)
    while let line = try lines.nextFilled() {
      let text = try line.text.get()
      guard let manifest = try Self.manifest(in: text, at: "\(lines.name):\(line.number)") else {
        continue
      }
      let verification = try QueryFailure.locating(manifest.question.query) {
        try archive.rerun(manifest)
      }
      count += 1
      if !verification.isSame { changed += 1 }
      if json {
        try output.write(JSONLine().encode(VerificationRow(verification)))
      } else {
        try output.write(VerificationText.text(of: verification))
      }
    }
    try output.flush()
    guard count > 0 else { throw CommandFailure("\(lines.name): no manifest") }
    if changed > 0 { throw ExitCode(1) }
  }

  /// The manifest of a line, or of a record in it; nil of one without.
  private static func manifest(
    in text: String, at place: String
  ) throws(CommandFailure) -> AnswerManifest? {
    let decoder = JSONDecoder()
    let data = Data(text.utf8)
    if let manifest = try? decoder.decode(AnswerManifest.self, from: data) { return manifest }
    do {
      return try decoder.decode(Record.self, from: data).manifest
    } catch {
      throw CommandFailure("\(place): not a manifest, nor a record with one")
    }
  }

  private struct Record: Decodable {
    let manifest: AnswerManifest?
  }
}
