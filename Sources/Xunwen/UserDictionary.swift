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

/// An invalid line of the user's dictionary. The line is ignored.
public struct DictionaryFault: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The number of the line, from 1; nil when the whole file is ignored.
  public let line: Int?
  /// The reason why the line is invalid.
  public let reason: String

  /// A message for people, without a full stop.
  public var description: String {
    "\(WordsFile.name):" + (line.map { "\($0):" } ?? "") + " \(reason)"
  }
}

/// The user's words and synonyms, as they were when an archive was opened or refreshed.
struct UserDictionary: Sendable {
  /// The bytes of `words.txt`; nil without a file.
  private let bytes: [UInt8]?
  let entries: [DictionaryEntry]
  let faults: [DictionaryFault]
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
    let bytes: [UInt8]?
    do throws(StorageError) { bytes = try WordsFile.read(from: directory) } catch {
      guard let fault = DictionaryFault(error) else { throw error }
      self.init(bytes: nil, entries: [], faults: [fault])
      return
    }
    if let known, bytes != nil, known.bytes == bytes {
      self = known
    } else if let bytes {
      let analyzer = try Analyzer.opened()
      self.init(WordList(bytes, using: analyzer), bytes)
    } else {
      self.init(bytes: nil, entries: [], faults: [])
    }
  }

  /// - Parameter bytes: the file of the list; nil when the list is in no file.
  init(_ list: WordList, _ bytes: [UInt8]? = nil) {
    let entries = list.entries.map { DictionaryEntry(words: $0) }
    self.init(bytes: bytes, entries: entries, faults: list.faults)
  }

  func isSame(as other: UserDictionary) -> Bool {
    bytes == other.bytes && faults == other.faults
  }
}

extension DictionaryFault {
  /// The fault of a file that is no regular file; nil for other errors.
  fileprivate init?(_ error: StorageError) {
    guard case .wrongFormat(_, let expected, let found) = error else { return nil }
    self.init(line: nil, reason: "found \(found), expected \(expected)")
  }
}

extension WordList {
  init(of directory: IndexDirectory) throws {
    self = WordList(
      try WordsFile.read(from: directory) ?? [], using: try Analyzer.opened())
  }
}

extension ArchiveWriter {
  /// Adds words to the user's dictionary. Archives that are opened or refreshed later use them.
  ///
  /// - Parameter words: words of two or more units, without punctuation.
  /// - Returns: the words that the dictionary did not contain.
  /// - Throws: `XunwenError.badWord`; `StorageError`.
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

  /// Returns the invalid lines of the user's dictionary, which are ignored. Changes keep them.
  ///
  /// - Throws: `StorageError`.
  public func dictionaryFaults() throws -> [DictionaryFault] {
    try UserDictionary(of: index.directory).faults
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
