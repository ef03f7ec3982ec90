import Articles
import TestSupport
import Testing
import Xunwen

/// Tests of the lines that repeat over the pages of a folder, in an index.
@Suite struct BoilerplateUpdateTests {
  private let library = Library()
  private static let promotion =
    "临江新媒体为您提供城市生活的第一手消息，欢迎在各大应用市场搜索并关注我们的账号，让每一天的变化都能被看见。"

  private static func page(_ number: Int) -> String {
    let subjects = ["托育", "供水", "公交", "图书馆", "菜市场", "绿道", "养老"]
    let subject = subjects[number % subjects.count]
    let name = String(repeating: "甲", count: number / subjects.count + 1) + subject
    return """
      临江市\(name)项目完成验收
      时间：2023-05-0\(number % 9 + 1) 来源：临江日报
      记者从主管部门了解到，\(name)项目已经完成验收，\(name)工程将于下月起分批向居民开放。
      \(name)工程由财政投资，\(name)的运营单位已经选定，收费标准由区发展和改革局核定。
      \(promotion)
      """
  }

  private func write(_ numbers: Range<Int>) {
    for number in numbers { library.write(Self.page(number), to: "\(number).txt", modified: 1000) }
  }

  /// The number of articles with the repeating line in their bodies.
  private func bodies() throws -> Int { try total("\"城市生活的第一手消息\"") }
  private func total(_ query: String) throws -> Int {
    try Archive(at: library.path()).search(query).total
  }

  @Test func `the first update of a folder learns, and later updates keep what it learned`()
    async throws
  {
    write(0..<30)
    #expect(try await library.build(rebuild: false).summary.added == 30)
    #expect(try bodies() == 0)
    #expect(try total("in:all \"城市生活的第一手消息\"") == 30)
    // One more page alone could teach nothing.
    write(30..<31)
    #expect(try await library.build(rebuild: false).summary.added == 1)
    #expect(try bodies() == 0)
    // A page that is read again gives the same article.
    library.write(Self.page(3), to: "3.txt", modified: 2000)
    let again = try await library.build(rebuild: false).summary
    #expect(again.files == 1 && again.unchanged == 1)
    #expect(try await library.build(rebuild: false).summary.commits == 0)
  }

  @Test func `a rebuild learns anew`() async throws {
    write(0..<5)
    _ = try await library.build(rebuild: false)
    #expect(try bodies() == 5)
    write(5..<30)
    // The pages of the first update are not read again.
    _ = try await library.build(rebuild: false)
    #expect(try bodies() == 5)
    _ = try await library.build(rebuild: true)
    #expect(try bodies() == 0)
  }
}
