import Storage
import TestSupport

@testable import InvertedIndex

/// Dumps the files of a small index byte by byte, each byte with what it is, by the productions of
/// docs/FORMAT.md alone: nothing here is read through the code under test but zstd.
struct IndexDump {
  let temporary: TemporaryDirectory
  private(set) var sections: [String] = []
  /// Documents of the segment, as its `.si` file says.
  private var documentCount = 0
  /// Terms whose postings have files of their own, in order.
  var located: [Located] = []

  struct Located {
    var name: String
    var documents: Int
    var occurrences: Int
    var postings: Int
    var positions: Int
  }

  init(_ temporary: TemporaryDirectory, segment: String, commit: String) throws {
    self.temporary = temporary
    dump(commit) { file, _ in Self.commit(&file) }
    dump("\(segment).si") { file, dump in dump.documentCount = Self.info(&file) }
    dump("\(segment).trm") { file, dump in dump.located = Self.terms(&file) }
    dump("\(segment).pst") { file, dump in Self.postings(&file, dump.located) }
    dump("\(segment).pos") { file, dump in Self.positions(&file, dump.located) }
    dump("\(segment).len") { file, dump in Self.lengths(&file, dump.documentCount) }
    dump("\(segment).col") { file, _ in Self.columns(&file) }
    var records: [[UInt8]] = []
    dump("\(segment).sto") { file, _ in records = Self.stored(&file) }
    for (number, record) in records.enumerated() {
      var bytes = AnnotatedBytes(record)
      Self.record(&bytes)
      append("Record of document \(number), decompressed", bytes)
    }
  }

  /// Header, payload as `body` reads it, footer.
  private mutating func dump(
    _ name: String, _ body: (inout AnnotatedBytes, inout IndexDump) -> Void
  ) {
    var file = AnnotatedBytes(temporary.contents(of: name))
    _ = file.take(8)
    file.note("magic \"XUNWEN\" CR LF")
    file.note("component \"\(file.text(4))\", version \(file.integer(4))")
    file.note("segment id \(AnnotatedBytes.hex(file.integer(8), 16))")
    file.note("envelope \(file.integer(1)): with a page table")
    _ = file.take(7)
    file.note("reserved")
    body(&file, &self)
    for page in 0..<(file.offset + 4095) / 4096 {
      file.note("CRC-32C of page \(page): \(AnnotatedBytes.hex(file.integer(4), 8))")
    }
    file.note("length \(file.integer(8))")
    file.note("CRC-32C \(AnnotatedBytes.hex(file.integer(4), 8))")
    file.note("magic \"\(file.text(4))\"")
    append("`\(name)`", file)
  }

  private mutating func append(_ title: String, _ file: AnnotatedBytes) {
    precondition(file.isAtEnd, "\(title): \(file.offset) of \(file.bytes.count) bytes read")
    sections.append(
      "### \(title): \(file.bytes.count) bytes\n\n```\n\(file.lines.joined(separator: "\n"))\n```\n"
    )
  }

  var text: String { sections.joined(separator: "\n") }

  private static func commit(_ file: inout AnnotatedBytes) {
    file.note("generation \(file.integer(8))")
    file.note("next segment \(file.integer(8))")
    file.note("format \(file.integer(4))")
    file.note("normalizer version \(file.integer(4))")
    file.note("ICU \"\(file.string())\"")
    file.note("ledger of commit \(file.integer(8)): none")
    let count = file.varint()
    file.note(Self.count(count, "segment"))
    for _ in 0..<count {
      file.note("name \"\(file.string())\"")
      file.note("segment id \(AnnotatedBytes.hex(file.integer(8), 16))")
      file.note("live generation \(file.integer(8)): all are alive")
      file.note("\(file.integer(4)) deleted")
    }
  }

  private static func info(_ file: inout AnnotatedBytes) -> Int {
    let documents = file.integer(4)
    file.note("\(documents) documents")
    file.note("\(file.integer(8)) units in headlines and bodies")
    file.note("\(file.integer(8)) units in tails")
    file.note("normalizer version \(file.integer(4))")
    file.note("ICU \"\(file.string())\"")
    file.note(file.integer(1) & 1 != 0 ? "tags are terms" : "no terms of tags")
    let files = file.varint()
    file.note("\(files) files")
    for _ in 0..<files {
      let name = file.string()
      file.note("\"\(name)\"")
      let size = file.integer(8)
      file.note("\(size) bytes, CRC-32C \(AnnotatedBytes.hex(file.integer(4), 8))")
    }
    return documents
  }

  private static func lengths(_ file: inout AnnotatedBytes, _ documents: Int) {
    let widths = (0..<3).map { _ in file.integer(1) }
    file.note("width: \(list(widths))")
    precondition(file.integer(5) == 0)
    file.note("0")
    for (column, width) in zip(["length", "headline extent", "tail length"], widths) {
      file.note("\(column): \(list((0..<documents).map { _ in file.integer(width) }))")
    }
  }

  private static func columns(_ file: inout AnnotatedBytes) {
    let documents = file.integer(4)
    let sources = file.integer(4)
    let sections = file.integer(4)
    let files = file.integer(4)
    file.note(
      "\(documents) documents, \(sources) sources, \(sections) sections, \(files) files")
    var widths = (0..<10).map { _ in file.integer(1) }
    file.note("width: \(list(widths))")
    precondition(file.integer(6) == 0)
    file.note("0")
    for document in 0..<documents {
      file.note("hash of document \(document): \(AnnotatedBytes.hex(file.integer(8), 16))")
    }
    func column(_ name: String, _ count: Int) -> [Int] {
      let width = widths.removeFirst()
      let values = (0..<count).map { _ in file.integer(width) }
      file.note("\(name): \(list(values))")
      return values
    }
    let byDocument = [
      "date", "time + 1", "source ordinal", "section ordinal", "file ordinal", "id order",
    ]
    for name in byDocument { _ = column(name, documents) }
    let ends = [
      ("id", documents), ("source", sources), ("section", sections), ("file", files),
    ].map { column("\($0.0) offset", $0.1 + 1) }
    for (column, ends) in zip(["ids", "sources", "sections", "files"], ends) {
      let values = (1..<ends.count).map { file.text(ends[$0] - ends[$0 - 1]) }
      file.note("\(column): \(values.map { "\"\($0)\"" }.joined(separator: " "))")
    }
  }

  static func list(_ values: [Int]) -> String {
    let texts = values.map { String($0) }
    return (texts.count > 12 ? texts[..<4] + ["…", texts[texts.count - 1]] : texts[...])
      .joined(separator: ", ")
  }
}
