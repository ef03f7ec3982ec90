import CICU

/// A regular expression in ICU's syntax.
///
/// It matches text exactly as written, without folding. `^` and `$` also match at line breaks; `.`
/// matches no line break. One thread at a time may use an expression.
@safe public final class RegularExpression {
  /// A syntax error in an expression.
  public struct Mistake: Error, Equatable {
    public let message: String
    /// The location of the error: scalars from the beginning of the expression.
    public let offset: Int
  }

  /// The error of a text whose matching exceeds `stepLimit` or `stackLimit`.
  public struct Overrun: Error, Equatable {}

  /// The limit of steps per text, in ICU's units of about a millisecond.
  public static let stepLimit = 1_000
  /// The limit of memory for backtracking, in bytes.
  public static let stackLimit = 16 << 20

  private let handle: OpaquePointer
  /// The number of times that ICU has called back while matching.
  private let calls: UnsafeMutablePointer<Int64>
  private var units: [UInt16] = []

  public init(_ expression: String) throws(Mistake) {
    let units = Array(expression.utf16)
    var (line, offset, status) = (Int32(0), Int32(0), Int32(0))
    // Safe: ICU copies the expression.
    let opened = unsafe cicu_uregex_open(units, Int32(units.count), &line, &offset, &status)
    guard let opened = unsafe opened, !cicu_failed(status) else {
      throw Mistake(
        message: "not a regular expression: " + Self.reason(status),
        offset: Self.scalarOffset(line: line, offset: offset, in: units))
    }
    unsafe handle = opened
    unsafe calls = .allocate(capacity: 1)
    unsafe calls.initialize(to: 0)
    // Safe: the counter lives as long as the expression.
    unsafe cicu_uregex_countCalls(handle, calls, &status)
    unsafe cicu_uregex_setTimeLimit(handle, Int32(Self.stepLimit), &status)
    unsafe cicu_uregex_setStackLimit(handle, Int32(Self.stackLimit), &status)
  }

  deinit {
    // Safe: opened by init, closed once; the counter is used no more.
    unsafe cicu_uregex_close(handle)
    unsafe calls.deallocate()
  }

  /// The approximate time in nanoseconds that matching has spent on alternatives so far. It depends
  /// only on the expression and the texts.
  public var backtracking: Int { Int(unsafe calls.pointee) * 1_000_000 }

  /// Returns the syntax error in an expression, or nil for a valid expression.
  public static func mistake(in expression: String) -> Mistake? {
    do throws(Mistake) {
      _ = try RegularExpression(expression)
      return nil
    } catch {
      return error
    }
  }

  /// Returns true when a text has a match that is not empty.
  public func isFound(in text: Span<UInt8>) throws(Overrun) -> Bool {
    try !matches(in: text, limit: 1).isEmpty
  }

  /// Returns the first `limit` matches in a text that are not empty, as ranges of UTF-8 offsets.
  public func matches(in text: Span<UInt8>, limit: Int = .max) throws(Overrun) -> [Range<Int>] {
    let bytes = (0..<text.count).map { text[$0] }
    units.removeAll(keepingCapacity: true)
    units.append(contentsOf: String(decoding: bytes, as: UTF8.self).utf16)
    var found: [Range<Int>] = []
    var (start, end, status) = (Int32(0), Int32(0), Int32(0))
    // Safe: the buffer outlives the search, and ICU does not write to it.
    unsafe units.withUnsafeBufferPointer { buffer in
      unsafe cicu_uregex_setText(handle, buffer.baseAddress, Int32(buffer.count), &status)
      while found.count < limit, unsafe cicu_uregex_findNext(handle, &start, &end, &status) {
        if end > start { found.append(Int(start)..<Int(end)) }
      }
    }
    guard !cicu_failed(status) else { throw Overrun() }
    return Self.utf8(found, of: units)
  }

  /// Converts ascending ranges of UTF-16 offsets to UTF-8 offsets.
  private static func utf8(_ ranges: [Range<Int>], of units: [UInt16]) -> [Range<Int>] {
    var (unit, byte) = (0, 0)
    func move(to end: Int) -> Int {
      while unit < end {
        let next = units[unit]
        // Each half of a surrogate pair counts for two of its four bytes.
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

  /// Returns ICU's name of a status in words: "missing close bracket".
  private static func reason(_ status: Int32) -> String {
    // Safe: the name is a constant of ICU, as in U_REGEX_MISSING_CLOSE_BRACKET.
    guard let name = unsafe cicu_u_errorName(status) else { return "error \(status)" }
    return unsafe String(cString: name).split(separator: "_").dropFirst()
      .filter { $0 != "REGEX" }.joined(separator: " ").lowercased()
  }

  /// Converts a line from 1 and a UTF-16 offset in it to a number of scalars.
  private static func scalarOffset(line: Int32, offset: Int32, in units: [UInt16]) -> Int {
    var start = 0
    var line = line
    while line > 1, let end = units[start...].firstIndex(of: 0x0A) {
      start = end + 1
      line -= 1
    }
    let end = min(units.count, start + max(0, Int(offset)))
    return units[..<end].count { !(0xDC00..<0xE000).contains($0) }
  }
}
