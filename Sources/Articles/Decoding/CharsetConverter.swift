import CICU

/// A converter from a legacy encoding to UTF-8, by ICU.
@safe
final class CharsetConverter {
  /// Safe: opened in `init`, closed in `deinit`, used nowhere else.
  private let handle: OpaquePointer
  private let name: String
  /// The leading half of a surrogate pair whose other half has not been converted yet.
  private var pendingLead: UInt32 = 0

  /// Opens a converter by an ICU name; returns nil if ICU does not know the name.
  init?(name: String) {
    guard !name.isEmpty, name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x2C }) else {
      return nil
    }
    var status: Int32 = 0
    guard let converter = unsafe cicu_ucnv_open(name, &status) else { return nil }
    unsafe handle = converter
    self.name = name
  }

  deinit {
    unsafe cicu_ucnv_close(handle)
  }

  /// Converts a whole text. The first malformed or unassigned sequence is an error, so that a wrong
  /// guess is noticed.
  ///
  /// - Complexity: O(n).
  func decode(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure> {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    if let offset = convert(bytes, isLast: true, stopsAtMalformed: true, appendingTo: &result) {
      return .failure(DecodingFailure(encoding: name, offset: offset))
    }
    return .success(DecodedText(utf8: result, encoding: name))
  }

  /// Converts the next bytes of a text and appends them in UTF-8. A malformed sequence becomes the
  /// byte 0xFF, which UTF-8 does not have.
  ///
  /// A character may continue in the bytes of the next call.
  ///
  /// - Parameter isLast: true for the end of the text.
  /// - Complexity: O(n).
  func convert(_ bytes: [UInt8], isLast: Bool, appendingTo result: inout [UInt8]) {
    _ = convert(bytes, isLast: isLast, stopsAtMalformed: false, appendingTo: &result)
  }

  /// Converts bytes in chunks of 64 Ki code units. Returns the offset of the malformed sequence at
  /// which it stops, or nil.
  private func convert(
    _ bytes: [UInt8], isLast: Bool, stopsAtMalformed: Bool, appendingTo result: inout [UInt8]
  ) -> Int? {
    var units = [UInt16](repeating: 0, count: 1 << 16)
    var start = 0
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
      if stopsAtMalformed { return max(0, start - Int(malformed)) }
      result.append(0xFF)
      if consumed == 0, written == 0 { start += 1 }
      if start >= bytes.count { return nil }
    }
  }
}

/// Decoded text and its original encoding.
public struct DecodedText: Sendable, Equatable {
  public var utf8: [UInt8]
  public var encoding: String
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
