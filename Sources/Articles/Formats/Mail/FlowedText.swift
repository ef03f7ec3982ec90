/// Texts in the format `flowed` (RFC 3676), in which a space at the end of a line means that the
/// paragraph continues in the next one.
enum FlowedText {
  static func joined(_ text: [UInt8], deletingSpaces: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    /// The depth of quotation of the line that continues; nil after the end of a paragraph.
    var openDepth: Int?
    var isFirst = true
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var content = line.last == 0x0D ? line.dropLast() : line
      let depth = content.prefix { $0 == UInt8(ascii: ">") }.count
      content = content.dropFirst(depth)
      if content.first == 0x20 { content.removeFirst() }
      if openDepth != depth {
        if !isFirst { output.append(0x0A) }
        if depth > 0 {
          output += [UInt8](repeating: UInt8(ascii: ">"), count: depth)
          output.append(0x20)
        }
      }
      isFirst = false
      // The line before a signature ends with a space and is no part of a paragraph.
      let isSignature = content.elementsEqual([0x2D, 0x2D, 0x20])
      let continues = content.last == 0x20 && !isSignature
      output += continues && deletingSpaces ? content.dropLast() : content
      openDepth = continues ? depth : nil
    }
    return output
  }
}
