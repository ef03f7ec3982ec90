import Storage

/// A table of strings in a file, read in place: the bytes of all strings and a column of offsets.
public struct StringTable: Sendable {
  private let file: EnvelopedFile
  /// The number of strings.
  public let count: Int
  private let offsets: ByteColumn
  private let start: Int
  let end: Int

  /// - Parameters:
  ///   - offsets: `count + 1` offsets from the first byte of the table.
  ///   - bytes: the file offset of that byte.
  init(_ file: EnvelopedFile, count: Int, offsets: ByteColumn, bytes: Int) throws(StorageError) {
    try file.verify(offsets.bytes(of: count...count))
    let end = bytes + Int(offsets.value(file.bytes, count))
    guard end <= file.payload.upperBound else {
      throw file.corrupt(at: offsets.start, "strings exceed the file")
    }
    self.file = file
    self.count = count
    self.offsets = offsets
    start = bytes
    self.end = end
  }

  /// A string by its index; empty if it is damaged or does not exist.
  public subscript(index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// Returns the index of a string in a sorted table, nil without it.
  ///
  /// - Complexity: O(log *n*).
  public func firstIndex(of value: String) -> Int? {
    let key = Array(value.utf8)
    let index = (0..<count).partitioningIndex { !isValue($0, before: key) }
    return index < count && bytes(index) == key ? index : nil
  }

  /// Returns true when a string in a sorted table begins with a prefix.
  ///
  /// - Complexity: O(log *n*).
  public func contains(prefix: String) -> Bool {
    let key = Array(prefix.utf8)
    let index = (0..<count).partitioningIndex { !isValue($0, before: key) }
    return index < count && bytes(index).starts(with: key)
  }

  func bytes(_ index: Int) -> [UInt8] { range(index).map { file.uint8(at: $0) } }

  func isValue(_ index: Int, before key: [UInt8]) -> Bool {
    let range = range(index)
    let file = self.file
    let bytes = file.bytes
    for position in 0..<min(range.count, key.count) {
      let byte = bytes.uint8(at: range.lowerBound + position)
      if byte != key[position] { return byte < key[position] }
    }
    return range.count < key.count
  }

  func isValue(_ index: Int, before other: Int, in table: StringTable) -> Bool {
    let (own, others) = (range(index), table.range(other))
    let (file, otherFile) = (self.file, table.file)
    let (bytes, otherBytes) = (file.bytes, otherFile.bytes)
    for position in 0..<min(own.count, others.count) {
      let byte = bytes.uint8(at: own.lowerBound + position)
      let otherByte = otherBytes.uint8(at: others.lowerBound + position)
      if byte != otherByte { return byte < otherByte }
    }
    return own.count < others.count
  }

  /// True when the string's offsets ascend and are within the table.
  func isInOrder(_ index: Int) -> Bool {
    let file = self.file
    let bytes = file.bytes
    let lower = offsets.value(bytes, index)
    let upper = offsets.value(bytes, index + 1)
    return lower <= upper && start + Int(upper) <= end && (index > 0 || lower == 0)
  }

  /// Throws unless the strings follow one another, so that all together have no more bytes than the
  /// table.
  ///
  /// - Complexity: O(*n*) in the strings.
  func checkOrder() throws(StorageError) {
    for index in 0..<count where !isInOrder(index) {
      throw file.corrupt(at: offsets.start, "offsets of strings do not ascend")
    }
  }

  private func range(_ index: Int) -> Range<Int> {
    guard index >= 0, index < count else {
      recordFault(index)
      return start..<start
    }
    let lower = start + Int(offsets.verifiedValue(file, index))
    let upper = start + Int(offsets.verifiedValue(file, index + 1))
    guard lower <= upper, upper <= end else {
      recordFault(index)
      return start..<start
    }
    let range = lower..<upper
    return range.isEmpty || file.isIntact(range) ? range : lower..<lower
  }

  @inline(never)
  private func recordFault(_ index: Int) {
    let problem = "string \(index) of \(count) is not in the file"
    file.damage.record(file.corrupt(at: offsets.start, problem))
  }
}
