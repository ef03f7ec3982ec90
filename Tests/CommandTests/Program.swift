import TestSupport
import Testing

/// The program under test in a temporary folder.
struct Program {
  let folder = TemporaryDirectory()
  private var process: ChildProcess

  init() {
    process = ChildProcess(TestFile.executable("xunwen"))
    process.directory = folder.path
    process.environment = ["COLUMNS=80", "LANG=C.UTF-8", "TERM=xterm", "TMPDIR=/tmp"]
    // Where a program that measures its coverage writes the result.
    if let profile = TestFile.environment("LLVM_PROFILE_FILE") {
      process.environment.append("LLVM_PROFILE_FILE=\(profile)")
    }
  }

  /// A program with an index of the corpus.
  static func indexed() -> Program {
    let program = Program()
    program.writeCorpus()
    let result = program.run("index", "--jobs", "2")
    #expect(result.status == 0, "\(result.errors)")
    return program
  }

  /// Runs the program in its folder.
  func run(
    _ arguments: String..., input: String = "", output: ProcessOutput = .file,
    environment: [String] = []
  ) -> ProcessResult {
    run(bytes: arguments.map { Array($0.utf8) }, input: Array(input.utf8), output, environment)
  }

  func run(
    bytes arguments: [[UInt8]], input: [UInt8] = [], _ output: ProcessOutput = .file,
    _ environment: [String] = []
  ) -> ProcessResult {
    var process = process
    process.environment += environment
    return process.run(arguments, input: input, output: output)
  }

  /// Starts the program in its folder.
  func start(_ arguments: [String], environment: [String] = []) -> RunningProcess {
    var process = process
    process.environment += environment
    return process.start(arguments.map { Array($0.utf8) })
  }

  /// Starts a script of the shell in the program's folder. `$0` is the path of the program.
  func startShell(_ script: String) -> RunningProcess {
    var shell = ChildProcess("/bin/sh")
    shell.environment = process.environment + ["PATH=/usr/bin:/bin"]
    shell.directory = process.directory
    return shell.start(["-c", script, process.path].map { Array($0.utf8) })
  }

  /// Writes a file below the folder.
  func write(_ text: String, to name: String) {
    folder.write(Array(text.utf8), to: name)
  }
}

extension Program {
  /// Writes four articles: two crawled pages, one with a tail, and two records, one with control
  /// characters.
  func writeCorpus() {
    folder.makeDirectory("corpus")
    write(
      """
      天天热资讯!社区托育服务圈建成
      时间:2023-07-02 14:53:51来源:工人日报

      托育服务走进社区，家长步行十五分钟就能到达托育中心。

      市总工会介绍，全市新增托育服务点六十四处，普惠托位二百一十个。

      标签：托育 社区

      责任编辑：张三
      相关阅读
      养老金上调方案公布
      """, to: "corpus/childcare.txt")
    write(
      """
      居家养老服务补贴扩面
      发布时间：2022年3月15日 08:20  来源：临江日报

      养老服务补贴今年扩大到七十岁以上老人，社区食堂同时开放。
      """, to: "corpus/eldercare.txt")
    write(
      #"""
      {"id": "gongbao 7", "title": "关于完善\u001b[31m托育服务\u0007的通知", "date": "2021-04-20", "source": "政务公报", "url": "https://example.org/7", "text": "各县应当完善托育服务，保障经费。", "tags": ["托育"], "wenhao": "江政发〔2021〕7号"}
      {"id": "r2", "title": "无日期的消息", "text": "托育服务与养老服务同步发展。"}

      """#, to: "corpus/records.jsonl")
  }
}

extension ProcessResult {
  /// Standard output with masked times and scores.
  var maskedOutput: String {
    output.replacing(/\(in [0-9.]+ ms\)/, with: "(in T ms)")
      .replacing(#/\n    [0-9]+\.[0-9]{2}  /#, with: "\n    S  ")
      .replacing(/"score":[0-9.e-]+/, with: #""score":S"#)
      .replacing(/"elapsed_ms":[0-9.e-]+/, with: #""elapsed_ms":T"#)
  }

  /// The lines of standard output.
  var lines: [Substring] { output.split(separator: "\n") }
}
