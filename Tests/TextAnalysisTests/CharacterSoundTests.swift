import Testing

@testable import TextAnalysis

@Suite struct CharacterSoundTests {
  @Test func `characters have their Mandarin reading, without tones`() throws {
    let read = try CharacterSounds.sounds(of: Array("中质制户护吕女か가".unicodeScalars))
    #expect(read == ["zhong", "zhi", "zhi", "hu", "hu", "lu", "nu", nil, nil])
    // More characters than one call to ICU takes.
    let many = Array(String(repeating: "质", count: 1_000).unicodeScalars)
    #expect(try CharacterSounds.sounds(of: many) == Array(repeating: "zhi", count: 1_000))
  }

  @Test func `characters with the same sound come in the given order`() throws {
    let sounds = try CharacterSounds(of: Array("一护中户互".unicodeScalars))
    #expect(try sounds.others(soundingLike: "户") == ["护", "互"])
    #expect(try sounds.others(soundingLike: "沪") == ["护", "户", "互"], "沪 was not given")
    #expect(try sounds.others(soundingLike: "中") == [])
    #expect(try sounds.others(soundingLike: "a") == [])
  }
}
