import CICU

/// A converter from a legacy encoding to UTF-8, by ICU.
///
/// The byte 0x80 is € in GB18030, as in GBK and in browsers.
@safe
final class CharsetConverter {
  /// Safe: opened in `init`, closed in `deinit`, used nowhere else.
  private let handle: OpaquePointer
  private let name: String
  private let repairs: Bool
  /// The number of bytes before the current ones.
  private var length = 0
  /// The sequences that became U+FFFD; nil when there are none.
  private(set) var damage: DecodingDamage?
  /// The leading half of a surrogate pair whose other half has not been converted yet.
  private var pendingLead: UInt32 = 0

  /// The treatment of malformed and unassigned sequences.
  private enum Malformed {
    /// The conversion stops.
    case stop
    /// Each becomes U+FFFD.
    case repair
    /// Each becomes the byte 0xFF, which UTF-8 does not have.
    case mark
  }

  /// Opens a converter by an ICU name; returns nil if ICU does not know the name. Big5 is read with
  /// the supplement of Hong Kong.
  ///
  /// - Parameter repairs: true if `decode` replaces malformed sequences by U+FFFD.
  init?(name: String, repairs: Bool = false) {
    guard !name.isEmpty, name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x2C }) else {
      return nil
    }
    var status: Int32 = 0
    let known = name.uppercased() == "BIG5" ? "Big5-HKSCS" : name
    guard let converter = unsafe cicu_ucnv_open(known, &status) else { return nil }
    unsafe handle = converter
    (self.name, self.repairs) = (name, repairs)
  }

  deinit {
    unsafe cicu_ucnv_close(handle)
  }

  /// Converts a whole text. The first malformed or unassigned sequence is an error, so that a wrong
  /// guess is noticed, unless the converter repairs.
  ///
  /// - Complexity: O(n).
  func decode(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure> {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    let offset = convert(bytes, isLast: true, repairs ? .repair : .stop, appendingTo: &result)
    if let offset {
      return .failure(DecodingFailure(encoding: name, offset: offset))
    }
    return .success(DecodedText(utf8: result, encoding: name, damage: damage))
  }

  /// Converts the next bytes of a text and appends them in UTF-8. A malformed sequence becomes the
  /// byte 0xFF, which UTF-8 does not have.
  ///
  /// A character may continue in the bytes of the next call.
  ///
  /// - Parameter isLast: true for the end of the text.
  /// - Complexity: O(n).
  func convert(_ bytes: [UInt8], isLast: Bool, appendingTo result: inout [UInt8]) {
    _ = convert(bytes, isLast: isLast, .mark, appendingTo: &result)
  }

  /// Converts bytes in chunks of at most 64 Ki code units. Returns the offset of the malformed
  /// sequence at which it stops, or nil.
  private func convert(
    _ bytes: [UInt8], isLast: Bool, _ malformedSequences: Malformed,
    appendingTo result: inout [UInt8]
  ) -> Int? {
    defer { length += bytes.count }
    var units = [UInt16](repeating: 0, count: min(1 << 16, bytes.count + 64))
    var start = 0
    var isStuck = false
    while true {
      var status: Int32 = 0
      var consumed: Int32 = 0
      var malformed: Int32 = 0
      // Safe: the counts are the sizes of the buffers. `ArticleLimits` is far below ICU's limit of
      // 2 GB.
      let written = unsafe bytes.withUnsafeBytes { source in
        unsafe units.withUnsafeMutableBufferPointer { target in
          unsafe cicu_ucnv_toUnicode(
            handle, target.baseAddress, Int32(target.count),
            source.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self),
            Int32(source.count - start), isLast, &consumed, &malformed, &status)
        }
      }
      start += Int(consumed)
      for unit in units[..<Int(written)] {
        let unit = UInt32(unit)
        switch unit {
        case 0xD800..<0xDC00: pendingLead = unit
        case 0xDC00..<0xE000:
          Unicode.append(0x10000 + ((pendingLead & 0x3FF) << 10) + (unit & 0x3FF), to: &result)
        default: Unicode.append(unit, to: &result)
        }
      }
      if status == CICU_BUFFER_OVERFLOW_ERROR { continue }
      guard cicu_failed(status) else { return nil }
      let offset = max(0, length + start - Int(malformed))
      if malformed == 1, start > 0, bytes[start - 1] == 0x80, name == "GB18030" {
        Unicode.append(0x20AC, to: &result)
        continue
      }
      switch malformedSequences {
      case .stop: return offset
      case .repair:
        Unicode.append(0xFFFD, to: &result)
        damage.add(offset)
      case .mark: result.append(0xFF)
      }
      pendingLead = 0
      // The malformed bytes may be the last ones of the call before. The next error consumes bytes;
      // the loop must end even if it does not.
      if consumed > 0 || written > 0 {
        isStuck = false
      } else if isStuck {
        start += 1
      } else {
        isStuck = true
      }
      if start >= bytes.count { return nil }
    }
  }
}

/// Decoded text and its original encoding.
public struct DecodedText: Sendable, Equatable {
  public var utf8: [UInt8]
  public var encoding: String
  /// The bytes that became U+FFFD; nil for undamaged text.
  public var damage: DecodingDamage?
  /// The reasons to doubt the encoding; nil without any.
  public var doubt: DecodingDoubt?

  /// The facts about the text, without its bytes.
  var withoutText: DecodedText {
    DecodedText(utf8: [], encoding: encoding, damage: damage, doubt: doubt)
  }
}

extension DecodingDamage? {
  /// Adds `count` sequences, the first of them at `offset`.
  mutating func add(_ offset: Int, count: Int = 1) {
    self = DecodingDamage(
      offset: Swift.min(self?.offset ?? offset, offset), count: (self?.count ?? 0) + count)
  }

  /// Adds the length of what precedes the text in its file to the offset.
  mutating func advance(by count: Int) { self?.offset += count }
}

/// The encoding that was tried and the offset of the first byte malformed in it.
struct DecodingFailure: Error {
  var encoding: String
  var offset: Int
}

extension Unicode {
  /// Appends a code point in UTF-8.
  ///
  /// - Precondition: `value` is at most 0x10FFFF and no surrogate.
  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    // Safe: each shifted and masked value fits in eight bits.
    switch value {
    case ..<0x80:
      bytes.append(UInt8(truncatingIfNeeded: value))
    case ..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case ..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
