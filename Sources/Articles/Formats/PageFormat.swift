/// A format whose articles are extracted from the lines of a page, so that lines which repeat over
/// the pages of a folder can be known.
protocol PageFormat: InputFormat {
  /// Returns the format with the lines that repeat over the pages of a folder.
  func using(_ boilerplate: BoilerplateProfile) -> Self

  /// Returns the lines of a file; nil when it cannot be read.
  func lines(of bytes: [UInt8], path: String, decoder: TextDecoder) -> [ArraySlice<UInt8>]?
}
