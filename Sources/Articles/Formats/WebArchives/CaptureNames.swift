/// The names of captures in a web archive: their addresses. The name of a further capture of an
/// address ends with its time.
struct CaptureNames {
  /// Hashes of the names in use. Of two names with one hash, the second one is taken as repeated.
  private var seen: Set<UInt64> = []
  /// The number of captures by the hash of address and time, as far as both are repeated.
  private var repeated: [UInt64: Int] = [:]

  mutating func name(of address: String, date: String) -> String {
    if seen.insert(Self.hash(address)).inserted { return address }
    let dated = address + "@" + date
    let hash = Self.hash(dated)
    if seen.insert(hash).inserted { return dated }
    let number = repeated[hash, default: 1] + 1
    repeated[hash] = number
    return "\(dated)#\(number)"
  }

  /// The hash FNV-1a, which is the same in every run.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
