import CICU

/// Strict conversion of legacy encodings to UTF-8 through ICU.
///
/// ICU's default is to replace what it cannot read; here the first malformed or unassigned sequence
/// stops the conversion, so that a wrong guess is an error with an offset instead of an index full
/// of U+FFFD.
@safe
final class CharsetConverter {
  /// Safe: opened in `init`, closed in `deinit`, used nowhere else.
  private let handle: OpaquePointer

  /// Opens a converter by any name ICU knows; nil when it knows none.
  init?(name: String) {
    guard !name.isEmpty, name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x2C }) else {
      return nil
    }
    var status: Int32 = 0
    guard let converter = unsafe cicu_ucnv_open(name, &status) else { return nil }
    unsafe handle = converter
  }

  deinit {
    unsafe cicu_ucnv_close(handle)
  }

  /// The text in UTF-8, or the byte offset of the first sequence that cannot be read.
  ///
  /// - Complexity: O(n), in chunks of 64 Ki code units.
  func utf8(_ bytes: [UInt8]) -> Result<[UInt8], Malformed> {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    var units = [UInt16](repeating: 0, count: 1 << 16)
    var pendingLead: UInt32 = 0
    var start = 0
    while true {
      var status: Int32 = 0
      var consumed: Int32 = 0
      var malformed: Int32 = 0
      // Safe: both counts are those of the buffers lent, and 2 GB, ICU's limit, is far above
      // `ArticleLimits`.
      let written = unsafe bytes.withUnsafeBytes { source in
        unsafe units.withUnsafeMutableBufferPointer { target in
          unsafe cicu_ucnv_toUnicode(
            handle, target.baseAddress, Int32(target.count),
            source.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self),
            Int32(source.count - start), true, &consumed, &malformed, &status)
        }
      }
      start += Int(consumed)
      guard !cicu_failed(status) || status == CICU_BUFFER_OVERFLOW_ERROR else {
        return .failure(Malformed(offset: max(0, start - Int(malformed))))
      }
      for unit in units[..<Int(written)] {
        let unit = UInt32(unit)
        switch unit {
        case 0xD800..<0xDC00: pendingLead = unit
        case 0xDC00..<0xE000:
          Unicode.append(0x10000 + ((pendingLead & 0x3FF) << 10) + (unit & 0x3FF), to: &result)
        default: Unicode.append(unit, to: &result)
        }
      }
      if status != CICU_BUFFER_OVERFLOW_ERROR { return .success(result) }
    }
  }
}

/// Bytes that an encoding does not allow.
struct Malformed: Error {
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
