import InvertedIndex
import Storage

// The user's dictionary is the file `words.txt`. It is not part of a commit: each change replaces
// the file at once, and queries of archives that are opened or refreshed later use it.

extension ArchiveWriter {
  /// Adds words to the user's dictionary.
  ///
  /// - Parameter words: words of two or more units (Chinese characters, or words of another
  ///   script), without punctuation.
  /// - Returns: the words that the dictionary did not contain.
  /// - Throws: `XunwenError.badWord`, `.badWordLine`; `StorageError`. The dictionary is then
  ///   unchanged.
  public func addWords(_ words: [String]) throws -> [String] {
    try changeDictionary { list in try words.filter { try list.add([$0]) } }
  }

  /// Adds synonyms to the user's dictionary. Each synonym is also a word of the dictionary.
  ///
  /// - Parameter words: two or more words, without punctuation.
  /// - Returns: true when the dictionary did not contain them.
  /// - Throws: as `addWords(_:)`.
  public func addSynonyms(_ words: [String]) throws -> Bool {
    try changeDictionary { try $0.add(words) }
  }

  /// Removes words from the user's dictionary, also where they are synonyms.
  ///
  /// - Returns: the words that the dictionary did not contain.
  /// - Throws: as `addWords(_:)`.
  public func removeWords(_ words: [String]) throws -> [String] {
    try changeDictionary { list in words.filter { !list.remove($0) } }
  }

  private func changeDictionary<Answer>(
    _ change: (inout WordList) throws -> Answer
  ) throws -> Answer {
    var list = try WordList(of: index.directory)
    let old = list.bytes
    let answer = try change(&list)
    if list.bytes != old {
      try WordsFile.write(list.bytes, to: index.directory, holding: index.lock)
    }
    return answer
  }
}
