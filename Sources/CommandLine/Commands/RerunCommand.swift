import ArgumentParser
import FoundationEssentials
import Wire
import Xunwen

struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Repeat answers with manifests, and compare.",
    discussion: """
      Reads the output of search --json --manifest or of batch --manifest, or lines
      of manifests, and answers each query again. Two answers are the same when they
      have the same articles in the same order, with the same scores and totals.

      Example:
        xunwen search --json --manifest 养老 服务 > answer.jsonl
        xunwen rerun answer.jsonl

      Exit status: 0 when all answers are the same, 1 when one differs, 2 on error.
      """)

  @Argument(help: ArgumentHelp("File of manifests, or - for standard input.", valueName: "file"))
  var path: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print JSON Lines.")
  var json = false

  func run() throws {
    let archive = try location.open()
    var lines = try TextLines(path)
    let output = StandardOutput()
    var (count, changed) = (0, 0)
    while let line = try lines.nextFilled() {
      let text = try line.text.get()
      let location = "\(lines.name):\(line.number)"
      guard let manifest = try Self.manifest(in: text, at: location) else { continue }
      let verification: ManifestVerification
      do {
        verification = try QueryFailure.locating(manifest.question.query) {
          try archive.rerun(manifest)
        }
      } catch let error as ManifestError {
        throw CommandFailure("\(location): \(error)")
      }
      count += 1
      if !verification.isSame { changed += 1 }
      try verification.write(as: ReportFormat(json: json), to: output)
    }
    try output.flush()
    guard count > 0 else { throw CommandFailure("\(lines.name): no manifest") }
    if changed > 0 { throw ExitCode(1) }
  }

  /// The manifest on a line, or in a record on the line; nil for a record without one.
  private static func manifest(
    in text: String, at location: String
  ) throws(CommandFailure) -> AnswerManifest? {
    let decoder = JSONDecoder()
    let data = Data(text.utf8)
    if let manifest = try? decoder.decode(AnswerManifest.self, from: data) { return manifest }
    guard let record = try? decoder.decode(Record.self, from: data), !record.isManifest else {
      throw CommandFailure("\(location): neither a manifest nor a record with one")
    }
    return record.manifest
  }

  private struct Record: Decodable {
    let manifest: AnswerManifest?
    /// True when the object has the members of a manifest, and its values are of other types.
    let isManifest: Bool

    private enum CodingKeys: String, CodingKey { case manifest, question }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      manifest = try members.decodeIfPresent(AnswerManifest.self, forKey: .manifest)
      isManifest = members.contains(.question)
    }
  }
}

extension ManifestVerification: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    let query = VisibleText.line(before.question.query)
    var text = "\(isSame ? "same" : "changed")  \(query)\n"
    for difference in differences {
      let (before, now) = (VisibleText.line(difference.before), VisibleText.line(difference.now))
      text += "  \(difference.name): \(before) → \(now)\n"
    }
    return text
  }
}
