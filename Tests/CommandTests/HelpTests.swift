import FoundationEssentials
import TestSupport
import Testing

/// The complete help texts, golden in `Help/`: whoever changes an option sees there what its users will see.
/// `XUNWEN_UPDATE_DOCS=1` writes them anew, to be read before they are committed.
@Suite struct HelpTests {
  private static let folder = #filePath.replacing("HelpTests.swift", with: "Help/")

  /// Those that the program lists, and the program itself.
  private static let commands: [String] = {
    let text = Program().run("--help").output
    let list = text.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
    let names = list.prefix { $0.hasPrefix("  ") }.filter {
      $0.dropFirst(2).first?.isLowercase ?? false
    }
    .compactMap { $0.split(separator: " ").first.map(String.init) }
    return ["xunwen"] + names
  }()

  private func help(_ command: String) -> (output: String, status: Int32?, errors: String) {
    let words = command == "xunwen" ? ["--help"] : [command, "--help"]
    let result = Program().run(bytes: words.map { Array($0.utf8) })
    return (result.output, result.status, result.errors)
  }

  @Test(arguments: commands) func helpIsAsWritten(command: String) throws {
    let path = Self.folder + command + ".txt"
    let result = help(command)
    if ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil {
      try Data(result.output.utf8).write(to: URL(filePath: path))
    }
    let data = try #require(FileManager.default.contents(atPath: path), "\(path)")
    #expect(result.output == String(decoding: data, as: UTF8.self))
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test(arguments: commands) func helpHasAnExample(command: String) {
    let text = help(command).output
    #expect(text.contains("Example:\n  "))
    let name = command == "xunwen" ? "xunwen" : "xunwen \(command)"
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("  ") && $0.contains(name) })
  }

  @Test func everyFileIsOfACommand() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(files) == Set(Self.commands.map { $0 + ".txt" }))
  }

  @Test func withoutArgumentsHelpIsShown() {
    let result = Program().run()
    #expect(result.output == help("xunwen").output)
    #expect(result.status == 0)
  }

  @Test func version() {
    let result = Program().run("--version")
    #expect(result.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    #expect(result.status == 0)
  }
}
