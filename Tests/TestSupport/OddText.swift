/// Pieces of text that are difficult for file formats, mixed with ordinary text.
public enum OddText {
  public static let pieces = [
    "养老", "服务", "。", "\n", " ", "　", "\"", "\\", "/", "\u{0}", "\t", "\r", "\u{1B}[31m", "\u{7F}",
    "\u{80}", "\u{85}",
    "\u{9B}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "\u{FFFF}",
    "e\u{301}", "é", "𠮷", "😀",
    "2023年", "<b>", "5G",
  ]
}

extension SplitMix64 {
  /// Up to `count` random pieces of odd text, joined.
  public mutating func oddText(upTo count: Int) -> String {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in
      OddText.pieces[Int.random(in: 0..<OddText.pieces.count, using: &self)]
    }.joined()
  }
}
