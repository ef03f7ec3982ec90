/// A writer of tar archives in the ustar format.
public struct TarArchive: Sendable {
  /// The kind of a member.
  public enum Kind: UInt8, Sendable {
    case file = 0x30
    case hardLink = 0x31
    case symbolicLink = 0x32
    case device = 0x33
    case folder = 0x35
    case pipe = 0x36
  }

  private var members: [UInt8] = []

  public init() {}

  /// An archive of files, in the order given.
  public init(_ files: KeyValuePairs<String, String>) {
    for (name, text) in files { add(name, text) }
  }

  /// Adds a member.
  ///
  /// - Precondition: the name and the target have at most 100 bytes.
  public mutating func add(
    _ name: String, _ text: String = "", kind: Kind = .file, target: String = ""
  ) {
    add(Array(name.utf8), Array(text.utf8), kind: kind, target: target)
  }

  /// Adds a member whose name may be in any encoding.
  ///
  /// - Precondition: the name and the target have at most 100 bytes.
  public mutating func add(
    _ name: [UInt8], _ contents: [UInt8], kind: Kind = .file, target: String = ""
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Collection<UInt8>, at offset: Int, length: Int) {
      precondition(bytes.count <= length, "\(bytes) is too long")
      header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    func put(_ text: String, at offset: Int, length: Int) {
      put(text.utf8, at: offset, length: length)
    }
    func octal(_ number: Int, digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0, length: 100)
    put("0000644", at: 100, length: 8)
    put("0000000", at: 108, length: 8)
    put("0000000", at: 116, length: 8)
    put(octal(contents.count, digits: 11), at: 124, length: 12)
    put("00000000000", at: 136, length: 12)
    put("        ", at: 148, length: 8)
    header[156] = kind.rawValue
    put(target, at: 157, length: 100)
    put("ustar\u{0}00", at: 257, length: 8)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(octal(sum, digits: 6) + "\u{0} ", at: 148, length: 8)
    members += header + contents
    members += [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
  }

  /// The bytes of the archive.
  public var bytes: [UInt8] { members + [UInt8](repeating: 0, count: 1024) }
}
