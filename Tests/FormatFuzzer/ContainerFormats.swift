#if LIBFUZZER
  @testable import Articles
  import TestSupport

  /// Archives and compressed files.
  extension FuzzedFormat {
    static let containers = [
      container(
        "zip", "a.zip", longestInput: 2048, decoder: FormatReading.decoder,
        "news.zip", "utf8.zip", "gbk.zip", "encrypted.zip", "nested.zip"),
      FuzzedFormat(
        "tar", longestInput: 4096, seeds: [.bytes(tar.bytes)],
        read: FormatReading.file("a.tar", of: TarChecksums.corrected)),
      FuzzedFormat(
        "7z", dictionary: "zip",
        seeds: .archives("news.7z", "encrypted-names.7z", "encrypted.7z"),
        read: FormatReading.file("a.7z", of: SevenZipChecksums.corrected)),
      container(
        "gzip", "a.jsonl.gz", longestInput: 1024, "records.jsonl.gz", "page.txt.gz", "news.tar.gz"),
      FuzzedFormat(
        "bzip2", dictionary: "zip", seeds: .archives("records.jsonl.bz2", "news.tar.bz2"),
        read: FormatReading.file(
          "a.jsonl.bz2", decoder: FormatReading.compressedDecoder, of: withSmallBlocks)),
      container("xz", "a.jsonl.xz", longestInput: 1024, "records.jsonl.xz", "news.tar.xz"),
      container("zstd", "a.jsonl.zst", longestInput: 1024, "records.jsonl.zst", "news.tar.zst"),
      FuzzedFormat(
        "nested", dictionary: "zip", longestInput: 2048,
        seeds: .archives(
          "news.zip", "news.7z", "news.tar.gz", "page.txt.gz", "nested.zip", "deeper.zip"),
        read: FormatReading.file("a.zip") { bytes in
          // The member is read from the archive around it.
          var archive = ZipArchive()
          archive.add("a", bytes)
          archive.add("b.txt", bytes)
          return archive.bytes
        }),
    ]

    private static func container(
      _ name: String, _ file: String, longestInput: Int,
      decoder: TextDecoder = FormatReading.compressedDecoder, _ seeds: String...
    ) -> FuzzedFormat {
      FuzzedFormat(
        name, dictionary: "zip", longestInput: longestInput,
        seeds: seeds.map { .fixture("Archives/\($0)") },
        read: FormatReading.file(file, decoder: decoder))
    }

    /// Changes the size of the blocks of bzip2 from 900 KB to 100 KB, whose memory takes less time.
    @Sendable private static func withSmallBlocks(_ bytes: [UInt8]) -> [UInt8] {
      guard bytes.starts(with: "BZh".utf8), bytes.count > 3 else { return bytes }
      var bytes = bytes
      bytes[3] = UInt8(ascii: "1")
      return bytes
    }

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

    @Sendable static func corrected(_ bytes: [UInt8]) -> [UInt8] {
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

  /// Corrects the checksums of the headers in a 7z archive, so that changed headers are read.
  private enum SevenZipChecksums {
    private static let startHeader = 32

    @Sendable static func corrected(_ bytes: [UInt8]) -> [UInt8] {
      guard bytes.count > startHeader else { return bytes }
      func number(at index: Int) -> Int {
        Int(
          clamping: bytes[index..<index + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      }
      let rest = bytes.dropFirst(startHeader)
      let header = rest.dropFirst(number(at: 12)).prefix(number(at: 20))
      var bytes = bytes
      func put(_ checksum: UInt32, at index: Int) {
        for shift in 0..<4 {
          bytes[index + shift] = UInt8(truncatingIfNeeded: checksum >> (8 * shift))
        }
      }
      put(ZipArchive.checksum(header), at: 28)
      put(ZipArchive.checksum(bytes[12..<startHeader]), at: 8)
      return bytes
    }
  }
#endif
