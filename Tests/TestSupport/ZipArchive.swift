/// A writer of zip archives whose members are not compressed.
public struct ZipArchive {
  private var members: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  public init() {}

  /// An archive of files, in the order given.
  public init(_ files: KeyValuePairs<String, String>) {
    for (name, text) in files { add(name, Array(text.utf8)) }
  }

  /// Adds a member.
  ///
  /// - Parameter isEncrypted: true to mark the member as encrypted; its bytes are as given.
  public mutating func add(_ name: String, _ contents: [UInt8], isEncrypted: Bool = false) {
    let flags = UInt16(isEncrypted ? 0x0801 : 0x0800)
    let common =
      Self.bytes(UInt16(20)) + Self.bytes(flags) + Self.bytes(UInt16(0)) + Self.bytes(UInt32(0x21))
      + Self.bytes(Self.checksum(contents)) + Self.bytes(UInt32(contents.count))
      + Self.bytes(UInt32(contents.count)) + Self.bytes(UInt16(name.utf8.count))
      + Self.bytes(UInt16(0))
    directory += Self.bytes(UInt32(0x0201_4B50)) + Self.bytes(UInt16(20)) + common
    directory += [UInt8](repeating: 0, count: 10) + Self.bytes(UInt32(members.count)) + name.utf8
    members += Self.bytes(UInt32(0x0403_4B50)) + common + name.utf8 + contents
    count += 1
  }

  /// The bytes of the archive.
  public var bytes: [UInt8] {
    members + directory + Self.bytes(UInt32(0x0605_4B50)) + Self.bytes(UInt32(0))
      + Self.bytes(UInt16(count)) + Self.bytes(UInt16(count))
      + Self.bytes(UInt32(directory.count)) + Self.bytes(UInt32(members.count))
      + Self.bytes(UInt16(0))
  }

  private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// The checksums of single bytes, by CRC-32.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
  }

  /// The CRC-32 of zip and 7z archives.
  public static func checksum(_ contents: some Sequence<UInt8>) -> UInt32 {
    ~contents.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }
}
