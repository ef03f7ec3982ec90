#if LIBFUZZER
  @testable import Articles
  import TestSupport

  /// Archives and compressed files.
  extension FuzzedFormat {
    static let containers = [
      container(
        "zip", "a.zip", longestInput: 2048,
        "news.zip", "utf8.zip", "gbk.zip", "encrypted.zip", "nested.zip"),
      FuzzedFormat(
        "tar", longestInput: 4096, seeds: [.bytes(tar.bytes)],
        read: { read($0, as: "a.tar", with: TarChecksums.corrected) }),
      container(
        "7z", "a.7z", longestInput: 1024, "news.7z", "encrypted-names.7z", "encrypted.7z"),
      container(
        "gzip", "a.jsonl.gz", longestInput: 1024, "records.jsonl.gz", "page.txt.gz", "news.tar.gz"),
      FuzzedFormat(
        "bzip2", dictionary: "zip", seeds: .archives("records.jsonl.bz2", "news.tar.bz2"),
        read: { read($0, as: "a.jsonl.bz2", with: withSmallBlocks) }),
      container("xz", "a.jsonl.xz", longestInput: 1024, "records.jsonl.xz", "news.tar.xz"),
      container("zstd", "a.jsonl.zst", longestInput: 1024, "records.jsonl.zst", "news.tar.zst"),
      FuzzedFormat(
        "nested", dictionary: "zip", longestInput: 2048,
        seeds: .archives(
          "news.zip", "news.7z", "news.tar.gz", "page.txt.gz", "nested.zip", "deeper.zip"),
        read: { bytes in
          // The member is read from the archive around it.
          var archive = ZipArchive()
          archive.add("a", bytes)
          archive.add("b.txt", bytes)
          readContainer("a.zip", archive.bytes)
        }),
    ]

    private static func container(
      _ name: String, _ file: String, longestInput: Int, _ seeds: String...
    ) -> FuzzedFormat {
      FuzzedFormat(
        name, dictionary: "zip", longestInput: longestInput,
        seeds: seeds.map { .fixture("Archives/\($0)") }, read: { readContainer(file, $0) })
    }

    private static func read(
      _ bytes: [UInt8], as file: String, with change: ([UInt8]) -> [UInt8]
    ) { readContainer(file, change(bytes)) }

    private static func readContainer(_ name: String, _ bytes: [UInt8]) {
      guard let read = readers[name] else { fatalError("no reader of \(name)") }
      read(bytes)
    }

    /// Changes the size of the blocks of bzip2 from 900 KB to 100 KB, whose memory takes less time.
    private static func withSmallBlocks(_ bytes: [UInt8]) -> [UInt8] {
      guard bytes.starts(with: "BZh".utf8), bytes.count > 3 else { return bytes }
      var bytes = bytes
      bytes[3] = UInt8(ascii: "1")
      return bytes
    }

    private static let readers = Dictionary(
      uniqueKeysWithValues: [
        "a.zip", "a.tar", "a.7z", "a.jsonl.gz", "a.jsonl.bz2", "a.jsonl.xz", "a.jsonl.zst",
      ].map { ($0, FormatReading.file($0)) })

    private static let tar = {
      var tar = TarArchive()
      tar.add("a/", kind: .folder)
      tar.add("a/b.txt", "海棠托育启动\n2026-07-14\n正文。\n")
      tar.add("a/c", kind: .symbolicLink, target: "b.txt")
      tar.add("d.json", #"{"title":"a","text":"b"}"#)
      return tar
    }()
  }

  /// Corrects the checksums of the headers in a tar archive, so that a changed header is read.
  private enum TarChecksums {
    private static let block = 512
    private static let field = 148..<156

    static func corrected(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for start in stride(from: 0, through: bytes.count - block, by: block)
      where bytes[(start + 257)...].starts(with: "ustar".utf8) {
        for offset in field { bytes[start + offset] = 0x20 }
        let sum = bytes[start..<start + block].reduce(0) { $0 + Int($1) }
        let digits = String(sum, radix: 8)
        let text = String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} "
        bytes.replaceSubrange(start + field.lowerBound..<start + field.upperBound, with: text.utf8)
      }
      return bytes
    }
  }
#endif
