// The owner of an ICU regular expression: the only file that calls `uregex`.

import CICU

/// A regular expression in ICU's syntax, to be found in text as it was written: nothing is folded. `^` and `$` stand at
/// line breaks too; `.` is no line break.
///
/// Used by one thread at a time.
@safe public final class RegularExpression {
  /// What is wrong with an expression, and where: scalars from its beginning.
  public struct Mistake: Error, Equatable {
    public let message: String
    public let offset: Int
  }

  /// Matching a text took more steps or memory than is allowed.
  public struct Overrun: Error, Equatable {}

  /// Steps that matching a text may take, in ICU's units of about a millisecond.
  public static let stepLimit = 1_000
  /// Bytes that backtracking may take.
  public static let stackLimit = 16 << 20

  private let handle: OpaquePointer
  private var units: [UInt16] = []

  /// - Complexity: O(*n*) in the length of the expression.
  public init(_ expression: String) throws(Mistake) {
    let units = Array(expression.utf16)
    var place = UParseError()
    var status = U_ZERO_ERROR
    // Safe: ICU copies the expression.
    let opened = unsafe units.withUnsafeBufferPointer { buffer in
      unsafe cicu_uregex_open(
        buffer.baseAddress, Int32(buffer.count), UREGEX_MULTILINE.rawValue, &place, &status)
    }
    guard let opened = unsafe opened, status.rawValue <= U_ZERO_ERROR.rawValue else {
      throw Mistake(
        message: "not a regular expression: " + Self.reason(status),
        offset: Self.scalarOffset(of: place, in: units))
    }
    unsafe handle = opened
    unsafe cicu_uregex_setTimeLimit(handle, Int32(Self.stepLimit), &status)
    unsafe cicu_uregex_setStackLimit(handle, Int32(Self.stackLimit), &status)
  }

  deinit { unsafe cicu_uregex_close(handle) }  // Safe: opened by init, closed once.

  /// What is wrong with an expression; nil for one that can be used.
  public static func mistake(in expression: String) -> Mistake? {
    do throws(Mistake) {
      _ = try RegularExpression(expression)
      return nil
    } catch {
      return error
    }
  }

  /// Whether a text has a match that is not empty.
  ///
  /// - Throws: `Overrun`.
  public func isFound(in text: Span<UInt8>) throws(Overrun) -> Bool {
    try !matches(in: text, limit: 1).isEmpty
  }

  /// The matches in a text that are not empty, one behind the other, as UTF-8 offsets.
  ///
  /// - Throws: `Overrun`.
  public func matches(in text: Span<UInt8>, limit: Int = .max) throws(Overrun) -> [Range<Int>] {
    let bytes = (0..<text.count).map { text[$0] }
    units.removeAll(keepingCapacity: true)
    units.append(contentsOf: String(decoding: bytes, as: UTF8.self).utf16)
    var found: [Range<Int>] = []
    var status = U_ZERO_ERROR
    // Safe: the buffer outlives the search, and ICU does not write.
    unsafe units.withUnsafeBufferPointer { buffer in
      unsafe cicu_uregex_setText(handle, buffer.baseAddress, Int32(buffer.count), &status)
      var isThere = unsafe cicu_uregex_find(handle, 0, &status)
      while status.rawValue <= U_ZERO_ERROR.rawValue, isThere != 0, found.count < limit {
        let start = unsafe cicu_uregex_start(handle, 0, &status)
        let end = unsafe cicu_uregex_end(handle, 0, &status)
        if end > start { found.append(Int(start)..<Int(end)) }
        isThere = unsafe cicu_uregex_findNext(handle, &status)
      }
    }
    guard status.rawValue <= U_ZERO_ERROR.rawValue else { throw Overrun() }
    return Self.utf8(found, of: units)
  }

  /// UTF-16 offsets, ascending, as UTF-8 offsets.
  private static func utf8(_ ranges: [Range<Int>], of units: [UInt16]) -> [Range<Int>] {
    var (unit, byte) = (0, 0)
    func move(to end: Int) -> Int {
      while unit < end {
        let next = units[unit]
        // Half of four bytes each for surrogates.
        byte += next < 0x80 ? 1 : next < 0x800 || (0xD800..<0xE000).contains(next) ? 2 : 3
        unit += 1
      }
      return byte
    }
    return ranges.map { range in
      let start = move(to: range.lowerBound)
      return start..<move(to: range.upperBound)
    }
  }

  /// `U_REGEX_MISSING_CLOSE_BRACKET` as words.
  private static func reason(_ status: UErrorCode) -> String {
    // Safe: ICU's names are constant and end with 0.
    guard let name = unsafe cicu_u_errorName(status) else { return "error \(status.rawValue)" }
    return unsafe String(cString: name).split(separator: "_").dropFirst()
      .filter { $0 != "REGEX" }.joined(separator: " ").lowercased()
  }

  private static func scalarOffset(of place: UParseError, in units: [UInt16]) -> Int {
    var start = 0
    var line = place.line
    while line > 1, let end = units[start...].firstIndex(of: 0x0A) {
      start = end + 1
      line -= 1
    }
    let end = min(units.count, start + max(0, Int(place.offset)))
    return units[..<end].count { !(0xDC00..<0xE000).contains($0) }
  }
}
