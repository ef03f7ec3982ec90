import InvertedIndex
import Storage
import TextAnalysis

/// An entry of a user's dictionary.
public struct DictionaryEntry: Sendable, Equatable {
  /// One word, or more that stand for each other.
  public let words: [String]
}

extension Archive {
  /// The user's dictionary of an index: words that unquoted queries keep together, and synonyms that they look for as well.
  /// It is the file `words.txt` in the folder of the index, which people may edit; no index changes with it.
  ///
  /// - Throws: `XunwenError.noIndex`, `.badWordLine`; `StorageError`.
  public static func dictionary(at path: String) throws -> [DictionaryEntry] {
    let list = try directory(path).wordList(using: try Analyzer.opened())
    return list.entries.map(DictionaryEntry.init)
  }

  /// Adds words to the dictionary.
  ///
  /// - Parameter words: of two units or more each (characters, or words of other scripts), without punctuation.
  /// - Returns: those that were not in it.
  /// - Throws: `XunwenError.noIndex`, `.badWord`, `.badWordLine`; `StorageError`, `.locked` while another process writes
  ///   the index. Then nothing is changed.
  public static func addWords(_ words: [String], at path: String) throws -> [String] {
    try changeDictionary(in: directory(path)) { list in
      try words.filter { try list.add([$0]) }
    }
  }

  /// Adds words that stand for each other; each is a word of the dictionary, too.
  ///
  /// - Parameter words: two or more, without punctuation.
  /// - Returns: whether they were not in it.
  /// - Throws: as `addWords`.
  public static func addSynonyms(_ words: [String], at path: String) throws -> Bool {
    try changeDictionary(in: directory(path)) { try $0.add(words) }
  }

  /// Removes words from the dictionary, as words and as synonyms.
  ///
  /// - Returns: those that were not in it.
  /// - Throws: as `addWords`.
  public static func removeWords(_ words: [String], at path: String) throws -> [String] {
    try changeDictionary(in: directory(path)) { list in words.filter { !list.remove($0) } }
  }

  /// The folder of an index.
  private static func directory(_ path: String) throws -> IndexDirectory {
    let directory = IndexDirectory(path)
    _ = try finding(path) { () throws(StorageError) in try CommitPoint.latest(in: directory) }
    return directory
  }

  /// Changes the file of words, unless it stays as it is.
  static func changeDictionary<Answer>(
    in directory: IndexDirectory, _ change: (inout WordList) throws -> Answer
  ) throws -> Answer {
    let lock = try WriteLock(directory)
    var list = try directory.wordList(using: try Analyzer.opened())
    let old = list.bytes
    let answer = try change(&list)
    if list.bytes != old { try WordsFile.write(list.bytes, to: directory, holding: lock) }
    return answer
  }
}
