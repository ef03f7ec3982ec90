/// The lines of a message or mailbox, one after another, in constant memory.
struct MessageLines: ~Copyable {
  /// A line, or a piece of a long one.
  struct Line {
    /// The bytes without the line break.
    let bytes: [UInt8]
    /// CR LF or LF; empty at the end of the file, and for a piece that is followed by another one.
    let ending: [UInt8]
    /// True for the beginning of a line.
    let isBeginning: Bool

    var isBlank: Bool { bytes.isEmpty && isBeginning && !ending.isEmpty }
  }

  private let input: InputFile
  private var buffer = InputBuffer()
  private var isAtEnd = false
  private var isAtBeginning = true
  private(set) var bytesRead = 0

  private static let pieceBytes = 1 << 18
  private static let longestLine = 1 << 16

  init(_ file: CorpusFile) throws(ArticleError) { input = try InputFile(file) }

  /// Returns the next line, or nil at the end of the file.
  mutating func next() throws(ArticleError) -> Line? {
    while true {
      if let length = buffer.lineLength, length <= Self.longestLine {
        var bytes = buffer.removeLine(ofLength: length)
        var ending: [UInt8] = [0x0A]
        if bytes.last == 0x0D {
          bytes.removeLast()
          ending = [0x0D, 0x0A]
        }
        return line(bytes, ending)
      }
      if buffer.count > Self.longestLine {
        return line(buffer.remove(Self.longestLine), [])
      }
      if isAtEnd {
        let rest = buffer.remove(buffer.count)
        return rest.isEmpty ? nil : line(rest, [])
      }
      do throws(ArticleError) {
        let count = try buffer.append(upTo: Self.pieceBytes, from: input)
        bytesRead += count
        isAtEnd = count == 0
      } catch {
        isAtEnd = true
        throw error
      }
    }
  }

  private mutating func line(_ bytes: [UInt8], _ ending: [UInt8]) -> Line {
    defer { isAtBeginning = !ending.isEmpty }
    return Line(bytes: bytes, ending: ending, isBeginning: isAtBeginning)
  }
}
