import Storage
import TestSupport

@testable import InvertedIndex

extension IndexDump {
  /// The dictionary, and the postings that stand in it; returns the terms whose do not.
  static func terms(_ file: inout AnnotatedBytes) -> [Located] {
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
        let name = "\(Unicode.Scalar(term[0])):\(String(decoding: term.dropFirst(), as: UTF8.self))"
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
          inline(&file, documents, hasPositions: term[0] | 0x20 != UInt8(ascii: "w"))
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
    let notes = file.bits { bits in
      let (frequencies, documents) = tail(&bits, documents)
      return hasPositions ? [documents, rest(&bits, frequencies)] : [documents]
    }
    file.note("    " + notes.joined(separator: "; "))
  }

  /// Fewer than 128 documents.
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

  /// The positions of documents with fewer than 128 in all.
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

  static func postings(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.documents < 128 && file.offset == term.postings)
      let description = file.bits { bits in tail(&bits, term.documents).description }
      file.note("\(term.name): \(description)")
    }
  }

  static func positions(_ file: inout AnnotatedBytes, _ terms: [Located]) {
    for term in terms {
      precondition(term.occurrences < 128 && term.documents == 1 && file.offset == term.positions)
      let description = file.bits { bits in rest(&bits, [term.occurrences]) }
      file.note("\(term.name): \(description)")
    }
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
