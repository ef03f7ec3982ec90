import TestSupport
import Testing

/// Tests of the options that `index` keeps, in `index`, `stats` and `doctor`.
@Suite struct KeptRulesCommandTests {
  private let program = Program()

  init() {
    program.folder.makeDirectory("corpus")
    program.write("{\"id\":\"a\",\"甲\":\"养老服务\"}\n", to: "corpus/a.jsonl")
    program.folder.setModified("corpus/a.jsonl", 1000)
  }

  @Test func `the summary shows the options and their changes`() {
    let first = program.run("index", "--map", "甲=text", "--exclude", "tmp/")
    #expect(first.status == 0)
    #expect(first.errors.contains("rules       --map 甲=text, --exclude tmp/\n"), "\(first.errors)")
    let same = program.run("index")
    #expect(same.status == 0 && same.errors.contains("rules       --map 甲=text,"))
    #expect(!same.errors.contains("before") && !same.errors.contains("read again"))
    let other = program.run("index", "--map", "甲=text", "乙=title")
    #expect(other.errors.contains("rules       --map 甲=text 乙=title, --exclude tmp/\n"))
    #expect(other.errors.contains("before      --map 甲=text, --exclude tmp/\n"))
    #expect(other.errors.contains("read again  1 unchanged file, because"), "\(other.errors)")
    let json = program.run(
      "index", "--forget-rules", "--encoding", "UTF-8", "--map", "甲=text", "--json")
    #expect(
      json.output.contains(
        #""rules":{"encoding":"UTF-8","exclude":[],"include":[],"map":["甲=text"]}"#))
    #expect(
      json.output.contains(
        #""former_rules":{"encoding":null,"exclude":["tmp/"],"include":[],"map":["#))
    #expect(json.output.contains(#""reread":1"#))
  }

  @Test func `stats and doctor have the options`() {
    #expect(program.run("doctor").status == 1, "the record has no text")
    #expect(program.run("index", "--map", "甲=text").status == 0)
    let stats = program.run("stats")
    #expect(stats.output.contains("/corpus\n  --map 甲=text\n"), "\(stats.output)")
    #expect(program.run("stats", "--json").output.contains(#""map":["甲=text"],"path":"/"#))
    let doctor = program.run("doctor")
    #expect(doctor.status == 0 && doctor.output.contains("--map 甲=text"), "\(doctor.output)")
    #expect(program.run("doctor", "--forget-rules").status == 1)
    #expect(program.run("doctor", "--index", "none").status == 2)
    program.folder.move("index", to: "other")
    #expect(program.run("doctor").status == 1 && program.run("doctor", "-i", "other").status == 0)
    program.folder.makeDirectory("index")
    program.write("x", to: "index/segments_1")
    let damaged = program.run("doctor")
    #expect(damaged.status == 1 && damaged.errors.hasPrefix("warning: "), "\(damaged.errors)")
  }
}
