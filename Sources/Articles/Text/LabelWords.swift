/// A fixed set of words, matched in lines of folded code points.
///
/// The words lie in a hash table by their first code points: nearly all code points of a text begin
/// no word.
struct LabelWords {
  /// The code points of all words, in the order of the table.
  private var scalars: [Unicode.Scalar] = []
  /// The ranges of the words in `scalars`; words with the same beginning are adjacent, the longest
  /// first, so that 发布时间 is preferred to 发布.
  private var words: [Range<Int>] = []
  /// By slot: the first code point and the range of its words; 0 when the slot is free.
  private var firsts: [UInt32]
  private var ranges: [Range<Int>]
  private let mask: UInt32

  /// Creates a set of the first code points of the words in other sets.
  init(beginningsOf others: [LabelWords]) {
    let firsts = others.flatMap { words in words.words.map { words.scalars[$0.lowerBound] } }
    self.init(Set(firsts).map { String($0) }.joined(separator: " "))
  }

  /// Creates a set of the words in `text`, which are separated by white space, and of their forms
  /// in Traditional script.
  init(_ text: String) {
    let printed = text.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }
    let list = Set(printed + printed.map(TraditionalScript.convert))
    let groups = Dictionary(grouping: list) { $0.first ?? " " }
    var size: UInt32 = 64
    while size < 8 * groups.count { size *= 2 }
    mask = size - 1
    firsts = Array(repeating: 0, count: Int(size))
    ranges = Array(repeating: 0..<0, count: Int(size))
    for (first, group) in groups.sorted(by: { $0.key < $1.key }) {
      let start = words.count
      for word in group.sorted(by: { $0.count > $1.count }) {
        words.append(scalars.count..<scalars.count + word.count)
        scalars += word
      }
      var slot = first.value & mask
      while firsts[Int(slot)] != 0 { slot = (slot + 1) & mask }
      firsts[Int(slot)] = first.value
      ranges[Int(slot)] = start..<words.count
    }
  }

  /// Returns the indices of the words that begin with a code point.
  @inline(__always)
  private func candidates(_ first: Unicode.Scalar) -> Range<Int>? {
    var slot = first.value & mask
    while firsts[Int(slot)] != first.value {
      if firsts[Int(slot)] == 0 { return nil }
      slot = (slot + 1) & mask
    }
    return ranges[Int(slot)]
  }

  private func matches(_ word: Int, _ line: [Unicode.Scalar], at start: Int) -> Bool {
    let range = words[word]
    guard start + range.count <= line.count else { return false }
    for i in 1..<max(1, range.count) where line[start + i] != scalars[range.lowerBound + i] {
      return false
    }
    return true
  }

  /// Returns the length of the longest word at index `start` of the line, or nil.
  @inline(__always)
  func match(_ line: [Unicode.Scalar], at start: Int = 0) -> Int? {
    guard start < line.count, let candidates = candidates(line[start]) else { return nil }
    return longest(of: candidates, line, at: start)
  }

  private func longest(of candidates: Range<Int>, _ line: [Unicode.Scalar], at start: Int) -> Int? {
    for word in candidates where matches(word, line, at: start) { return words[word].count }
    return nil
  }

  func occurs(in line: [Unicode.Scalar]) -> Bool { count(in: line, upTo: 1) == 1 }

  /// Returns the number of positions at which a word begins, at most `limit`.
  func count(in line: [Unicode.Scalar], upTo limit: Int) -> Int {
    var count = 0
    for start in line.indices {
      guard firsts[Int(line[start].value & mask)] != 0, match(line, at: start) != nil else {
        continue
      }
      count += 1
      if count == limit { break }
    }
    return count
  }

  /// Returns the length of the longest word that ends the line, or nil.
  func matchEnd(_ line: some RandomAccessCollection<Unicode.Scalar>) -> Int? {
    var rest = line[...]
    while let first = rest.first {
      for word in candidates(first) ?? 0..<0
      where words[word].count == rest.count && rest.elementsEqual(scalars[words[word]]) {
        return rest.count
      }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// True when the line is a concatenation of one or more words.
  func covers(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = line.first, candidates(first) != nil else { return false }
    let line = Array(line)
    var reachable = Array(repeating: false, count: line.count + 1)
    reachable[0] = true
    for start in line.indices where reachable[start] {
      for word in candidates(line[start]) ?? 0..<0 where matches(word, line, at: start) {
        reachable[start + words[word].count] = true
      }
    }
    return reachable[line.count]
  }
}
