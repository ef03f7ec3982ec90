/// The properties of a message of Outlook, or of an attachment, in a storage of a compound file.
///
/// MS-OXMSG, Outlook Item File Format, describes the streams, and MS-OXPROPS the numbers of the
/// properties. Texts and bytes have a stream each, whose name ends with the number and the type in
/// hexadecimal digits. Numbers and times are in a stream of entries with 16 bytes.
struct OutlookProperties {
  /// The numbers of properties.
  enum Number: Int {
    case subject = 0x0037
    case senderName = 0x0C1A
    case senderAddress = 0x0C1F
    case senderInternetAddress = 0x5D01
    case receivers = 0x0E04
    case copyReceivers = 0x0E03
    case messageID = 0x1035
    case submitted = 0x0039
    case delivered = 0x0E06
    case text = 0x1000
    case page = 0x1013
    case pageCodePage = 0x3FDE
    case codePage = 0x3FFD
    case attachmentData = 0x3701
    case attachmentName = 0x3707
    case attachmentShortName = 0x3704
    case attachmentType = 0x370E
  }

  private let file: CompoundFile
  private let streams: [String: CompoundEntry]
  /// The values of the stream of entries by number and type.
  private var values: [UInt32: UInt64] = [:]

  // Types of properties.
  private static let integer = 0x0003
  private static let bytesOfCodePage = 0x001E
  private static let unicode = 0x001F
  private static let time = 0x0040
  private static let binary = 0x0102

  private static let entryBytes = 16
  private static let maximumEntryBytes = 1 << 20
  private static let longestText = 64 << 10

  /// - Parameter storage: the number of the storage; 0 for the message of the file.
  /// - Throws: `tooLarge`, `damagedDocument`, `unreadable`.
  init(_ file: CompoundFile, storage: Int) throws(ArticleError) {
    self.file = file
    streams = file.streams(of: storage)
    guard let entry = streams["__properties_version1.0"] else { return }
    let bytes = LittleEndianBytes(
      try file.contents(of: entry, limit: Self.maximumEntryBytes))
    // The header before the entries has 32, 24 or 8 bytes, which programs confuse. As entries, its
    // bytes name no property.
    let header = bytes.bytes.count % Self.entryBytes
    for at in stride(from: header, to: bytes.bytes.count - 15, by: Self.entryBytes) {
      values[bytes.u32(at)] = bytes.u64(at + 8)
    }
  }

  private func stream(_ number: Number, _ type: Int) -> CompoundEntry? {
    func hex(_ value: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
    return streams["__substg1.0_" + hex(number.rawValue) + hex(type)]
  }

  private func value(_ number: Number, _ type: Int) -> UInt64? {
    values[UInt32(number.rawValue) << 16 | UInt32(type)]
  }

  func integer(_ number: Number) -> Int? {
    value(number, Self.integer).map { Int(truncatingIfNeeded: $0 & 0xFFFF_FFFF) }
  }

  /// The stream of bytes of a property.
  func binary(_ number: Number) -> CompoundEntry? { stream(number, Self.binary) }

  /// Returns a text in UTF-8, of any length up to the limit; nil when the message has none.
  ///
  /// - Throws: `tooLarge`, `damagedDocument`, `unreadable`.
  func utf8(_ number: Number, limit: Int) throws(ArticleError) -> [UInt8]? {
    if let entry = stream(number, Self.unicode) {
      let bytes = try file.contents(of: entry, limit: limit)
      return BinaryText.utf8(
        BinaryText.units(in: bytes[...], count: bytes.count / 2, isWide: true))
    }
    guard let entry = stream(number, Self.bytesOfCodePage) else { return nil }
    let text = BinaryText(isUnicode: false, codePage: integer(.codePage) ?? 0)
    return text.decoded(try file.contents(of: entry, limit: limit))
  }

  /// Returns a short text on one line; nil when it is missing, blank or too long.
  func line(_ number: Number) throws(ArticleError) -> String? {
    let bytes: [UInt8]?
    do throws(ArticleError) { bytes = try utf8(number, limit: Self.longestText) } catch {
      guard case .tooLarge = error.reason else { throw error }
      return nil
    }
    let line = bytes.map { String(decoding: $0, as: UTF8.self).foldingWhitespace() } ?? ""
    return line.isEmpty ? nil : line
  }

  /// Returns a time in milliseconds since 1970. The file has it in units of 100 ns since 1601.
  func milliseconds(_ number: Number) -> Int? {
    value(number, Self.time).map { Int($0 / 10_000) - Self.millisecondsFrom1601To1970 }
  }

  private static let millisecondsFrom1601To1970 = 11_644_473_600_000
}
