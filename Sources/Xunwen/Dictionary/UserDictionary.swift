import InvertedIndex
import Search
import Storage
import TextAnalysis

/// The user's words as they were when an archive was opened.
struct UserDictionary: Sendable {
  /// The bytes of the file; nil without one.
  private let bytes: [UInt8]?
  /// nil when there are none.
  let words: UserWords?

  /// - Parameter known: taken where the file still says what it says.
  /// - Throws: `StorageError`, `XunwenError`.
  /// - Complexity: O(*n*) in the length of the file.
  init(of directory: IndexDirectory, unlessSameAs known: UserDictionary? = nil) throws {
    let bytes = try WordsFile.read(from: directory)
    if let known, known.bytes == bytes {
      self = known
      return
    }
    guard let bytes else {
      (self.bytes, words) = (nil, nil)
      return
    }
    let analyzer = try Analyzer.opened()
    let list = try WordList(bytes, path: directory.wordsPath, using: analyzer)
    self.bytes = bytes
    words = list.entries.isEmpty ? nil : UserWords(list.entries, using: analyzer)
  }

  /// What a list says that is in no file.
  init(_ list: WordList, using analyzer: Analyzer) {
    bytes = nil
    words = UserWords(list.entries, using: analyzer)
  }

  func isSame(as other: UserDictionary) -> Bool { bytes == other.bytes }
}

extension IndexDirectory {
  /// Of the user's words.
  var wordsPath: String { "\(path)/\(WordsFile.name)" }

  /// The user's words, none without a file.
  func wordList(using analyzer: Analyzer) throws -> WordList {
    try WordList(WordsFile.read(from: self) ?? [], path: wordsPath, using: analyzer)
  }
}
