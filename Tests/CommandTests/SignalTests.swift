#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import TestSupport
import Testing

/// SIGTERM and SIGINT while a command waits.
@Suite struct SignalTests {
  private let program = Program()

  /// A named pipe that this process holds open, so that its reader waits for more.
  private final class OpenPipe {
    private var file: Int32

    init(_ path: String) {
      // Safe: the path is lent as a NUL-terminated string.
      file = unsafe open(path, O_RDWR | O_CLOEXEC)
      precondition(file >= 0, "no pipe: error \(errno)")
    }

    deinit { close() }

    /// Ends the input of the reader.
    func close() {
      if file >= 0 { closeFile(file) }
      file = -1
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
      // Safe: the call reads the bytes of the array.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe writeBytes(file, $0.baseAddress, $0.count)
      }
      precondition(count == bytes.count, "a pipe takes short texts at once")
    }

    /// Waits until the reader has taken all bytes.
    func waitUntilEmpty() {
      var count: Int32 = 1
      while count > 0 {
        // Safe: the call writes one integer.
        precondition(unsafe ioctl(file, UInt(FIONREAD), &count) == 0, "ioctl: error \(errno)")
        pause(milliseconds: 1)
      }
    }
  }

  private func start(_ arguments: String, input: String) -> (RunningProcess, OpenPipe) {
    start(arguments, input: Array(input.utf8))
  }

  private func start(_ arguments: String, input: [UInt8]) -> (RunningProcess, OpenPipe) {
    program.folder.makePipe("pipe")
    let pipe = OpenPipe(program.folder.path(of: "pipe"))
    let process = program.startShell(#"exec "$0" \#(arguments) <pipe"#)
    pipe.write(input)
    pipe.waitUntilEmpty()
    return (process, pipe)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends the wait for standard input, and commits complete records`(
    _ signal: Int32
  ) {
    let records = "{\"id\":\"a\",\"text\":\"一\"}\n{\"id\":\"b\",\"text\":\"二\"}\n{\"id\":\"c\""
    let (process, pipe) = start("index -", input: records)
    process.send(signal)
    let result = process.wait()
    withExtendedLifetime(pipe) {}
    #expect(result.status == 130, "\(result.ending) \(result.errors)")
    #expect(result.errors.contains("interrupted: complete articles are committed"))
    let found = program.run("export").output
    #expect(found.contains("\"a\"") && found.contains("\"b\"") && !found.contains("\"c\""))
  }

  @Test(arguments: [10, 60, 120])
  func `a signal ends the wait for compressed records without a failure`(count: Int) throws {
    let path =
      TestFile.folder(above: #filePath, levels: 2)
      + "/ArticlesTests/Fixtures/Archives/records.jsonl.zst"
    let records = try #require(TestFile.bytes(path))
    let (process, pipe) = start("index -", input: Array(records[..<count]))
    process.send(SIGTERM)
    let result = process.wait()
    withExtendedLifetime(pipe) {}
    #expect(result.status == 130, "\(result.ending) \(result.errors)")
    #expect(!result.errors.contains("archive cannot be read"), "\(result.errors)")
  }

  @Test func `a signal before any record leaves the index`() {
    #expect(program.run("index", "-", input: "{\"id\":\"a\",\"text\":\"一\"}\n").status == 0)
    let (process, pipe) = start("index - --rebuild", input: "{\"id\":\"b\",\"text\":\"二\"}\n")
    process.send(SIGTERM)
    let result = process.wait()
    withExtendedLifetime(pipe) {}
    #expect(result.status == 130, "\(result.ending) \(result.errors)")
    #expect(result.errors.contains("the index is unchanged"), "\(result.errors)")
    #expect(program.run("export").output.contains("\"a\""))
  }

  @Test func `a signal ends a batch that waits for queries`() {
    #expect(program.run("index", "-", input: "{\"id\":\"a\",\"text\":\"一\"}\n").status == 0)
    let (process, pipe) = start("batch -", input: "q1\t一\n")
    process.send(SIGTERM)
    #expect(process.wait().ending == .signalled(SIGTERM))
    withExtendedLifetime(pipe) {}
  }

  /// The system sends SIGBUS when a page of a mapped file is behind the file's end.
  @Test func `a file that is shortened while it is read is an error that names the file`() {
    #expect(program.run("index", "-", input: "{\"id\":\"a\",\"text\":\"一\"}\n").status == 0)
    let (process, pipe) = start("batch -", input: "q1\t一\n")
    program.folder.write([], to: "index/_0.sto")
    pipe.write("q2\t一\n")
    pipe.close()
    let result = process.wait()
    #expect(result.status == 2, "\(result.ending) \(result.errors)")
    #if os(Linux)
      #expect(result.errors.hasPrefix("error: \(program.folder.path)/index/_0.sto: cannot be read"))
    #endif
  }

  @Test(.enabled(if: Disturbance.isPossible))
  func `the second signal ends the process at once`() {
    let folder = program.folder
    folder.write([], to: "log")
    // The first sync waits for ever.
    let hold = Disturbance(
      calls: ["fsync"], number: 1, action: .hold(until: folder.path(of: "never")))
    folder.makeDirectory("corpus")
    program.write("一\n", to: "corpus/a.txt")
    let process = program.start(
      ["index"],
      environment: hold.environment(
        paths: [folder.path(of: "index")], log: folder.path(of: "log")))
    while folder.contents(of: "log").isEmpty { pause(milliseconds: 1) }
    process.send(SIGINT)
    process.send(SIGTERM)
    #expect(process.wait().ending == .exited(130))
    #expect(program.run("index").status == 0)
  }
}

// The members of `OpenPipe` hide the C functions of the same name.

private func closeFile(_ file: Int32) { _ = close(file) }

private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(file, bytes, count)
}
