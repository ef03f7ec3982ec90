import Articles
import Search
import Storage
import TestSupport
import Testing

@testable import Xunwen

extension IndexingOptions {
  /// Options with random reading rules.
  static func random(using random: inout SplitMix64) -> IndexingOptions {
    var options = IndexingOptions()
    options.encoding = [nil, "GB18030", "Big5"].randomElement(using: &random) ?? nil
    let maps = [[], ["甲=title"], ["乙=text", "丙=extra"], ["文号=发文字号"]]
    let values = FieldCatalog.policyFields.map(\.name)
    options.fields =
      (try? FieldMap(maps.randomElement(using: &random) ?? [], valueFields: values)) ?? FieldMap()
    if Bool.random(using: &random) { try? options.patterns.exclude("tmp/") }
    if Bool.random(using: &random) { try? options.patterns.include("*.html") }
    options.forgetsRules = Int.random(in: 0..<4, using: &random) == 0
    return options
  }
}

/// Tests of the list of rules, without files.
@Suite struct ReadingRulesTests {
  private let catalog = FieldCatalog()

  private func options(_ encoding: String?, _ map: String...) throws -> IndexingOptions {
    var options = IndexingOptions()
    options.encoding = encoding
    options.fields = try FieldMap(map, valueFields: catalog.valueNames)
    return options
  }

  /// A folder tree in which every folder has its rules, written out.
  private struct Model {
    static let folders = ["/a", "/a/b", "/a/b/c", "/a/bc", "/d"]
    var rules = [String: ReadingRules](uniqueKeysWithValues: folders.map { ($0, ReadingRules()) })

    mutating func update(_ path: String, _ options: IndexingOptions) {
      let own = rules[path] ?? ReadingRules()
      for folder in Self.folders where folder == path || folder.hasPrefix(path + "/") {
        if options.forgetsRules { rules[folder] = ReadingRules() }
        if let encoding = options.encoding { rules[folder]?.encoding = encoding }
        let map = options.fields.arguments
        if !map.isEmpty { rules[folder]?.assignments = map }
      }
      let patterns = options.patterns.lines
      let kept = options.forgetsRules ? [] : own.patterns
      rules[path]?.patterns = patterns.isEmpty ? kept : patterns
    }
  }

  @Test func `the rules of every folder are those of a model`() throws {
    for seed in 0..<UInt64(TestScale.cases(300)) {
      var random = SplitMix64(seed: seed)
      var (list, model) = (ReadingRulesList(), Model())
      for step in 0..<8 {
        let path = Model.folders.randomElement(using: &random) ?? ""
        let options = IndexingOptions.random(using: &random)
        list.update(path, options, catalog)
        model.update(path, options)
        for folder in Model.folders {
          #expect(list.rules(of: folder) == model.rules[folder], "\(seed) \(step) \(folder)")
        }
      }
      var bytes: [UInt8] = []
      list.append(to: &bytes)
      // Safe: bytes have no padding.
      var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: "ledger")
      #expect(try ReadingRulesList(&reader) == list)
    }
  }

  @Test func `files have the rules of the innermost folder`() throws {
    var list = ReadingRulesList()
    list.update("/a", try options("GB18030"), catalog)
    list.update("/a/b", try options("Big5", "正文=text"), catalog)
    #expect(list.rules(of: "/a/x.txt").encoding == "GB18030")
    #expect(list.rules(of: "/a/bc.txt").encoding == "GB18030")
    #expect(list.rules(of: "/a/b/c/x.txt").assignments == ["正文=text"])
    #expect(list.rules(of: "/b").isEmpty && list.folders.count == 2)
    // An option for the outer folder counts in the inner one, too.
    list.update("/a", try options("UTF-8"), catalog)
    #expect(list.rules(of: "/a/b").encoding == "UTF-8")
    #expect(list.rules(of: "/a/b").assignments == ["正文=text"])
    list.keep(inside: "/a/b/c")
    #expect(list.folders.map(\.path) == ["/a/b/c"])
    #expect(list.rules(of: "/a/b/c").encoding == "UTF-8")
  }

  @Test func `a removed field takes its assignments with it`() throws {
    let level = FieldCatalog(declared: [IndexField(name: "level", type: .keyword)])
    var options = IndexingOptions()
    options.fields = try FieldMap(["级别=level", "正文=text"], valueFields: level.valueNames)
    var list = ReadingRulesList()
    list.update("/a", options, level)
    #expect(list.rules(of: "/a").assignments == ["级别=level", "正文=text"])
    list.update("/b", IndexingOptions(), FieldCatalog())
    #expect(list.rules(of: "/a").assignments == ["正文=text"])
  }

  @Test func `damaged rules are errors`() throws {
    var ledger = FileLedger()
    var options = try options("GB18030", "正文=text", "文号=发文字号")
    try options.patterns.exclude("tmp/")
    ledger.rules.update("/a", options, catalog)
    let bytes = ledger.encoded()
    #expect(try FileLedger(bytes) == ledger)
    for count in 0..<bytes.count {
      #expect(throws: StorageError.self) { try FileLedger(Array(bytes[..<count])) }
    }
    // Changed bytes are read as others or refused, and stop nothing.
    for index in bytes.indices {
      for bit in 0..<8 {
        var bytes = bytes
        bytes[index] ^= 1 << UInt8(bit)
        _ = try? FileLedger(bytes)
      }
    }
    func refused(_ old: String, _ new: String) throws {
      var bytes = bytes
      let range = try #require(bytes.firstRange(of: Array(old.utf8)))
      bytes.replaceSubrange(range, with: Array(new.utf8))
      #expect(throws: StorageError.self) { try FileLedger(bytes) }
    }
    try refused("正文=text", "正文+text")
    try refused("-tmp/", "-tm[/")
  }

  @Test func `a ledger of the version before is read`() throws {
    var ledger = FileLedger()
    _ = ledger.index(ofRoot: "/corpus", isWhole: true)
    var bytes = ledger.encoded()
    // Without the number of folders with rules.
    bytes.removeLast()
    bytes[0] = 3
    #expect(try FileLedger(bytes) == ledger)
    bytes[0] = 5
    #expect(throws: StorageError.self) { try FileLedger(bytes) }
  }
}
