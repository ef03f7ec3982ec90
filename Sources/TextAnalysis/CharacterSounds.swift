// The owner of ICU's romanization of Chinese, and of nothing else: the only file that calls `utrans`.

import CICU

/// Chinese characters by how they are read in Mandarin, without tones: ICU's `Han-Latin; Latin-ASCII`, which has one
/// reading of each. For suggestions, not for matching: 行 is xing, also in 银行.
public struct CharacterSounds: Sendable {
  private var sounds: [Unicode.Scalar: String] = [:]
  private var characters: [String: [Unicode.Scalar]] = [:]

  /// - Parameter characters: those that are wanted as others of the same sound.
  /// - Throws: `AnalysisError.icu` when ICU's data is missing or damaged.
  /// - Complexity: O(*n*); ten thousand take some tenths of a second.
  public init(of characters: [Unicode.Scalar]) throws(AnalysisError) {
    for (character, sound) in zip(characters, try Self.sounds(of: characters)) {
      guard let sound else { continue }
      sounds[character] = sound
      self.characters[sound, default: []].append(character)
    }
  }

  /// The other characters that are read the same, in the order in which they were given.
  ///
  /// - Throws: as `init`, for a character that was not given.
  public func others(soundingLike character: Unicode.Scalar) throws(AnalysisError)
    -> [Unicode.Scalar]
  {
    let sound: String? =
      if let known = sounds[character] { known } else { try Self.sounds(of: [character])[0] }
    guard let sound else { return [] }
    return (characters[sound] ?? []).filter { $0 != character }
  }

  /// How each of some characters is read; nil for those that ICU does not know.
  static func sounds(of characters: [Unicode.Scalar]) throws(AnalysisError) -> [String?] {
    var sounds: [String?] = []
    sounds.reserveCapacity(characters.count)
    let romanizer = try Romanizer()
    var rest = characters[...]
    while !rest.isEmpty {
      // Every replacement moves what is behind it.
      let batch = rest.prefix(256)
      rest = rest.dropFirst(batch.count)
      let lines = try romanizer.romanized(batch.map { String($0) }.joined(separator: "\n"))
        .split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.count == batch.count else {
        throw .icu(function: "utrans_transUChars", code: 0)
      }
      sounds += lines.map { line in
        let isSound = !line.isEmpty && line.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        return isSound ? String(line) : nil
      }
    }
    return sounds
  }
}

/// ICU's transliterator.
@safe private final class Romanizer {
  private let handle: UnsafeMutablePointer<UTransliterator?>

  init() throws(AnalysisError) {
    var status = U_ZERO_ERROR
    let id = Array("Han-Latin; Latin-ASCII; Lower".utf16)
    // Safe: ICU copies the name.
    let opened = unsafe id.withUnsafeBufferPointer { buffer in
      unsafe cicu_utrans_openU(buffer.baseAddress, Int32(buffer.count), &status)
    }
    guard let opened = unsafe opened, status.rawValue <= U_ZERO_ERROR.rawValue else {
      throw .icu(function: "utrans_openU", code: Int32(status.rawValue))
    }
    unsafe handle = opened
  }

  deinit { unsafe cicu_utrans_close(handle) }  // Safe: opened by init, closed once.

  func romanized(_ text: String) throws(AnalysisError) -> String {
    var units = Array(text.utf16)
    var length = Int32(units.count)
    var limit = length
    // No reading is longer.
    units += Array(repeating: 0, count: 16 * units.count + 16)
    let capacity = Int32(units.count)
    var status = U_ZERO_ERROR
    unsafe units.withUnsafeMutableBufferPointer { buffer in
      // Safe: the buffer outlives the call, and ICU keeps to its capacity.
      unsafe cicu_utrans_transUChars(
        handle, buffer.baseAddress, &length, capacity, 0, &limit, &status)
    }
    guard status.rawValue <= U_ZERO_ERROR.rawValue else {
      throw .icu(function: "utrans_transUChars", code: Int32(status.rawValue))
    }
    return String(decoding: units[..<Int(length)], as: UTF16.self)
  }
}
