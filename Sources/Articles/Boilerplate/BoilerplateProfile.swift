/// The lines that repeat over the pages of a folder: hashes of lines with the share of the pages
/// that have them.
public struct BoilerplateProfile: Sendable, Equatable {
  /// The hashes, ascending.
  let hashes: [UInt64]
  /// The share of the pages with each line, in 255ths.
  let shares: [UInt8]

  /// The most lines of a profile. Those on most pages are kept.
  static let maximumLines = 512

  /// - Parameter lines: the lines with their shares, without repetitions.
  init(_ lines: [(hash: UInt64, share: UInt8)]) {
    let best = lines.sorted { ($1.share, $0.hash) < ($0.share, $1.hash) }.prefix(Self.maximumLines)
    let sorted = best.sorted { $0.hash < $1.hash }
    (hashes, shares) = (sorted.map(\.hash), sorted.map(\.share))
  }

  public var isEmpty: Bool { hashes.isEmpty }
  public var count: Int { hashes.count }

  /// Returns the share of the pages that have a line of valid UTF-8; 0 for a line of one article.
  ///
  /// - Complexity: O(log *n*) after O(length of the line).
  func share(of line: ArraySlice<UInt8>) -> Float {
    isEmpty ? 0 : LineHash.hash(line).map(share) ?? 0
  }

  /// Returns the share of the pages that have a line.
  ///
  /// - Parameter line: all code points of the line, folded by `PrintedText`.
  func share(of line: [Unicode.Scalar]) -> Float {
    isEmpty ? 0 : LineHash.hash(folded: line).map(share) ?? 0
  }

  private func share(of hash: UInt64) -> Float {
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    guard low < hashes.count, hashes[low] == hash else { return 0 }
    return Float(shares[low]) / 255
  }
}

/// Hashes of lines by which repetitions are found.
struct LineHash {
  /// Longer lines are paragraphs of an article.
  private static let maximumBytes = 800
  private static let minimumLetters = 4

  /// Returns the hash of a line without white space and punctuation, in which all digits are equal,
  /// so that dates and counts make no difference. Returns nil for a line with fewer than four
  /// letters, which says nothing.
  ///
  /// - Parameter line: valid UTF-8.
  static func hash(_ line: ArraySlice<UInt8>) -> UInt64? {
    guard line.count <= maximumBytes else { return nil }
    var hash = LineHash()
    let bytes = line.span
    var at = 0
    while at < bytes.count { hash.add(PrintedText.folded(UTF8Scalars.next(in: bytes, at: &at))) }
    return hash.value
  }

  /// Returns the hash of a line whose code points are folded by `PrintedText`.
  static func hash(folded line: [Unicode.Scalar]) -> UInt64? {
    var hash = LineHash()
    for scalar in line { hash.add(scalar) }
    return hash.value
  }

  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  private var letters = 0

  private var value: UInt64? { letters >= Self.minimumLetters ? state : nil }

  @inline(__always)
  private mutating func add(_ scalar: Unicode.Scalar) {
    var scalar = scalar
    if PrintedText.isHan(scalar) || PrintedText.isLatin(scalar) {
      letters += 1
    } else if PrintedText.isDigit(scalar) {
      scalar = "0"
    } else if Self.isSign(scalar) {
      return
    }
    state = (state ^ UInt64(scalar.value)) &* 0x100_0000_01b3
  }

  /// True for spaces, punctuation and invisible characters.
  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0xC0, 0x2000...0x206F, 0x3000...0x303F, 0xFE00...0xFEFF: true
    default: false
    }
  }

  /// Returns the hash of a path, which orders the files of a folder at random, but always alike.
  static func hash(path: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    // The last bytes of similar names hardly change the high bits.
    hash ^= hash >> 32
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 29)
  }
}
