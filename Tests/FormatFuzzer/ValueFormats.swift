#if LIBFUZZER
  @testable import Articles
  import Calendar

  /// Encodings, and texts that are parsed by themselves.
  extension FuzzedFormat {
    static let values = [
      FuzzedFormat(
        "encodings", longestInput: 512,
        seeds: .texts("海棠托育启动", "\u{FEFF}海棠托育")
          + [
            .bytes([0, 0xBA, 0xA3, 0xCC, 0xC4, 0xCD, 0xD0, 0xD3, 0xFD, 0x80]),
            .bytes([2, 0xAE, 0xFC, 0xB4, 0xC5, 0x87, 0x40]),
            .bytes([0, 0xFF, 0xFE, 0x77, 0x6D, 0x60, 0x68, 0x0A, 0]),
            .bytes([7] + Array("\u{1B}$)A:#\u{E}".utf8)), .bytes([8] + Array("~{:#~}".utf8)),
          ], read: Encodings.read),
      FuzzedFormat(
        "detection", dictionary: "detection", longestInput: 512,
        seeds: .policy("news.html")
          + .texts(
            #"{"title":"a","text":"b"}"#, "title,text\na,b\n", "<doc>\n<url>u</url>\n",
            "From: a@b.cn\nSubject: c\n\nd\n",
            "MIME-Version: 1.0\nContent-Type: multipart/related\n",
            "{\\rtf1\\ansi", "%PDF-1.4\n", "WARC/1.0\r\n",
            "From a Tue Jul 14 08:30:00 2026\nFrom: a\n")
          + .fixtures("Office/page.ofd", "Archives/news.7z", "Archives/page.txt.gz"),
        read: { bytes in
          for name in ["a", "a.json", "a.xml", "a.doc", "a.gz", "a:2,s"] {
            for format in InputFormats.all { _ = format.accepts(name: name) { bytes } }
          }
        }),
      FuzzedFormat(
        "dates", dictionary: "dates", longestInput: 96,
        seeds: .texts(
          "2026-07-14 08:30", "2026年7月14日 凌晨3点", "Tue, 14 Jul 2026 08:30:00 +0800",
          "1720918800000", "20260714T083000Z", "二〇二六年七月十四日", "民国113年7月14日", "July 14, 2026 8:30 PM"),
        read: { bytes in
          let text = String(decoding: bytes, as: UTF8.self)
          let scalars = PrintedText.folded(text.unicodeScalars)
          for date in [
            CivilDateTime(recorded: text), CivilDateTime(iso: text), EnglishDate.read(scalars),
            DateReader.wholeDate(scalars),
          ].compactMap({ $0 }) where !(1...9999 ~= date.date.year) {
            fatalError("\(date)")
          }
        }),
      FuzzedFormat(
        "document-numbers", dictionary: "text", longestInput: 200,
        seeds: .texts("国发〔2023〕5号", "海政办发[2026] 12 号", "国务院令第781号", "2026年第3号"),
        read: { bytes in
          let text = DocumentNumber.normalized(String(decoding: bytes, as: UTF8.self))
          if DocumentNumber.normalized(text) != text { fatalError(text) }
        }),
      FuzzedFormat(
        "path-patterns", dictionary: "patterns", longestInput: 300,
        seeds: .texts("a/b.txt\n*.txt\n!/a/**/b?\n[a-z]/\n\\#x\n", "甲/乙.html\n**/乙.*\n"),
        read: { bytes in
          // A path, and patterns in the other lines.
          var patterns = PathPatterns()
          let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
          for line in lines.dropFirst() {
            try? patterns.exclude(String(line))
            try? patterns.include(String(line))
          }
          _ = patterns.leavesOut(lines.first.map(String.init) ?? "a/b.txt")
        }),
      FuzzedFormat(
        "boilerplate", longestInput: 512,
        seeds: [.bytes([1, 1, 1, 0x61, 1, 1, 2, 3, 4, 5, 6, 7, 8, 200])],
        read: { bytes in
          guard let catalog = try? BoilerplateCatalog(bytes) else { return }
          guard let copy = try? BoilerplateCatalog(catalog.encoded()), copy == catalog else {
            fatalError("the catalog changed")
          }
        }),
    ]
  }

  private enum Encodings {
    private static let names = [
      "GB18030", "Big5", "EUC-TW", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-2022-CN", "HZ",
      "ISO-2022-JP", "EUC-JP", "EUC-KR", "Shift_JIS", "UTF-7", "CESU-8", "UTF-32", "UTF-8",
    ]

    /// Decodes a text in the encoding that the first byte chooses, as a declared, a forced and a
    /// converted one.
    static func read(_ bytes: [UInt8]) {
      guard let first = bytes.first else { return }
      let name = names[Int(first) % names.count]
      let text = Array(bytes.dropFirst())
      let isForced = first >= 0x80
      let decoder = isForced ? forced[name] : FormatReading.decoder
      if let decoded = try? decoder?.decode(text, declared: name, path: "path"),
        UTF8Validity.firstInvalid(in: decoded.utf8) != nil
      {
        fatalError("the text is not UTF-8")
      }
      // At the end of a piece, ICU forgets a part of a damaged escape sequence.
      if isForced, !CharsetName.hasSevenBits(name) { compare(text, name) }
    }

    private static let forced = Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        (try? TextDecoder(forced: name, maximumBytes: 1 << 16)).map { (name, $0) }
      })

    /// Converts a text at once and in pieces.
    private static func compare(_ text: [UInt8], _ name: String) {
      guard let whole = CharsetConverter(name: name), let pieces = CharsetConverter(name: name)
      else { return }
      var expected: [UInt8] = []
      whole.convert(text, isLast: true, appendingTo: &expected)
      var result: [UInt8] = []
      pieces.convert(Array(text.prefix(text.count / 2)), isLast: false, appendingTo: &result)
      pieces.convert(
        Array(text.suffix(text.count - text.count / 2)), isLast: true, appendingTo: &result)
      if result != expected { fatalError("\(name): \(expected) \(result)") }
    }
  }
#endif
