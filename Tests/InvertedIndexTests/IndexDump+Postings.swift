import Storage

@testable import InvertedIndex

extension IndexDump {
  /// The dictionary, and the postings that stand in it; returns the terms whose do not.
  static func terms(_ file: inout AnnotatedBytes) -> [Located] {
    let trailer = file.bytes.count - 16 - 16
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
        let name = "\(Unicode.Scalar(term[0])):\(String(decoding: term.dropFirst(), as: UTF8.self))"
        file.note("\(name), \(shared) shared, \(more) more")
        let head = file.varint()
        let documents = head >> 1
        let occurrences = documents + file.varint()
        let counts = "\(count(documents, "document")), \(count(occurrences, "occurrence"))"
        if head & 1 != 0 {
          let size = file.integer(1)
          file.note("  \(counts), inline, \(count(size, "byte"))")
          inline(&file, documents, hasPositions: term[0] | 0x20 != UInt8(ascii: "w"))
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
    file.note(
      "prefix: \((0..<blocks).map { _ in AnnotatedBytes.hex(file.integer(8), 16) }.joined(separator: ", "))"
    )
    file.note("block offset: \(list((0..<blocks).map { _ in file.integer(4) }))")
    file.note("end of blocks: \(file.integer(4))")
    file.note("index at \(file.integer(8))")
    file.note(count(file.integer(4), "block"))
    file.note("\(file.integer(4)) terms")
    return located
  }

  private static func inline(_ file: inout AnnotatedBytes, _ documents: Int, hasPositions: Bool) {
    let (frequencies, description) = tail(&file, documents)
    file.note("    " + description)
    guard hasPositions else { return }
    let lists = frequencies.map { positions(&file, $0) }
    file.note("    positions " + lists.joined(separator: "; "))
  }

  /// The varints of fewer than 128 documents.
  private static func tail(
    _ file: inout AnnotatedBytes, _ documents: Int
  ) -> (frequencies: [Int], description: String) {
    var document = 0
    var frequencies: [Int] = []
    var parts: [String] = []
    for _ in 0..<documents {
      let head = file.varint()
      document += head >> 2
      let frequency = head & 2 != 0 ? file.varint() : 1
      let title = head & 1 != 0 ? file.varint() : 0
      frequencies.append(frequency)
      let titles = title > 0 ? " (\(title) in the headline)" : ""
      parts.append("document \(document) × \(frequency)\(titles)")
    }
    return (frequencies, parts.joined(separator: ", "))
  }

  private static func positions(_ file: inout AnnotatedBytes, _ count: Int) -> String {
    var position = 0
    let positions = (0..<count).map { _ in
      position += file.varint()
      return position
    }
    return list(positions)
  }

  static func postings(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.documents < 128 && file.offset == term.postings)
      file.note("\(term.name): \(tail(&file, term.documents).description)")
    }
  }

  static func positions(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.occurrences < 128 && term.documents == 1 && file.offset == term.positions)
      file.note("\(term.name): \(positions(&file, term.occurrences))")
    }
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
