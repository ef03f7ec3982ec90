/// The messages of a mailbox.
///
/// Safe: a reader and the member streams that it has returned are used by one thread at a time.
final class MailboxMessages: MemberSource, @unchecked Sendable {
  private let file: CorpusFile
  private var lines: MessageLines
  private var number = 0
  /// The first line of a file without a separator, until it is read.
  private var pending: MessageLines.Line?
  private var isAtSeparator = false
  private var isAtEnd = false

  /// The lines that a step skips.
  private static let stepLines = 10_000

  init(_ file: CorpusFile) throws(ArticleError) {
    self.file = file
    lines = try MessageLines(file)
  }

  var position: Int { lines.bytesRead }
  var skipped: SkippedFiles { SkippedFiles() }

  func next() throws(ArticleError) -> MemberStep {
    if number == 0 {
      // A file without a separator is one message.
      repeat { pending = try line() } while pending?.isBlank ?? false
    } else {
      // The rest of a message that was not read to its end.
      for _ in 0..<Self.stepLines where try line() == nil { break }
      if !isAtSeparator, !isAtEnd { return .skipped }
    }
    guard isAtSeparator || pending != nil else {
      defer { number += 1 }
      if number == 0 { throw ArticleError(path: file.path, reason: .empty) }
      return .end
    }
    isAtSeparator = false
    number += 1
    let stream = MemberStream(in: file, counts: false) { [self] count, bytes throws(ArticleError) in
      try read(upTo: count, appendingTo: &bytes)
    }
    return .member(Member(name: String(number), fileName: "message.eml", stream: stream))
  }

  private func read(
    upTo count: Int, appendingTo bytes: inout [UInt8]
  ) throws(ArticleError) -> Int {
    let start = bytes.count
    while bytes.count - start < count, !isAtSeparator {
      var next = pending.take()
      if next == nil { next = try line() }
      guard let line = next else { break }
      bytes += Self.unescaped(line) + line.ending
    }
    return bytes.count - start
  }

  /// Returns the next line of the message; nil at the next separator and at the end.
  private func line() throws(ArticleError) -> MessageLines.Line? {
    if isAtEnd || isAtSeparator { return nil }
    do throws(ArticleError) {
      guard let line = try lines.next() else {
        isAtEnd = true
        return nil
      }
      guard line.isBeginning, MailboxLine.isSeparator(line.bytes) else { return line }
      isAtSeparator = true
      return nil
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// Removes the mark that programs write before a line of text that begins with `From `.
  private static func unescaped(_ line: MessageLines.Line) -> ArraySlice<UInt8> {
    let mark = UInt8(ascii: ">")
    guard line.isBeginning, line.bytes.first == mark,
      line.bytes.drop(while: { $0 == mark }).starts(with: "From ".utf8)
    else { return line.bytes[...] }
    return line.bytes.dropFirst()
  }
}
