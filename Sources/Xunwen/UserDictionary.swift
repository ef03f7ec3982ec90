import InvertedIndex
import Search
import Storage
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
  /// nil when there are no entries.
  let words: UserWords?

  /// Reads the dictionary of an index.
  ///
  /// - Parameter known: reused when the file has not changed.
  /// - Throws: `StorageError`, `XunwenError`.
  /// - Complexity: O(*n*) in the length of the file.
  init(of directory: IndexDirectory, reusing known: UserDictionary? = nil) throws {
    let bytes = try WordsFile.read(from: directory)
    if let known, known.bytes == bytes {
      self = known
    } else if let bytes {
      let analyzer = try Analyzer.opened()
      let list = try WordList(bytes, path: directory.wordsPath, using: analyzer)
      self.init(list, bytes, using: analyzer)
    } else {
      self.init(bytes: nil, entries: [], words: nil)
    }
  }

  /// The dictionary of a list.
  ///
  /// - Parameter bytes: the file of the list; nil when the list is in no file.
  init(_ list: WordList, _ bytes: [UInt8]? = nil, using analyzer: Analyzer) {
    let entries = list.entries
    self.init(
      bytes: bytes, entries: entries.map(DictionaryEntry.init),
      words: entries.isEmpty ? nil : UserWords(entries, using: analyzer))
  }

  private init(bytes: [UInt8]?, entries: [DictionaryEntry], words: UserWords?) {
    self.bytes = bytes
    self.entries = entries
    self.words = words
  }

  /// True when both were read from equal files.
  func isSame(as other: UserDictionary) -> Bool { bytes == other.bytes }
}

extension IndexDirectory {
  /// The path of the file of the user's words.
  fileprivate var wordsPath: String { "\(path)/\(WordsFile.name)" }
}

extension WordList {
  /// Reads the user's words of an index; empty without a file.
  init(of directory: IndexDirectory) throws {
    self = try WordList(
      WordsFile.read(from: directory) ?? [], path: directory.wordsPath,
      using: try Analyzer.opened())
  }
}
