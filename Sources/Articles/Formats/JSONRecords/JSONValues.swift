/// A reader of the objects of an array, or of a sequence of objects, in UTF-8. It does not parse
/// them.
///
/// A damaged object ends where the next one begins, which is recognized by its indentation or by
/// its first key. The memory is limited by the longest object that the decoder accepts.
struct JSONValues: RecordSource, ~Copyable {
  private var input: RecordInput
  /// Number of the line in which the buffer begins.
  private var line = 1
  private var ordinal = 0
  private var openArrays = 0
  /// The fields of the records, if objects wrap them; nil for records without a wrapper.
  private let wrappers: FieldMap?
  /// The number of open objects around the array of records.
  private var openObjects = 0
  /// The white space before the object in its line; nil when another byte precedes it.
  private var indentation: [UInt8]? = []
  /// The first keys of objects.
  private var keys: [[UInt8]] = []

  /// The bytes of an object that are searched first for the records in it.
  private static let wrapperBytes = 16 << 10
  /// The number of objects whose first keys are kept.
  private static let sampleCount = 64
  /// The bytes at the end of the buffer in which the next object may begin.
  private static let overlap = 1 << 10

  /// Reads the objects of an opened file, which is decoded as a whole.
  ///
  /// - Parameter wrappers: the fields of the records, if objects wrap them; see `JSONWrapper`.
  init(_ input: consuming RecordInput, wrappers: FieldMap? = nil) {
    self.input = input
    self.wrappers = wrappers
  }

  /// Returns the next object, or nil at the end. An error concerns one object, and the next call
  /// continues after it.
  ///
  /// - Throws: `unreadable`, `tooLarge`, `undecodable`, `invalidJSON`.
  /// - Complexity: amortized O(length of the object).
  mutating func next() throws(ArticleError) -> RecordLine? {
    repeat {
      guard try skipToObject() else { return nil }
    } while try enterWrapper()
    ordinal += 1
    while true {
      let end = input.buffer.withSpan { bytes, start in
        JSONValueScan.end(of: bytes, from: start).offset(by: -start)
      }
      switch end {
      case .complete(let length):
        if ordinal <= Self.sampleCount { noteKey() }
        let (first, bytes) = (line, remove(length))
        guard length <= input.maximumBytes else {
          throw input.tooLarge(length, at: first)
        }
        return try RecordLine(
          repairing: bytes, number: first, encoding: input.encoding ?? "UTF-8", ordinal: ordinal,
          path: input.path)
      case .damaged: try skipDamaged()
      case .incomplete:
        if input.isAtEnd {
          if input.isInterrupted { return nil }
          try skipDamaged()
        }
        if input.buffer.count > input.maximumBytes { try skipDamaged() }
        try input.grow()
      }
    }
  }

  mutating func takeDoubt() -> DecodingDoubt? { input.takeDoubt() }

  private mutating func remove(_ length: Int) -> [UInt8] {
    let bytes = input.buffer.remove(length)
    line += ByteScan.lineFeeds(in: bytes.span)
    return bytes
  }

  private mutating func noteKey() {
    let key = input.buffer.withSpan { bytes, start in
      JSONValueScan.firstKey(bytes, at: start)
    }
    if let key, !keys.contains(key) { keys.append(key) }
  }

  // MARK: Between objects

  /// Skips white space, commas and brackets of arrays. Returns false at the end.
  ///
  /// - Throws: `invalidJSON` after skipping other bytes, and for an array that is not closed.
  private mutating func skipToObject() throws(ArticleError) -> Bool {
    var other: Int?
    var isInString = false
    while true {
      var isAtObject = false
      var isAfterRecords = false
      let skipped = input.buffer.withSpan { bytes, start in
        var at = start
        while at < bytes.count {
          let byte = bytes[at]
          if isInString {
            isInString = byte != UInt8(ascii: "\"") && byte != 0x0A
          } else if byte == UInt8(ascii: "{") {
            isAtObject = true
            break
          } else {
            switch byte {
            case 0x0A, 0x20, 0x09, 0x0D, 0x1E, UInt8(ascii: ","): break
            // A byte order mark, which concatenated files have.
            case 0xEF, 0xBB, 0xBF: break
            case UInt8(ascii: "["): openArrays += 1
            case UInt8(ascii: "]") where openArrays > 0:
              openArrays -= 1
              isAfterRecords = openArrays == 0 && openObjects > 0
            default:
              other = other ?? line
              isInString = byte == UInt8(ascii: "\"")
            }
          }
          switch byte {
          case 0x0A:
            line += 1
            indentation = []
          case 0x20, 0x09: indentation?.append(byte)
          default: indentation = nil
          }
          at += 1
          if isAfterRecords { break }
        }
        return at - start
      }
      input.buffer.removeFirst(skipped)
      if isAfterRecords {
        try skipRestOfWrapper()
        continue
      }
      if isAtObject || input.isAtEnd {
        if let other {
          throw input.error(.invalidJSON(offset: 0, problem: "expected '{'"), at: other)
        }
        if !isAtObject, openArrays > 0, !input.isInterrupted {
          (openArrays, openObjects) = (0, 0)
          throw input.error(.invalidJSON(offset: 0, problem: "the array is not closed"), at: line)
        }
        return isAtObject
      }
      try input.fill()
    }
  }

  // MARK: Wrappers

  /// Enters the array of records of the wrapper at the beginning of the buffer, or skips a wrapper
  /// without records. Returns false at a record.
  private mutating func enterWrapper() throws(ArticleError) -> Bool {
    guard let wrappers, openArrays == 0 else { return false }
    var length = Self.wrapperBytes
    while true {
      switch JSONWrapper.find(in: Array(input.buffer.bytes.prefix(length)), wrappers) {
      case .records(let records): enter(records)
      case .none(let isEmpty):
        guard isEmpty else { return false }
        _ = remove(1)
        openObjects = 1
        try skipRestOfWrapper()
      case .likely where length < input.buffer.count, .undecided where length < input.buffer.count:
        length *= 4
        continue
      case .likely(let records)
      where input.isAtEnd || input.buffer.count > JSONWrapper.decidingBytes:
        enter(records)
      case .undecided where input.isAtEnd || input.buffer.count > input.maximumBytes: return false
      case .likely, .undecided:
        try input.grow()
        length = input.buffer.count
        continue
      }
      return true
    }
  }

  private mutating func enter(_ records: JSONWrapper.Records) {
    _ = remove(records.start)
    (openArrays, openObjects, indentation) = (1, records.depth, nil)
  }

  /// Skips the bytes up to the end of the wrapper.
  ///
  /// - Throws: `invalidJSON` when the wrapper is not closed.
  private mutating func skipRestOfWrapper() throws(ArticleError) {
    var (isInString, isEscaped) = (false, false)
    while true {
      let skipped = input.buffer.withSpan { bytes, start in
        var at = start
        while at < bytes.count, openObjects > 0 {
          let byte = bytes[at]
          if isEscaped {
            isEscaped = false
          } else if isInString {
            isEscaped = byte == UInt8(ascii: "\\")
            if byte == UInt8(ascii: "\"") { isInString = false }
          } else {
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): openObjects += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): openObjects -= 1
            default: break
            }
          }
          at += 1
        }
        return at - start
      }
      _ = remove(skipped)
      if openObjects == 0 { return }
      if input.isAtEnd {
        openObjects = 0
        if input.isInterrupted { return }
        throw input.error(
          .invalidJSON(offset: 0, problem: "the object around the records is not closed"), at: line)
      }
      try input.fill()
    }
  }

  // MARK: Damage

  /// Skips a damaged object, or one above the limit.
  ///
  /// - Throws: `invalidJSON` or `tooLarge`; an error of reading.
  private mutating func skipDamaged() throws(ArticleError) -> Never {
    noteKey()
    let first = line
    var problem: JSONReader.Fault?
    var length = 0
    while true {
      // The damaged object is no candidate.
      let from = length == 0 ? 1 : 0
      let next = input.buffer.withSpan { bytes, start in
        JSONValueScan.nextRecord(
          bytes, from: start + from, indentation: indentation, keys: keys
        ).map { $0 - start }
      }
      let isLast = next != nil || input.isAtEnd
      let skipped =
        next ?? (input.isAtEnd ? input.buffer.count : max(0, input.buffer.count - Self.overlap))
      let bytes = remove(skipped)
      if length == 0 { problem = Self.problem(in: bytes) }
      length += skipped
      if isLast {
        // The end of the array may be among the skipped bytes.
        if next == nil { (openArrays, openObjects) = (0, 0) }
        break
      }
      try input.fill()
    }
    guard length <= input.maximumBytes else {
      throw input.tooLarge(length, at: first)
    }
    throw input.error(
      .invalidJSON(
        offset: problem?.offset ?? 0, problem: problem?.problem ?? "the object is damaged"),
      at: first)
  }

  /// Returns the first error in the bytes of an object.
  private static func problem(in bytes: [UInt8]) -> JSONReader.Fault? {
    var reader = JSONReader(bytes)
    do throws(JSONReader.Fault) { _ = try reader.value() } catch { return error }
    return nil
  }
}

extension JSONValueScan.End {
  fileprivate func offset(by offset: Int) -> Self {
    if case .complete(let end) = self { .complete(end + offset) } else { self }
  }
}
