import Storage
import TestSupport
import Testing

/// Tests of running programs with limits. The programs belong to the base system.
struct ProgramRunTests {
  private let folder = TemporaryDirectory()

  private static let limits = ProgramLimits(
    seconds: 10, clockSeconds: 30, memory: 1 << 30, fileBytes: 1 << 20, outputBytes: 1 << 20,
    mayStartPrograms: true)

  private struct Output {
    var bytes: [UInt8] = []
    var failure: ProgramFailure?
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private func run(
    _ path: String, _ arguments: [String], _ limits: ProgramLimits = Self.limits,
    isCancelled: () -> Bool = { false }, accepts: Int = .max
  ) -> Output {
    var output = Output()
    let run = ProgramRun(path: path, arguments: arguments, folder: folder.path, limits: limits)
    do throws(ProgramFailure) {
      _ = try run.run(isCancelled: isCancelled) {
        output.bytes += $0
        return output.bytes.count < accepts
      }
    } catch {
      output.failure = error
    }
    return output
  }

  private func shell(
    _ script: String, _ limits: ProgramLimits = Self.limits, isCancelled: () -> Bool = { false }
  ) -> Output {
    run("/bin/sh", ["-c", script], limits, isCancelled: isCancelled)
  }

  /// True while a process exists that has not ended.
  private func isAlive(_ process: String) -> Bool {
    guard let status = TestFile.bytes("/proc/\(process.trimmed)/stat") else { return false }
    // The state follows the name in brackets.
    let state = String(decoding: status, as: UTF8.self).split(separator: ")").last?.dropFirst()
      .first
    return state != "Z" && state != "X"
  }

  /// Waits until a process has ended, for at most ten seconds.
  private func ends(_ process: String) -> Bool {
    for _ in 0..<500 {
      if !isAlive(process) { return true }
      _ = run("/bin/sleep", ["0.02"])
    }
    return false
  }

  // MARK: Output

  @Test func `the output of a program is passed on`() {
    let output = shell("printf a; printf b >&2; printf c")
    #expect(output.text == "ac" && output.failure == nil)
  }

  @Test func `a large output arrives whole`() {
    let output = shell("head -c 1000000 /dev/zero")
    #expect(output.bytes.count == 1_000_000 && output.failure == nil)
  }

  @Test func `a failing program reports its status and the beginning of its errors`() {
    #expect(
      shell("echo first >&2; echo second >&2; exit 3").failure
        == .exited(status: 3, errors: "first\nsecond\n"))
    guard case .exited(1, let errors)? = shell("yes error | head -c 100000 >&2; exit 1").failure
    else {
      Issue.record("no failure")
      return
    }
    #expect(errors.utf8.count == 4096)
  }

  @Test func `a receiver can stop the program`() {
    let output = run("/usr/bin/yes", [], accepts: 10)
    #expect(output.failure == .stopped && output.bytes.count >= 10)
  }

  // MARK: The process

  @Test func `a program has a clean surrounding`() {
    let output = shell("pwd; env | sort; cat; ls /proc/self/fd | tr '\\n' ' '")
    let lines = output.text.split(separator: "\n").map(String.init)
    #expect(lines.first == folder.path)
    #expect(lines.contains("HOME=\(folder.path)") && lines.contains("LC_ALL=C.UTF-8"))
    #expect(!lines.contains { $0.hasPrefix("USER=") || $0.hasPrefix("LD_") })
    #if os(Linux)
      // The last one is the folder that `ls` reads.
      #expect(lines.last == "0 1 2 3 ")
    #endif
  }

  @Test func `arguments are passed as they are`() {
    let odd = ["", " ", "$HOME", "`id`", "-n", "托育\n", "*"]
    let output = run("/bin/sh", ["-c", "for a; do printf '<%s>' \"$a\"; done", "sh"] + odd)
    #expect(output.text == odd.map { "<\($0)>" }.joined())
  }

  @Test func `a program that cannot be started is a failure`() {
    for path in ["/no/such/program", folder.path] {
      guard case .notStarted? = run(path, []).failure else {
        Issue.record("\(path) was started")
        continue
      }
    }
    folder.write(Array("no program".utf8), to: "text")
    folder.setMode(0o700, of: "text")
    guard case .notStarted? = run(folder.path(of: "text"), []).failure else {
      Issue.record("a text was started")
      return
    }
  }

  #if os(Linux)
    @Test func `a program has no network`() throws {
      let devices = shell("cat /proc/net/dev")
      // Where namespaces are forbidden, the program keeps its network.
      try #require(devices.failure == nil)
      let outer = TestFile.bytes("/proc/net/dev") ?? []
      let isFree = run("/usr/bin/unshare", ["-r", "-n", "true"]).failure == nil
      if isFree, String(decoding: outer, as: UTF8.self).contains("eth") {
        #expect(!devices.text.contains("eth"))
      }
    }

    @Test func `a program gains no rights`() {
      #expect(shell("grep NoNewPrivs /proc/self/status").text.trimmed.hasSuffix("1"))
    }
  #endif

  // MARK: Limits

  @Test func `time by the clock is limited`() {
    var limits = Self.limits
    limits.clockSeconds = 1
    #expect(run("/bin/sleep", ["60"], limits).failure == .outOfTime)
  }

  @Test func `processor time is limited`() {
    var limits = Self.limits
    limits.seconds = 1
    #expect(shell("while :; do :; done", limits).failure == .outOfTime)
  }

  @Test func `output is limited`() {
    let output = run("/usr/bin/yes", [])
    #expect(output.failure == .tooMuchOutput && output.bytes.count <= 1 << 20)
  }

  @Test func `the sizes of files are limited`() {
    #expect(shell("head -c 2000000 /dev/zero >file").failure != nil)
    #expect(folder.contents(of: "file").count <= 1 << 20)
  }

  #if os(Linux)
    @Test func `memory is limited`() {
      var limits = Self.limits
      limits.memory = 64 << 20
      // One line without an end, which the program holds in memory.
      let output = shell("head -c 300000000 /dev/zero | tr '\\0' a | sort >/dev/null", limits)
      #expect(output.failure != nil)
    }
  #endif

  @Test func `a signal is reported`() {
    #expect(shell("kill -SEGV $$").failure == .signalled(11))
  }

  // MARK: The end

  @Test func `a cancelled run ends its program`() {
    var count = 0
    let output = shell("echo $$; exec sleep 60") {
      count += 1
      return count > 10
    }
    #expect(output.failure == .cancelled)
    #expect(ends(output.text))
    #expect(run("/bin/echo", [], isCancelled: { true }).failure == .cancelled)
  }

  @Test func `programs that a program has started end with it`() {
    // The second process keeps the pipe open.
    let output = shell("sleep 60 & echo $!")
    #expect(output.failure == nil)
    #expect(ends(output.text))
  }

  @Test func `a program that closes its output may go on`() {
    #expect(shell("exec >&- 2>&-; sleep 0.2; exit 4").failure == .exited(status: 4, errors: ""))
  }

  @Test func `many runs leave no files open`() throws {
    func openFiles() throws -> Int {
      var count = 0
      try FileSystem.forEachName(inDirectory: "/dev/fd") { _ in count += 1 }
      return count
    }
    let before = try openFiles()
    for _ in 0..<100 { _ = run("/bin/sh", ["-c", "exit 1"]) }
    // Other tests open files at the same time.
    #expect(try openFiles() < before + 100)
  }

  // MARK: The scratch folder

  @Test func `a scratch folder is private and is removed with its contents`() throws {
    var path = ""
    do {
      let scratch = try ScratchFolder()
      path = scratch.path
      let output = shell("stat -c %a '\(path)'; mkdir -p '\(path)/a/b'; ln -s / '\(path)/a/link'")
      #expect(output.text.trimmed == "700")
      #expect(FileSystem.exists(scratch.path(of: "a/b")))
    }
    #expect(!path.isEmpty && !FileSystem.exists(path) && FileSystem.exists("/bin/sh"))
  }
}

extension String {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
