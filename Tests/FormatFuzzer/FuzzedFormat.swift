#if LIBFUZZER
  /// A reader of untrusted bytes that is fuzzed by itself.
  struct FuzzedFormat: Sendable {
    /// Reads an input. A broken invariant ends the program.
    typealias Reader = @Sendable ([UInt8]) -> Void

    let name: String
    /// The name of a file in `Dictionaries` with words of the format, without its ending.
    let dictionary: String
    /// The length of the longest input in bytes.
    let longestInput: Int
    /// The first inputs.
    let seeds: [Seed]
    let read: Reader

    init(
      _ name: String, dictionary: String = "none", longestInput: Int = 768, seeds: [Seed],
      read: @escaping Reader
    ) {
      (self.name, self.dictionary, self.longestInput) = (name, dictionary, longestInput)
      (self.seeds, self.read) = (seeds, read)
    }

    static let all = pages + offices + records + messages + containers + values

    /// Words without a file.
    static let noDictionary = "none"
  }
#endif
