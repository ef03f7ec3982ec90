import InvertedIndex
import Search
import Storage
import Synchronization
import TextAnalysis

/// An entry of the user's dictionary.
public struct DictionaryEntry: Sendable, Equatable, Codable {
  /// One word, or two or more synonyms.
  public let words: [String]
}

/// The user's words and synonyms, as they were when an archive was opened or refreshed.
struct UserDictionary: Sendable {
  /// The bytes of `words.txt`; nil without a file.
  private let bytes: [UInt8]?
  let entries: [DictionaryEntry]
  private let compiled = CompiledWords()

  /// The words for queries, compiled for the first query; nil when there are no entries.
  ///
  /// - Throws: `AnalysisError`.
  func words() throws -> UserWords? {
    entries.isEmpty ? nil : try compiled.words(of: entries)
  }
}

/// The words of a dictionary, compiled once.
private final class CompiledWords: Sendable {
  private let words = Mutex<UserWords?>(nil)

  func words(of entries: [DictionaryEntry]) throws -> UserWords {
    try words.withLock { words in
      if let words { return words }
      let compiled = UserWords(entries.map(\.words), using: try Analyzer.opened())
      words = compiled
      return compiled
    }
  }
}

extension UserDictionary {
  /// - Parameter known: reused when the file has not changed.
  init(of directory: IndexDirectory, reusing known: UserDictionary? = nil) throws {
    let bytes = try WordsFile.read(from: directory)
    if let known, known.bytes == bytes {
      self = known
    } else if let bytes {
      let analyzer = try Analyzer.opened()
      let list = try WordList(bytes, path: directory.wordsPath, using: analyzer)
      self.init(list, bytes)
    } else {
      self.init(bytes: nil, entries: [])
    }
  }

  /// - Parameter bytes: the file of the list; nil when the list is in no file.
  init(_ list: WordList, _ bytes: [UInt8]? = nil) {
    self.init(bytes: bytes, entries: list.entries.map { DictionaryEntry(words: $0) })
  }

  func isSame(as other: UserDictionary) -> Bool { bytes == other.bytes }
}

extension IndexDirectory {
  fileprivate var wordsPath: String { "\(path)/\(WordsFile.name)" }
}

extension WordList {
  init(of directory: IndexDirectory) throws {
    self = try WordList(
      WordsFile.read(from: directory) ?? [], path: directory.wordsPath,
      using: try Analyzer.opened())
  }
}

extension ArchiveWriter {
  /// Adds words to the user's dictionary. Archives that are opened or refreshed later use them.
  ///
  /// - Parameter words: words of two or more units, without punctuation.
  /// - Returns: the words that the dictionary did not contain.
  /// - Throws: `XunwenError.badWord`, `.badWordLine`; `StorageError`.
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

  private func changeDictionary<T>(_ change: (inout WordList) throws -> T) throws -> T {
    var list = try WordList(of: index.directory)
    let old = list.bytes
    let answer = try change(&list)
    if list.bytes != old {
      try WordsFile.write(list.bytes, to: index.directory, holding: index.lock)
    }
    return answer
  }
}
