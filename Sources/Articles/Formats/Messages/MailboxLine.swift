/// The line before each message of a mailbox, such as
/// `From news@example.cn Tue Jul 14 08:30:00 2026`.
enum MailboxLine {
  /// Returns true for a line that begins with `From ` and has a time of day. Other lines that begin
  /// with `From ` are text.
  static func isSeparator(_ line: [UInt8]) -> Bool {
    guard line.starts(with: "From ".utf8), line.count < 400 else { return false }
    let colon = UInt8(ascii: ":")
    return line.indices.contains { index in
      line[index] == colon && index >= 2 && index + 2 < line.count
        && [index - 2, index - 1, index + 1, index + 2].allSatisfy { place in
          UInt8(ascii: "0")...UInt8(ascii: "9") ~= line[place]
        }
    }
  }
}
