import Storage

@testable import InvertedIndex

extension IndexDump {
  /// The stored file; returns the records of all documents, decompressed.
  static func stored(_ file: inout AnnotatedBytes) -> [[UInt8]] {
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

  static func record(_ bytes: inout AnnotatedBytes) {
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
