import CICU

/// A detector of GB18030, Big5 and other East Asian encodings, for bytes that are not UTF-8.
///
/// A sample is decoded in GB18030, Big5 and EUC-TW. The right one gives a text with more frequent
/// characters: two thirds of the Han characters in Chinese text, but only one in thirty in wrongly
/// decoded text. A title of ten characters is enough, for which ICU's detector is unreliable. ICU's
/// detector is used when neither encoding gives Chinese text.
enum EncodingDetector {
  /// Minimum share of frequent characters among the characters that are not ASCII.
  private static let minimumShare = 0.15
  /// Minimum confidence of ICU's detector, out of 100.
  private static let minimumConfidence = 60
  /// Size of the sample in bytes, from the first byte that is not ASCII.
  private static let sampleBytes = 64 << 10

  /// Decodes a text in its most likely encoding.
  ///
  /// - Parameter declared: the encodings that the container of the text and the text declare. They
  ///   are preferred unless another one gives twice the share of frequent characters.
  /// - Returns: nil when no encoding is likely.
  /// - Complexity: O(n).
  static func decode(
    _ bytes: [UInt8], declared: [String] = []
  ) -> Result<DecodedText, DecodingFailure>? {
    // Only ASCII precedes the sample, so that it starts at a character in each encoding.
    let start = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let sample = Array(bytes[start...].prefix(sampleBytes))
    let names = ["GB18030", "Big5", "EUC-TW"]
    let shares = (names + declared.filter { !names.contains($0) })
      .map { Candidate(name: $0, share(of: sample, in: $0)) }
    var candidates =
      shares.map { (name: $0.name, share: $0.share * (declared.contains($0.name) ? 2 : 1)) }
      .filter { $0.share >= minimumShare }
      .sorted { $0.share > $1.share }
      .map(\.name)
    if candidates.isEmpty {
      // Servers declare Latin-1 for all pages, and all bytes are valid in it.
      let latin = declared.filter { $0 == CharsetName.latin1 }
      let detected = ICUDetector.best(sample, atLeast: minimumConfidence).map { [$0] } ?? []
      candidates = declared.filter { $0 != CharsetName.latin1 } + detected + latin
    }
    func doubt(_ text: DecodedText) -> DecodedText {
      var text = text
      text.doubt = Self.doubt(text.encoding, among: shares, sample)
      return text
    }
    for name in candidates {
      if case .success(let text)? = CharsetConverter(name: name)?.decode(bytes) {
        return .success(doubt(text))
      }
    }
    guard let name = candidates.first else { return nil }
    return repaired(bytes, in: name).map(doubt)
  }

  // MARK: Confidence

  /// An encoding and the frequent characters in a sample that is decoded in it.
  private struct Candidate {
    let name: String
    let share: Double
    let count: Int

    init(name: String, _ found: (share: Double, count: Int)) {
      (self.name, share, count) = (name, found.share, found.count)
    }
  }

  /// The share of frequent characters in common text.
  private static let usualShare = 0.45
  /// The number of characters at which a share counts half of its value in a long text.
  private static let fewCharacters = 2.0

  /// Returns a doubt about an encoding, or nil when it is certainly right: the text has the usual
  /// share of frequent characters, the text in any other encoding has a far smaller one, and there
  /// are enough characters.
  private static func doubt(
    _ encoding: String, among candidates: [Candidate], _ sample: [UInt8]
  ) -> DecodingDoubt? {
    let chosen = candidates.first { $0.name == encoding }
    let rival = candidates.filter { $0.name != encoding }.max { $0.share < $1.share }
    var confidence = 0.0
    if let chosen, chosen.share > 0 {
      let margin = max(0, 1 - (rival?.share ?? 0) / chosen.share)
      let count = Double(chosen.count)
      confidence =
        margin * min(1, chosen.share / usualShare) * count / (count + fewCharacters)
    }
    guard confidence < DecodingDoubt.threshold else { return nil }
    return DecodingDoubt(encoding, confidence: confidence, other: rival?.name, sample: sample)
  }

  /// Decodes a text, and replaces its malformed bytes if they are few.
  static func repaired(
    _ bytes: [UInt8], in name: String
  ) -> Result<DecodedText, DecodingFailure> {
    guard case .success(let text)? = CharsetConverter(name: name, repairs: true)?.decode(bytes)
    else { return .failure(DecodingFailure(encoding: name, offset: 0)) }
    if let damage = text.damage, !damage.isTolerable(inBytes: bytes.count) {
      return .failure(DecodingFailure(encoding: name, offset: damage.offset))
    }
    return .success(text)
  }

  /// Returns the share of frequent characters in a decoded sample, whose end may cut a character.
  private static func share(of sample: [UInt8], in name: String) -> (share: Double, count: Int) {
    guard case .success(let text)? = CharsetConverter(name: name, repairs: true)?.decode(sample)
    else { return (0, 0) }
    return frequentShare(text.utf8)
  }

  /// Returns the share of frequent Chinese characters among the code points that are neither ASCII
  /// nor punctuation, and the number of these code points.
  private static func frequentShare(_ utf8: [UInt8]) -> (share: Double, count: Int) {
    var count = 0
    var frequent = 0
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
      // Wrongly decoded text has punctuation and full-width forms, too.
      if 0x3000...0x303F ~= scalar.value || 0xFF00...0xFFEF ~= scalar.value
        || 0x2010...0x203F ~= scalar.value || scalar.value == 0xB7
      {
        continue
      }
      count += 1
      if frequentCharacters.contains(scalar) { frequent += 1 }
    }
    return (count == 0 ? 0 : Double(frequent) / Double(count), count)
  }

  /// The 400 most frequent characters of Simplified news, and further frequent characters of
  /// Traditional statutes and news.
  private static let frequentCharacters = Set(
    """
    的国中在一人大和发新了年会为日有行全作是上动业出不地家生展成时进方对民月要部以工区来多同合
    公等个开到实主力市关高加化经建现平联重法能务员网长政体将这前于通天表产分理下用强机共央近学
    面持文场安美过视提资保息消后事与自示定设们我总者报元本交心道入目电推利水好党海今度内次社系
    期制更金万他活当车增外任题议闻委播点北量记两小就可据台最及各子明代军特间信情第其向路基习领
    也治应正之查性数得调导组运名已续并战三南比局统流斯品西科相位计院创布队指式项问起服还深防东
    立济从此至受里管门村司程造标达意解收责支所十被省企际都施原广书源规物山警众接改说看克技京回
    手护供传举案风团江步着决结线处办州集色华级坚商投参城取件带亿首常医亚协求域口群升气球二游打
    放育环确该界完果称态种而境席超农世由教尔专质精如价约营研河预告号义赛无引客构单整府影四老费
    术快转户极监积助感因周俄证非格然备节让织效做权但青股列认使型复落拉优准空例站互某條項或關應
    員務於為規機會依辦請時處職議書五業長審國官選證經資內權並訴計發報與六調後核設當執款七決記察
    未判護區間八申費送檢限舉對置監產實組數序聲百屬除九無裁形標訟該知備額專準刑票庭財縣認轄具開
    導補體督算必動少總稱劃料學編考役直構律適個統訂參結止協單登評章給害債免付室錄則進級命責別令
    附團存予簡身修係畫究需住約配達將訊過確署這說們來還沒麼現點問見從頭電話車風門兒幾讓樣裡萬億
    華東歷軍聯際濟戰環態雲網幹衛療險運顯觀據類題
    """.unicodeScalars)
}

private enum ICUDetector {
  /// Returns the name of the most likely East Asian multibyte encoding, or nil.
  ///
  /// Single-byte encodings are excluded: any bytes are valid in them, so ICU finds them in every
  /// damaged file.
  static func best(_ bytes: [UInt8], atLeast minimum: Int) -> String? {
    let plausible = ["GB18030", "Big5", "EUC-JP", "EUC-KR", "Shift_JIS", "ISO-2022-CN"]
    var status: Int32 = 0
    guard let detector = unsafe cicu_ucsdet_open(&status) else { return nil }
    defer { unsafe cicu_ucsdet_close(detector) }
    // Safe: ICU keeps the pointer, and the matches live, only until the detector is closed.
    return unsafe bytes.withUnsafeBytes { bytes -> String? in
      unsafe cicu_ucsdet_setText(
        detector, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        &status)
      var count: Int32 = 0
      guard let matches = unsafe cicu_ucsdet_detectAll(detector, &count, &status),
        !cicu_failed(status)
      else { return nil }
      for i in 0..<Int(count) {
        guard let match = unsafe matches[i], let name = unsafe cicu_ucsdet_getName(match, &status)
        else { continue }
        let confidence = unsafe Int(cicu_ucsdet_getConfidence(match, &status))
        let found = unsafe String(cString: name)
        if confidence >= minimum, plausible.contains(found) { return found }
      }
      return nil
    }
  }
}
