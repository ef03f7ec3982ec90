/// Records of a CSV file (RFC 4180), whose fields may have line breaks; rows may end with LF or CR LF.
struct CSVRecords: ~Copyable {
  struct Record {
    /// Of its first line, from 1.
    let number: Int
    /// Where it begins in the file, in bytes.
    let start: Int
    /// Whether its last line is complete.
    let isTerminated: Bool
    /// Its fields, or what is wrong with it.
    let fields: Result<[String], CommandFailure>
  }

  private var reader: LineReader
  private var number = 0

  /// - Parameter path: of the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  /// For messages.
  var name: String { reader.name }

  /// The next record that is not a blank line, nil at the end.
  mutating func next() throws(CommandFailure) -> Record? {
    while true {
      let (start, first) = (reader.offset, number + 1)
      var bytes: [UInt8] = []
      var place = Place.start
      var skipped = 0
      var isTooLong = false
      repeat {
        guard let line = try reader.next() else { break }
        number += 1
        if !bytes.isEmpty { bytes.append(0x0A) }
        guard case .bytes(let more) = line, bytes.count + more.count <= LineReader.maximumLength
        else {
          isTooLong = true
          break
        }
        if first == 1, bytes.isEmpty, more.starts(with: TableForm.byteOrderMark) {
          skipped = TableForm.byteOrderMark.count
        }
        place = more.dropFirst(bytes.isEmpty ? skipped : 0).reduce(place) { $0.after($1) }
        bytes += more
      } while place == .quoted
      if number < first { return nil }
      if isTooLong { return record(first, start, .failure(LineReader.tooLong)) }
      if bytes.last == 0x0D { bytes.removeLast() }
      if bytes.count <= skipped { continue }
      return record(first, start + skipped, Self.fields(of: bytes[skipped...]))
    }
  }

  private func record(
    _ number: Int, _ start: Int, _ fields: Result<[String], CommandFailure>
  ) -> Record {
    Record(number: number, start: start, isTerminated: reader.isTerminated, fields: fields)
  }

  private static let mark = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  /// Where in a record one is: a line break between quotation marks does not end it.
  private enum Place {
    case start, plain, quoted
    /// Behind a mark that ends a field, or is the first of two.
    case closed

    func after(_ byte: UInt8) -> Place {
      switch self {
      case .quoted: byte == mark ? .closed : .quoted
      case .start, .closed: byte == mark ? .quoted : byte == comma ? .start : .plain
      case .plain: byte == comma ? .start : .plain
      }
    }
  }

  private static func fields(of record: ArraySlice<UInt8>) -> Result<[String], CommandFailure> {
    var fields: [String] = []
    var rest = record
    while true {
      guard let field = field(&rest) else {
        return .failure(CommandFailure("a quotation mark is out of place or has no partner"))
      }
      guard let text = String(validating: field, as: UTF8.self) else {
        return .failure(CommandFailure("the line is not valid UTF-8"))
      }
      fields.append(text)
      if rest.isEmpty { return .success(fields) }
      rest.removeFirst()
    }
  }

  /// Takes a field, up to the comma behind it; nil when a quotation mark is where none can be.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard rest.first == mark else {
      let field = rest.prefix { $0 != comma }
      rest = rest.dropFirst(field.count)
      return field.contains(mark) ? nil : Array(field)
    }
    rest.removeFirst()
    var field: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == mark {
        // A doubled mark stands for one; any other ends the field.
        guard rest.first == mark else {
          return rest.isEmpty || rest.first == comma ? field : nil
        }
        rest.removeFirst()
      }
      field.append(byte)
    }
    return nil
  }
}
