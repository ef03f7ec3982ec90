import Storage
import TestSupport

@testable import InvertedIndex

/// A hex dump of a small index with a description of every byte.
///
/// It follows the productions of docs/FORMAT.md and uses no code under test except zstd.
struct IndexDump {
  let temporary: TemporaryDirectory
  private(set) var sections: [String] = []
  /// The number of documents in the `.si` file.
  private var documentCount = 0
  /// The terms with postings in `.pst` and positions in `.pos`, in order.
  private var located: [Located] = []

  private struct Located {
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

  /// Adds the dump of a file, whose payload `body` reads.
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
    let fields = file.varint()
    file.note(Self.count(fields, "declared field"))
    for _ in 0..<fields { file.note("\"\(file.string())\", type \(file.integer(1))") }
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

  private static func list(_ values: [Int]) -> String {
    let texts = values.map { String($0) }
    return (texts.count > 12 ? texts[..<4] + ["…", texts[texts.count - 1]] : texts[...])
      .joined(separator: ", ")
  }

  /// Reads the dictionary with its inline postings; returns the terms that are not inline.
  /// The kind byte and the text of a term. The only values of fields are numbers above 0.
  private static func name(of term: [UInt8]) -> String {
    let kind = Unicode.Scalar(term[0])
    guard kind == "f", let zero = term.firstIndex(of: 0) else {
      return "\(kind):\(String(decoding: term.dropFirst(), as: UTF8.self))"
    }
    let bits = term[(zero + 1)...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let field = String(decoding: term[1..<zero], as: UTF8.self)
    return "f:\(field) \(Double(bitPattern: bits & ~(1 << 63)))"
  }

  private static func terms(_ file: inout AnnotatedBytes) -> [Located] {
    let trailer = file.payloadEnd - 16
    let index = file.integer(at: trailer, 8)
    let blocks = file.integer(at: trailer + 8, 4)
    let offsets = (0...blocks).map { file.integer(at: index + 8 * blocks + 4 * $0, 4) }
    var located: [Located] = []
    for block in 0..<blocks {
      var term: [UInt8] = []
      var previous = Located(name: "", documents: 0, occurrences: 0, postings: 0, positions: 0)
      while file.offset < offsets[block + 1] {
        let lengths = file.integer(1)
        let isLong = lengths == 0xFF
        let shared = isLong ? file.integer(1) : lengths >> 4
        let more = isLong ? file.varint() : lengths & 15
        term = term.prefix(shared) + file.take(more)
        let name = Self.name(of: term)
        file.note("\(name), \(shared) shared, \(more) more")
        let head = file.varint()
        let documents = head >> 1
        let rest = file.varint()
        let occurrences = documents + (head & 1 != 0 ? rest >> 5 : rest)
        let counts = "\(count(documents, "document")), \(count(occurrences, "occurrence"))"
        if head & 1 != 0 {
          let size = rest & 31
          file.note("  \(counts), inline, \(count(size, "byte"))")
          let end = file.offset + size
          inline(&file, documents, hasPositions: !"wf".utf8.contains(term[0] | 0x20))
          precondition(file.offset == end, "\(name) takes \(size) bytes")
        } else {
          previous = Located(
            name: name, documents: documents, occurrences: occurrences,
            postings: previous.postings + file.varint(),
            positions: previous.positions + file.varint())
          located.append(previous)
          file.note(
            "  \(counts), postings at \(previous.postings), positions at \(previous.positions)")
        }
      }
    }
    _ = file.take(index - file.offset)
    file.note("slack")
    let prefixes = (0..<blocks).map { _ in AnnotatedBytes.hex(file.integer(8), 16) }
    file.note("prefix: \(prefixes.joined(separator: ", "))")
    file.note("block offset: \(list((0..<blocks).map { _ in file.integer(4) }))")
    file.note("end of blocks: \(file.integer(4))")
    file.note("index at \(file.integer(8))")
    file.note(count(file.integer(4), "block"))
    file.note("\(file.integer(4)) terms")
    return located
  }

  private static func inline(_ file: inout AnnotatedBytes, _ documents: Int, hasPositions: Bool) {
    let notes = file.bits { bits in
      let (frequencies, documents) = tail(&bits, documents)
      return hasPositions ? [documents, rest(&bits, frequencies)] : [documents]
    }
    file.note("    " + notes.joined(separator: "; "))
  }

  /// Reads the documents of a list with fewer than 128.
  private static func tail(
    _ bits: inout BitString, _ documents: Int
  ) -> (frequencies: [Int], description: String) {
    let parameter = bits.read(5)
    var document = 0
    var frequencies: [Int] = []
    var parts: [String] = []
    for _ in 0..<documents {
      document += bits.readRice(parameter: parameter)
      let frequency = bits.readGamma()
      let title = bits.read(1) == 1 ? bits.readGamma() : 0
      frequencies.append(frequency)
      let titles = title > 0 ? " (\(title) in the headline)" : ""
      parts.append("document \(document) × \(frequency)\(titles)")
    }
    return (frequencies, "[\(parameter)] " + parts.joined(separator: ", "))
  }

  /// Reads the positions of a term with fewer than 128.
  private static func rest(_ bits: inout BitString, _ frequencies: [Int]) -> String {
    let parameter = bits.read(5)
    let lists = frequencies.map { frequency in
      var position = 0
      let positions = (0..<frequency).map { _ in
        position += bits.readRice(parameter: parameter)
        return position
      }
      return list(positions)
    }
    return "[\(parameter)] positions " + lists.joined(separator: " / ")
  }

  private static func postings(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.documents < 128 && file.offset == term.postings)
      let description = file.bits { bits in tail(&bits, term.documents).description }
      file.note("\(term.name): \(description)")
    }
  }

  private static func positions(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.occurrences < 128 && term.documents == 1 && file.offset == term.positions)
      let description = file.bits { bits in rest(&bits, [term.occurrences]) }
      file.note("\(term.name): \(description)")
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Reads the stored articles; returns the decompressed records.
  private static func stored(_ file: inout AnnotatedBytes) -> [[UInt8]] {
    let trailer = file.payloadEnd - 16
    let blocks = file.integer(at: trailer, 4)
    let documents = file.integer(at: trailer + 4, 4)
    let directory = file.integer(at: trailer + 8, 8)
    let ends = (0...blocks).map { file.integer(at: directory + 8 * $0, 8) }
    var frames: [[UInt8]] = []
    for block in 0..<blocks {
      frames.append(file.take(ends[block + 1] - ends[block]))
      file.note("zstd frame")
    }
    if file.offset < directory {
      _ = file.take(directory - file.offset)
      file.note("padding to a multiple of 8")
    }
    file.note("block offset: \(list((0...blocks).map { _ in file.integer(8) }))")
    let sizes = (0..<blocks).map { _ in file.integer(4) }
    file.note("raw size: \(list(sizes))")
    let blockOf = (0..<documents).map { _ in file.integer(4) }
    file.note("block of document: \(list(blockOf))")
    let starts = (0..<documents).map { _ in file.integer(4) }
    file.note("offset in block: \(list(starts))")
    file.note("\(count(file.integer(4), "block")), \(count(file.integer(4), "document"))")
    file.note("block offsets at \(file.integer(8))")
    var records: [[UInt8]] = []
    for document in 0..<documents {
      let block = blockOf[document]
      let isLast = document + 1 == documents || blockOf[document + 1] != block
      let end = isLast ? sizes[block] : starts[document + 1]
      let frame = frames[block]
      // Safe: bytes have no padding.
      let raw = try? Zstd.decompress(
        unsafe frame.span.bytes, decompressedSize: sizes[block], file: "")
      records.append(Array((raw ?? [])[starts[document]..<end]))
    }
    return records
  }

  private static func record(_ bytes: inout AnnotatedBytes) {
    bytes.note("version \(bytes.integer(1))")
    bytes.note("id \"\(bytes.string())\"")
    bytes.note("date \(bytes.varint())")
    bytes.note("time + 1: \(bytes.varint())")
    for name in ["source", "section", "url", "encoding"] {
      bytes.note("\(name) \"\(bytes.string())\"")
    }
    let tags = bytes.varint()
    bytes.note(count(tags, "tag"))
    for _ in 0..<tags { bytes.note("\"\(bytes.string())\"") }
    let extras = bytes.varint()
    bytes.note(count(extras, "extra"))
    for _ in 0..<extras {
      let key = bytes.string()
      bytes.note("\"\(key)\": \(bytes.string())")
    }
    let originals = bytes.varint()
    bytes.note(count(originals, "original"))
    for _ in 0..<originals {
      let name = bytes.string()
      bytes.note("\"\(name)\" from \(bytes.varint())")
    }
    let zones = bytes.varint()
    bytes.note(count(zones, "zone"))
    for _ in 0..<zones {
      let kind = ["title", "header", "body", "tail"][bytes.integer(1)]
      let start = bytes.varint()
      bytes.note("\(kind) from \(start), \(bytes.varint()) bytes")
    }
    let text = bytes.string().split(separator: "\n", omittingEmptySubsequences: false)
    bytes.note("text \"\(text.joined(separator: "\\n"))\"")
  }
}
