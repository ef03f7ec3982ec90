/// Searches in the bytes of a JSON text for the ends of records, without parsing them.
struct JSONValueScan {
  enum End: Equatable {
    /// The record ends before the index.
    case complete(Int)
    /// The bytes end before the record.
    case incomplete
    /// The record is damaged: a bracket closes another one, or a line ends within a string.
    case damaged
  }

  /// Finds the end of the object that begins at `start`.
  ///
  /// - Complexity: O(length of the object).
  static func end(of bytes: Span<UInt8>, from start: Int) -> End {
    var depth = 0
    // Of the outermost containers, a bit that is set for an object.
    var objects: UInt64 = 0
    var at = start
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // Python's strings, see `LenientJSON`.
        guard let end = endOfString(bytes, from: at + 1, quote: bytes[at]) else { return .damaged }
        guard end <= bytes.count else { return .incomplete }
        at = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth < 64 {
          let bit: UInt64 = 1 << UInt64(depth)
          objects = bytes[at] == UInt8(ascii: "{") ? objects | bit : objects & ~bit
        }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 64, (objects >> UInt64(depth) & 1 == 1) != (bytes[at] == UInt8(ascii: "}")) {
          return .damaged
        }
        if depth == 0 { return .complete(at + 1) }
      default: break
      }
      at += 1
    }
    return .incomplete
  }

  /// Returns the index after the closing quote of a string, an index above the count if the bytes
  /// end before, or nil if a line ends in the string.
  private static func endOfString(
    _ bytes: Span<UInt8>, from start: Int, quote: UInt8
  ) -> Int? {
    var at = start
    while true {
      if quote == UInt8(ascii: "\"") {
        at = ByteScan.endOfPlain(in: bytes, from: at)
      } else {
        while at < bytes.count, bytes[at] != quote, bytes[at] != 0x0A,
          bytes[at] != UInt8(ascii: "\\")
        {
          at += 1
        }
      }
      guard at < bytes.count else { return bytes.count + 1 }
      switch bytes[at] {
      case quote: return at + 1
      case UInt8(ascii: "\\"):
        guard at + 1 < bytes.count else { return bytes.count + 1 }
        at += 2
      case 0x0A: return nil
      default: at += 1
      }
    }
  }

  // MARK: The record after a damaged one

  private static let longestKey = 256

  /// Returns the first key of the object at `start`, with its quotes; nil if it does not begin with
  /// a key.
  static func firstKey(_ bytes: Span<UInt8>, at start: Int) -> [UInt8]? {
    var at = start + 1
    while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
    var key: [UInt8] = []
    repeat {
      key.append(bytes[at])
      at += 1
    } while at < bytes.count && key.count < longestKey && bytes[at] != UInt8(ascii: "\"")
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
    return key + [UInt8(ascii: "\"")]
  }

  /// Returns the index of the first object at or after `start` that begins like earlier records.
  ///
  /// If the earlier records begin a line, so does the next one, with the same indentation. In a
  /// line of several records, and where indentation distinguishes nothing, the next record has the
  /// first key of an earlier one.
  ///
  /// - Parameter indentation: the white space before a record in its line; nil if another record
  ///   can precede it there.
  static func nextRecord(
    _ bytes: Span<UInt8>, from start: Int, indentation: [UInt8]?, keys: [[UInt8]]
  ) -> Int? {
    var at = start
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "{") else {
        at += 1
        continue
      }
      let hasKey = firstKey(bytes, at: at).map { keys.contains($0) } ?? false
      if let indentation {
        let isCompact = at + 1 < bytes.count && bytes[at + 1] > 0x20
        if hasKey || isCompact || !indentation.isEmpty, begins(bytes, at, indentation) { return at }
      } else if hasKey, follows(bytes, at) {
        return at
      }
      at += 1
    }
    return nil
  }

  /// True when the indentation alone precedes the index in its line.
  private static func begins(_ bytes: Span<UInt8>, _ index: Int, _ indentation: [UInt8]) -> Bool {
    let line = index - indentation.count
    guard line > 0, bytes[line - 1] == 0x0A else { return false }
    return indentation.indices.allSatisfy { bytes[line + $0] == indentation[$0] }
  }

  /// True when a comma or a closing bracket precedes the index.
  private static func follows(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    var at = index - 1
    while at >= 0, bytes[at] <= 0x20 { at -= 1 }
    return at >= 0 && (bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: "}"))
  }
}
