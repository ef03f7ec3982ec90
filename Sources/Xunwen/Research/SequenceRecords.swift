/// The records of one partition of an `ElementText`: one record for each position where a sequence
/// of the minimum length begins. The partition of a position depends on the first elements only, so
/// all occurrences of a sequence are in one partition.
///
/// ```
/// record := code: u32{longest}  before: u32  article: u32
/// ```
/// The codes end with the mark that ends the run; gaps fill the rest. `before` is the code before
/// the first element.
struct SequenceRecords: Sendable {
  private let lengths: ClosedRange<Int>
  private let stride: Int
  private var fields: [UInt32] = []

  var count: Int { fields.count / stride }

  /// The bytes of a record, and of its place in the order of a scan.
  static func byteCount(longest: Int) -> Int { 4 * (longest + 2) + 8 }

  /// Reads the records of a partition.
  ///
  /// - Parameter lengths: the lengths of the sequences to be found.
  init(
    of text: ElementText, _ lengths: ClosedRange<Int>, partition: Int, of partitionCount: Int
  ) throws {
    self.lengths = lengths
    stride = lengths.upperBound + 2
    // Two elements distribute the sequences more evenly than one.
    let headLength = min(2, lengths.lowerBound)
    fields.reserveCapacity(stride * (text.count / partitionCount * 9 / 8))
    var article = 0
    try text.forEachBlock(context: lengths.upperBound) { block in
      for position in block.range {
        let first = block[position]
        guard ElementCode.isElement(first) else { continue }
        let second = headLength > 1 ? block[position + 1] : ElementCode.gap
        guard Self.partition(first, second, of: partitionCount) == partition else { continue }
        while text.articles[article].end <= position { article += 1 }
        append(position, article, block)
      }
    }
  }

  private mutating func append(_ position: Int, _ article: Int, _ block: ElementText.Block) {
    let start = fields.count
    var length = 0
    while length < lengths.upperBound {
      let code = block[position + length]
      fields.append(code)
      guard ElementCode.isElement(code) else { break }
      length += 1
    }
    if length < lengths.lowerBound {
      fields.removeLast(fields.count - start)
      return
    }
    while fields.count < start + lengths.upperBound { fields.append(ElementCode.gap) }
    fields.append(block[position - 1])
    fields.append(UInt32(article))
  }

  private static func partition(_ first: UInt32, _ second: UInt32, of count: Int) -> Int {
    let hash = (UInt64(first) << 32 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15
    return Int(((hash >> 32) &* UInt64(count)) >> 32)
  }

  /// The code at an index of a record.
  func code(_ index: Int, of record: UInt32) -> UInt32 { fields[Int(record) * stride + index] }
  /// The code before the first element of a record.
  func before(_ record: UInt32) -> UInt32 { fields[Int(record) * stride + stride - 2] }
  /// The number of the article of a record.
  func article(_ record: UInt32) -> Int { Int(fields[Int(record) * stride + stride - 1]) }

  func sequence(_ length: Int, of record: UInt32) -> ArraySlice<UInt32> {
    let start = Int(record) * stride
    return fields[start..<start + length]
  }

  /// The records that begin with the same sequence, in the order of the text.
  struct Group {
    /// The length of the sequence.
    let length: Int
    fileprivate let order: ArraySlice<UInt64>

    /// The number of occurrences.
    var count: Int { order.count }
    var first: UInt32 { UInt32(truncatingIfNeeded: order[order.startIndex]) }
    var records: some Sequence<UInt32> { order.lazy.map { UInt32(truncatingIfNeeded: $0) } }
  }

  /// Calls a closure with every sequence that occurs at least a minimum number of times, from the
  /// minimum length on. A sequence comes before the longer sequences that begin with it.
  ///
  /// - Complexity: O(*n* log *n*) in the records, for each length. Records of rare sequences are
  ///   sorted once only, because longer sequences are rarer.
  func forEachGroup(minimum: Int, _ body: (Group) throws -> Void) rethrows {
    // A code and the record, so that records of equal codes keep the order of the text.
    var order = (0..<count).map { UInt64($0) }
    try refine(&order, order.indices, 0, max(1, minimum), body)
  }

  private func refine(
    _ order: inout [UInt64], _ range: Range<Int>, _ length: Int, _ minimum: Int,
    _ body: (Group) throws -> Void
  ) rethrows {
    if length >= lengths.lowerBound { try body(Group(length: length, order: order[range])) }
    if length == lengths.upperBound { return }
    for index in range {
      let record = UInt32(truncatingIfNeeded: order[index])
      order[index] = UInt64(code(length, of: record)) << 32 | UInt64(record)
    }
    Self.sort(&order, range)
    var start = range.lowerBound
    while start < range.upperBound {
      let code = UInt32(order[start] >> 32)
      var end = start + 1
      while end < range.upperBound, order[end] >> 32 == code { end += 1 }
      if ElementCode.isElement(code), end - start >= minimum {
        try refine(&order, start..<end, length + 1, minimum, body)
      }
      start = end
    }
  }

  private static func sort(_ order: inout [UInt64], _ range: Range<Int>) {
    // Most groups are small.
    if range.count > 4096 { return sortByRadix(&order, range) }
    if range.count > 24 { return order[range].sort() }
    for index in range.dropFirst() {
      let value = order[index]
      var hole = index
      while hole > range.lowerBound, order[hole - 1] > value {
        order[hole] = order[hole - 1]
        hole -= 1
      }
      order[hole] = value
    }
  }

  /// Sorts by the codes, which are the high halves, in passes of eleven bits. The records of equal
  /// codes are in order already.
  private static func sortByRadix(_ order: inout [UInt64], _ range: Range<Int>) {
    let greatest = order[range].max() ?? 0
    var sorted = Array(order[range])
    var shift: UInt64 = 32
    while greatest >> shift > 0 {
      var starts = [Int](repeating: 0, count: 1 << 11 + 1)
      for value in sorted { starts[Int(value >> shift & 0x7FF) + 1] += 1 }
      for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
      for value in sorted {
        let digit = Int(value >> shift & 0x7FF)
        order[range.lowerBound + starts[digit]] = value
        starts[digit] += 1
      }
      shift += 11
      if greatest >> shift > 0 {
        for (index, place) in range.enumerated() { sorted[index] = order[place] }
      }
    }
  }
}
