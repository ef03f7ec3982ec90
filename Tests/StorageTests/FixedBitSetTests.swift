import Storage
import TestSupport
import Testing

@Suite struct FixedBitSetTests {
  /// Compares all queries of a bit set with a set of integers.
  static func check(_ bits: FixedBitSet, _ model: Set<Int>, _ comment: Comment) {
    let sorted = model.sorted()
    var members: [Int] = []
    bits.forEach { members.append($0) }
    #expect(members == sorted, comment)
    var word = 0
    members.removeAll()
    while word < bits.words.count {
      var some: [UInt32] = []
      word = bits.append(to: &some, fromWord: word, until: 70)
      #expect(some.count >= 70 || word == bits.words.count, comment)
      members += some.map { Int($0) }
    }
    #expect(members == sorted, comment)
    #expect(bits.popcount == model.count, comment)
    #expect(bits.last == sorted.last, comment)
    #expect(bits == FixedBitSet(count: bits.count, words: bits.words), comment)
    var following: Int?
    for member in stride(from: bits.count + 1, through: 0, by: -1) {
      if model.contains(member) { following = member }
      #expect(bits.next(atOrAfter: member) == following, comment)
      if member < bits.count { #expect(bits[member] == model.contains(member), comment) }
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200, 1000])
  func `random operations agree with a set of integers`(count: Int) {
    let seed = UInt64(count)
    var random = SplitMix64(seed: seed)
    func randomMembers() -> Set<Int> {
      let size = Int.random(in: 0...count, using: &random)
      return count == 0
        ? [] : Set((0..<size).map { _ in Int.random(in: 0..<count, using: &random) })
    }
    func bits(_ members: Set<Int>) -> FixedBitSet {
      var bits = FixedBitSet(count: count)
      for member in members { bits.insert(member) }
      return bits
    }
    var model = Set<Int>()
    var set = FixedBitSet(count: count)
    for step in 0..<60 {
      let operation = Int.random(in: 0..<8, using: &random)
      let other = randomMembers()
      switch operation {
      case 0:
        model.formUnion(other)
        set.formUnion(bits(other))
      case 1:
        #expect(set.intersectionCount(bits(other)) == model.intersection(other).count)
        model.formIntersection(other)
        set.formIntersection(bits(other))
      case 2:
        model.subtract(other)
        set.subtract(bits(other))
      case 3:
        model = Set(0..<count).subtracting(model)
        set.invert()
      case 4:
        for member in other { set.remove(member) }
        model.subtract(other)
      case 5:
        for member in other { set[member] = !set[member] }
        model.formSymmetricDifference(other)
      case 6:
        // In any order, or close to each other.
        let some =
          Bool.random(using: &random) ? Array(other.prefix(128)) : other.sorted().suffix(128)
        let members = some.map { UInt32($0) }
        let block = InlineArray<128, UInt32> { $0 < members.count ? members[$0] : .max }
        set.insert(contentsOf: block.span.extracting(0..<members.count))
        model.formUnion(members.map { Int($0) })
      default:
        for member in other { set.insert(member) }
        model.formUnion(other)
      }
      Self.check(set, model, "seed \(seed), step \(step), operation \(operation)")
    }
  }

  @Test func `words beyond the count are cleared`() {
    let set = FixedBitSet(count: 70, words: [0, ~0])
    #expect(set.words == [0, 0b11_1111])
    #expect(set.popcount == 6)
  }

  @Test func `forEach passes errors on`() {
    struct Stop: Error {}
    var set = FixedBitSet(count: 10)
    set.insert(3)
    set.insert(5)
    var seen: [Int] = []
    #expect(throws: Stop.self) {
      try set.forEach { member in
        seen.append(member)
        throw Stop()
      }
    }
    #expect(seen == [3])
  }

  @Test func `members out of range trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = FixedBitSet(count: 70).contains(70)
    }
    await #expect(processExitsWith: .failure) {
      var set = FixedBitSet(count: 70)
      set.insert(contentsOf: InlineArray<1, UInt32>(repeating: 70).span)
    }
  }
}
