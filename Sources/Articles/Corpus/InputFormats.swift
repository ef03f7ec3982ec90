/// The list of input formats.
public enum InputFormats {
  /// All formats. The first one that accepts a file reads it.
  public static let all: [any InputFormat] = [CrawledText(), JSONRecords()]

  /// The format of a file that was named explicitly and that no format accepts.
  static let fallback: any InputFormat = CrawledText()

  /// Standard input, which holds JSON records.
  public static let standardInput = CorpusFile(
    path: "-", relativePath: "-", format: JSONRecords())
}
