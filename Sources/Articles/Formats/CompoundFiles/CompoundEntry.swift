/// An entry of the directory of a compound file: a stream or a storage.
struct CompoundEntry: Sendable, Equatable {
  enum Kind: Sendable {
    case stream, storage, root, unused
  }

  /// The name in lower case. Names are compared without case.
  let name: String
  let kind: Kind
  // The entries of a storage are a binary tree. Another number than one of an entry means none.
  let left: Int
  let right: Int
  let child: Int
  /// The first sector.
  let start: UInt32
  let byteCount: Int

  /// The bytes of an entry in the directory.
  static let byteCount = 128
  private static let longestName = 64

  /// Reads the entries of a directory.
  static func list(_ directory: [UInt8]) -> [CompoundEntry] {
    stride(from: 0, to: directory.count - byteCount + 1, by: byteCount).map { start in
      CompoundEntry(LittleEndianBytes(Array(directory[start..<start + byteCount])))
    }
  }

  private init(_ bytes: LittleEndianBytes) {
    let length = min(bytes.u16(64), Self.longestName)
    let units = stride(from: 0, to: length - 1, by: 2).map { UInt16(bytes.u16($0)) }
    name = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self).lowercased()
    kind =
      switch bytes.u8(66) {
      case 1: .storage
      case 2: .stream
      case 5: .root
      default: .unused
      }
    (left, right, child) = (Int(bytes.u32(68)), Int(bytes.u32(72)), Int(bytes.u32(76)))
    start = bytes.u32(116)
    // No document has 4 GiB, and old programs leave the upper half undefined.
    byteCount = Int(bytes.u32(120))
  }
}
