import TestSupport
import Testing

/// Writes that fail: beyond a limit of the file size, and on a file system of 400 kB.
@Suite struct FullDiskTests {
  private let program = Program.indexed()

  /// Adds an article that does not compress. Its index takes several hundred kilobytes.
  private func writeLongArticle() {
    var random = SplitMix64(seed: 5)
    var text: [Unicode.Scalar] = []
    for _ in 0..<60_000 {
      text.append(Unicode.Scalar(UInt16.random(in: 0x4E00...0x9FA5, using: &random)) ?? "一")
    }
    program.write(
      "长文\n" + String(String.UnicodeScalarView(text)) + "。\n", to: "corpus/long.txt")
  }

  private func shell(_ script: String) -> ProcessResult {
    var shell = ChildProcess("/bin/bash")
    shell.directory = program.folder.path
    return shell.run("-c", script)
  }

  /// Expects that the old index is unchanged.
  private func expectOldIndex() {
    let found = program.run("search", "托育")
    #expect(found.status == 0 && found.output.contains("社区托育服务圈建成"))
    #expect(program.run("show", "long.txt").status == 1)
  }

  @Test func `a limit of the file size is an error`() {
    writeLongArticle()
    let files = shell("ls index").output
    for jobs in [1, 2] {
      let result = shell(
        "ulimit -f 100; exec \(TestFile.executable("xunwen")) index --jobs \(jobs)")
      // Any of the files may grow too large.
      #expect(result.errors.hasPrefix("error: index/_"), "\(result.errors)")
      #expect(result.errors.hasSuffix(": write: File too large\n"), "\(result.errors)")
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(shell("ls index").output == files)
      expectOldIndex()
    }
    #expect(program.run("index").status == 0)
    #expect(program.run("show", "long.txt").status == 0)
    // One commit with the old segment and the new one.
    #expect(shell("ls index | grep -c segments_; ls index | grep -c '[.]si$'").output == "1\n2\n")
  }

  #if os(Linux)
    /// Runs in its own mount namespace, which the kernel removes with its last process.
    @Test func `a full file system is an error`() {
      let mount = "mkdir small && mount -t tmpfs -o size=400k tmpfs small"
      let namespaces = ["unshare --mount", "unshare --user --map-root-user --mount"]
      let namespace = namespaces.first {
        shell("\($0) bash -c '\(mount)'; rmdir small").errors.isEmpty
      }
      guard let namespace else {
        print("Not tested: a full file system, because this process cannot mount one.")
        return
      }
      program.write(
        """
        set -e
        \(mount)
        xunwen=\(TestFile.executable("xunwen"))
        $xunwen index --index small --quiet
        ls small > before
        mv long.txt corpus
        $xunwen index --index small && exit 1
        ls small > after
        $xunwen search 托育 --index small > found
        rm corpus/long.txt
        echo '新的一篇' > corpus/new.txt
        $xunwen index --index small --quiet
        ls small > last
        $xunwen search 新的一篇 --index small >> found
        """, to: "script")
      writeLongArticle()
      _ = shell("mv corpus/long.txt .")
      let result = shell("\(namespace) bash script")
      #expect(result.status == 0, "\(result.errors)")
      let message = result.errors.split(separator: "\n").last ?? ""
      #expect(message.hasPrefix("error: small/") && message.hasSuffix(": No space left on device"))
      #expect(program.folder.contents(of: "after") == program.folder.contents(of: "before"))
      let found = String(decoding: program.folder.contents(of: "found"), as: UTF8.self)
      #expect(found.contains("社区托育服务圈建成") && found.contains("新的一篇"))
      // The failed command left no files: there are two segments.
      let last = String(decoding: program.folder.contents(of: "last"), as: UTF8.self)
      #expect(Set(last.split(separator: "\n").filter { $0.hasSuffix(".si") }).count == 2)
    }
  #endif
}
