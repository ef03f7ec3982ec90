import FoundationEssentials
import TestSupport
import Testing
import Xunwen

/// The help texts of all commands, compared with the files in `Help/`. `XUNWEN_UPDATE_DOCS=1`
/// rewrites the files.
@Suite struct HelpTests {
  private static let folder = #filePath.replacing("HelpTests.swift", with: "Help/")

  /// The program and the commands that it lists.
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

  @Test(arguments: commands) func `help texts are unchanged`(command: String) throws {
    let path = Self.folder + command + ".txt"
    let result = help(command)
    if ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil {
      try Data(result.output.utf8).write(to: URL(filePath: path))
    }
    let data = try #require(FileManager.default.contents(atPath: path), "\(path)")
    #expect(result.output == String(decoding: data, as: UTF8.self))
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test(arguments: commands) func `help texts have an example`(command: String) {
    let text = help(command).output
    #expect(text.contains("Example:\n  "))
    let name = command == "xunwen" ? "xunwen" : "xunwen \(command)"
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("  ") && $0.contains(name) })
  }

  @Test(arguments: commands) func `help texts fit 80 columns`(command: String) {
    let lines = help(command).output.split(separator: "\n")
    #expect(lines.filter { DisplayWidth.columns(of: String($0)) > 80 } == [])
  }

  @Test func `every file belongs to a command`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(files) == Set(Self.commands.map { $0 + ".txt" }))
  }

  @Test func `help is shown without arguments`() {
    let result = Program().run()
    #expect(result.output == help("xunwen").output)
    #expect(result.status == 0)
  }

  @Test func `the version is printed`() {
    let result = Program().run("--version")
    #expect(result.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    #expect(result.status == 0)
  }
}
