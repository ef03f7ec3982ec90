import ArgumentParser
import TestSupport
import Testing

@testable import CommandLine

/// Exclusions on the command line, such as `-iPhone`.
@Suite struct ExclusionTests {
  @Test(arguments: [
    (["手机", "-iPhone"], "手机 -iPhone"), (["手机", "-养老"], "手机 -养老"),
    (["手机", "-new", "-n", "0"], "手机 -new"), (["手机", "-5G", "-C++"], "手机 -5G -C++"),
    (["手机", "-iPhone=3"], "手机 -iPhone=3"), (["手机", "-癌"], "手机 -癌"),
    (["手机", "-招聘 广告"], "手机 -\"招聘 广告\""),
    (["手机", "-\"招聘 广告\""], "手机 -\"招聘 广告\""), (["手机", "-(甲 OR 乙)"], "手机 -(甲 OR 乙)"),
    (["手机", "-来源：工人 日报"], "手机 -来源：\"工人 日报\""),
    // One argument is the whole query.
    (["-广告 手机"], "-广告 手机"), (["手机 -iPhone 广告"], "手机 -iPhone 广告"),
    (["--", "-招聘 广告", "手机"], "-\"招聘 广告\" 手机"), (["手机", "--", "-x", "--json"], "手机 -x --json"),
    (["手机", "--sort", "-date", "-web"], "手机 -web"),
    (["手机", "--source", "甲", "-jobs", "-"], "手机 -jobs -"), (["手机", "-5"], "手机 -5"),
  ])
  func `words that begin with a dash are exclusions`(arguments: [String], query: String) throws {
    #expect(try parsed(arguments).words.text == query)
  }

  private func parsed(_ arguments: [String]) throws -> SearchCommand {
    try SearchCommand.parse(QueryArguments.prepared(arguments, for: SearchCommand.self))
  }

  @Test func `options keep their values`() throws {
    let command = try parsed(["-n5", "手机", "--sort", "-date", "--k1", "-0"])
    #expect(command.query.page.limit == 5 && "\(command.query.sort)" == "dateDescending")
    #expect(command.words.text == "手机")
  }

  @Test(arguments: [
    ["search", "社区", "-托育"], ["search", "社区", "-iPhone", "-托育", "--match", "all"],
    ["search", "社区", "-托育 走进", "-n5"],
  ]) func `exclusions are applied`(arguments: [String]) {
    let program = Program.indexed()
    let result = program.run(bytes: arguments.map { Array($0.utf8) })
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("eldercare.txt"))
    #expect(arguments[2] == "-托育 走进" || !result.output.contains("childcare.txt"))
  }

  @Test(arguments: [
    ["timeline", "服务", "-iPhone"], ["kwic", "服务", "-iPhone"],
    ["collocates", "服务", "-iPhone", "--min-frequency", "1"],
    ["keywords", "托育", "-iPhone", "--vs", "-iPhone 养老", "--min-frequency", "1"],
    ["explain", "r2", "服务", "-iPhone"], ["why", "r2", "服务", "-iPhone"], ["audit", "服务", "-iPhone"],
    ["suggest", "托玉服务", "-iPhone"],
  ]) func `every command with a query reads exclusions`(arguments: [String]) {
    let result = Program.indexed().run(bytes: arguments.map { Array($0.utf8) })
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  }
}
