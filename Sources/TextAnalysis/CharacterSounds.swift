import CICU

/// Chinese characters grouped by their reading in Mandarin, without tones.
///
/// The readings come from ICU's `Han-Latin; Latin-ASCII`, which has one reading per character: 行 is
/// always xing, even in 银行 (yinhang). That suffices for suggestions, not for matching.
public struct CharacterSounds: Sendable {
  private var sounds: [Unicode.Scalar: String] = [:]
  private var characters: [String: [Unicode.Scalar]] = [:]

  /// - Parameter characters: the characters that `others(soundingLike:)` may return.
  /// - Throws: `AnalysisError.icu` when ICU's data is missing or damaged.
  /// - Complexity: O(*n*); ten thousand characters take some tenths of a second.
  public init(of characters: [Unicode.Scalar]) throws(AnalysisError) {
    for (character, sound) in zip(characters, try Self.sounds(of: characters)) {
      guard let sound else { continue }
      sounds[character] = sound
      self.characters[sound, default: []].append(character)
    }
  }

  /// Returns the other characters with the same reading, in the order given to `init`.
  ///
  /// - Throws: `AnalysisError.icu`, as `init` does, for a character not given to `init`.
  public func others(soundingLike character: Unicode.Scalar) throws(AnalysisError)
    -> [Unicode.Scalar]
  {
    let sound: String? =
      if let known = sounds[character] { known } else { try Self.sounds(of: [character])[0] }
    guard let sound else { return [] }
    return (characters[sound] ?? []).filter { $0 != character }
  }

  /// Returns the reading of each character, or nil where ICU has none.
  static func sounds(of characters: [Unicode.Scalar]) throws(AnalysisError) -> [String?] {
    var sounds: [String?] = []
    sounds.reserveCapacity(characters.count)
    let romanizer = try Romanizer()
    var rest = characters[...]
    while !rest.isEmpty {
      // In small batches, because every replacement moves the rest of the text.
      let batch = rest.prefix(256)
      rest = rest.dropFirst(batch.count)
      let lines = try romanizer.romanized(batch.map { String($0) }.joined(separator: "\n"))
        .split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.count == batch.count else { throw .icu(function: "utrans_transUChars", code: 0) }
      sounds += lines.map { line in
        let isSound = !line.isEmpty && line.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        return isSound ? String(line) : nil
      }
    }
    return sounds
  }
}

/// ICU's transliterator from Chinese characters to ASCII letters.
@safe private final class Romanizer {
  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status: Int32 = 0
    let id = Array("Han-Latin; Latin-ASCII; Lower".utf16)
    // Safe: ICU copies the name.
    let opened = unsafe cicu_utrans_open(id, Int32(id.count), &status)
    unsafe handle = try AnalysisError.opened(opened, status, by: "utrans_openU")
  }

  deinit { unsafe cicu_utrans_close(handle) }  // Safe: opened by init, closed once.

  func romanized(_ text: String) throws(AnalysisError) -> String {
    var units = Array(text.utf16)
    var length = Int32(units.count)
    // Room for the longest readings.
    units += Array(repeating: 0, count: 16 * units.count + 16)
    var status: Int32 = 0
    // Safe: ICU respects the capacity.
    unsafe cicu_utrans_transUChars(handle, &units, &length, Int32(units.count), &status)
    try AnalysisError.check(status, "utrans_transUChars")
    return String(decoding: units[..<Int(length)], as: UTF16.self)
  }
}
