import TestSupport
import Testing

/// The files that commands write: what they replace, and what they refuse to write.
@Suite struct OutputFileTests {
  private let program = Program.indexed()
  private var folder: TemporaryDirectory { program.folder }

  private func shell(_ script: String) -> ProcessResult {
    var shell = ChildProcess("/bin/bash")
    shell.directory = folder.path
    return shell.run("-c", "xunwen=\(TestFile.executable("xunwen")); \(script)")
  }

  private func text(_ name: String) -> String {
    String(decoding: folder.contents(of: name), as: UTF8.self)
  }

  @Test func `a device or a pipe is written and not replaced`() {
    let expected = program.run("export").outputBytes
    let pipe = shell("mkfifo pipe; cat pipe > read & $xunwen export pipe && wait; ls -l pipe")
    #expect(pipe.output.hasPrefix("p") && pipe.errors == "4 articles in pipe\n")
    #expect(folder.contents(of: "read") == expected)
    let output = shell("$xunwen export /dev/stdout 2> errors | cat > piped; ls -l /dev/stdout")
    #expect(output.output.hasPrefix("l") && folder.contents(of: "piped") == expected)
    let file = shell("$xunwen export /dev/stdout > written 2> errors; ls -l /dev/stdout")
    #expect(file.output.hasPrefix("l") && folder.contents(of: "written") == expected)
    let null = shell("ln -s /dev/null nothing; $xunwen export nothing; ls -l /dev/null nothing")
    #expect(null.lines.first?.hasPrefix("c") == true && null.lines.last?.hasPrefix("l") == true)
    #expect(shell("ls /dev/*.partial nothing.partial").output.isEmpty)
    #if os(Linux)
      let full = shell("$xunwen export /dev/full")
      #expect(full.errors == "error: /dev/full: No space left on device\n" && full.status == 2)
    #endif
  }

  /// Runs as root in a folder of devices of its own, where a replaced device harms nobody.
  @Test func `root does not replace a device`() {
    guard shell("mkdir devices && mknod devices/null c 1 3 && : > devices/null").status == 0 else {
      print("Not tested: the replacement of a device, because this process cannot make one.")
      return
    }
    #expect(program.run("export", "devices/null").status == 0)
    #expect(program.run("batch", "-", "--output", "devices/null", input: "q\t养老\n").status == 0)
    #expect(shell("ls -l devices").lines.last?.hasPrefix("c") == true)
    #expect(folder.names(in: "devices") == ["null"])
  }

  @Test func `a folder is refused`() {
    let result = program.run("export", "corpus")
    #expect(result.errors == "error: corpus: Is a directory\n" && result.status == 2)
  }

  @Test func `a replaced file keeps its permissions`() {
    program.write("private", to: "articles.jsonl")
    folder.setMode(0o600, of: "articles.jsonl")
    #expect(program.run("export", "articles.jsonl").status == 0)
    #expect(folder.contents(of: "articles.jsonl") == program.run("export").outputBytes)
    #expect(folder.mode(of: "articles.jsonl") == 0o600)
  }

  @Test func `a link to a file is kept, and the file is replaced`() {
    program.write("old", to: "target")
    folder.makeLink("link", to: "target")
    #expect(program.run("export", "link").status == 0)
    #expect(folder.contents(of: "target") == program.run("export").outputBytes)
    #expect(shell("readlink link").output == "target\n")
    folder.makeLink("dangling", to: "absent")
    for arguments in [["export", "dangling"], ["batch", "-", "--output", "dangling"]] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      #expect(result.errors == "error: dangling is a link to a file that does not exist\n")
      #expect(result.status == 2)
    }
    #expect(shell("ls").output.contains("dangling") && !shell("ls").output.contains("absent"))
  }

  /// Another user may have put the link into a folder that all users may write.
  @Test func `a link with the name of the incomplete file is not followed`() {
    program.write("a file of somebody else", to: "victim")
    for make in ["ln -s", "ln"] {
      #expect(shell("\(make) victim all.jsonl.partial").status == 0)
      #expect(program.run("export", "all.jsonl").status == 0)
      #expect(text("victim") == "a file of somebody else")
      #expect(folder.contents(of: "all.jsonl") == program.run("export").outputBytes)
      #expect(shell("ls *.partial").output.isEmpty)
    }
    folder.makeDirectory("all.jsonl.partial")
    #expect(program.run("export", "all.jsonl").status == 2)
  }

  @Test(arguments: [
    "--output q.tsv", "--output ./q.tsv", "--output link", "--output hard", "--resume q.tsv",
    ">> q.tsv", "--output ''",
  ]) func `a batch does not write its queries`(output: String) {
    program.write("q1\t养老\n", to: "q.tsv")
    folder.makeLink("link", to: "q.tsv")
    let result = shell("ln q.tsv hard; $xunwen batch q.tsv \(output)")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: ") && result.lines.isEmpty)
    #expect(output.hasSuffix("''") || result.errors.contains(" is also the input; "))
    #expect(text("q.tsv") == "q1\t养老\n")
    let standard = shell("$xunwen batch - \(output) < q.tsv")
    #expect(standard.status == 2)
    #expect(text("q.tsv") == "q1\t养老\n")
  }

  @Test(arguments: [
    "index/_0.sto", "index/write.lock", "index/words.txt", "index/_9.sto", "index/segments_1",
    "linked/_0.sto", "link", "copy/_0.sto",
  ]) func `the files of an index are not written`(path: String) {
    #expect(program.run("snapshot", "copy").status == 0)
    folder.makeLink("linked", to: "index")
    folder.makeLink("link", to: "index/_0.sto")
    let files = shell("ls index copy; cat index/_0.sto index/segments_1 | cksum").output
    for command in ["export \(path)", "batch - --output \(path)", "batch q.tsv --resume \(path)"] {
      program.write("q1\t养老\n", to: "q.tsv")
      let result = shell("$xunwen \(command) < q.tsv")
      #expect(
        result.errors
          == "error: \(path) is in the folder of an index; write to another folder\n")
      #expect(result.status == 2 && result.output.isEmpty)
    }
    #expect(shell("ls index copy; cat index/_0.sto index/segments_1 | cksum").output == files)
  }

  @Test func `a batch is not resumed in a pipe`() {
    program.write("q1\t养老\n", to: "q.tsv")
    let result = shell("mkfifo pipe; $xunwen batch q.tsv --resume pipe")
    #expect(result.errors == "error: pipe is not a regular file, and cannot be continued\n")
    #expect(result.status == 2)
  }

  /// Every command that writes an index, with a link in place of each file that it may create.
  @Test func `links in the folder of an index are not followed`() {
    program.write("a file of somebody else", to: "victim")
    let links = ["pending_segments_2", "pending_words.txt", "_1.sto", "_1.si"]
    for name in links { folder.makeLink("index/\(name)", to: "../victim") }
    program.write("{\"id\":\"new\",\"text\":\"新的一篇\"}\n", to: "corpus/new.jsonl")
    for command in ["index corpus", "dict add 新质生产力", "delete new", "merge --force"] {
      let result = shell("$xunwen \(command)")
      #expect(result.status == 0, "\(command): \(result.errors)")
      #expect(text("victim") == "a file of somebody else", "\(command)")
    }
    #expect(program.run("check", "--level", "content").status == 0)
    folder.remove("index/write.lock")
    folder.makeLink("index/write.lock", to: "../victim")
    for command in ["index corpus --rebuild", "dict add 数字经济", "delete r2", "merge --force"] {
      let result = shell("$xunwen \(command)")
      #expect(result.status == 2 && result.errors.contains("write.lock: open: "))
      #expect(text("victim") == "a file of somebody else", "\(command)")
    }
    #expect(program.run("search", "托育").status == 0)
  }
}
