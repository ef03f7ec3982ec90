/// Bars of a terminal, in eighths of a column.
enum Bar {
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar of a part of some columns.
  ///
  /// - Parameter part: 0...1; what is more than nothing shows.
  static func text(_ part: Double, columns: Int) -> String {
    guard part > 0 else { return "" }
    let count = max(1, Int((min(part, 1) * Double(8 * columns)).rounded()))
    return String(repeating: "█", count: count / 8) + eighths[count % 8]
  }
}
