import CICU

/// ICU's Chinese dictionary: a trie with a cost for every word.
///
///     file  := 8 × int32: [0] offset of the trie in bytes, [3] total size, [4] trie type (low 3
///              bits), [5] transform
///     trie  := a UCharsTrie of UTF-16 code units (ICU's public format: `ucharstrie.h`)
///
/// The first unit of a node decides its type: below 0x30 a branch, below 0x40 a linear match, else
/// a value, which is final when the top bit is set.
@safe final class WordDictionary {
  /// The state of a walk after a code unit.
  struct Step {
    /// The index of the next node; `end` when no longer word follows.
    var node: Int32
    /// Code units left of a linear match, less one; −1 outside of one.
    var remaining: Int32 = -1
    /// The cost of the word that ends here, or −1.
    var cost: Int32 = -1

    static let end: Int32 = -1
    static let none = Step(node: end)
  }

  private let data: OpaquePointer
  private let base: UnsafePointer<UInt16>
  private let count: Int

  /// Returns nil when ICU has no such dictionary, or has it in another format.
  init?() {
    var status: Int32 = 0
    guard let opened = unsafe cicu_udata_openDictionary("cjdict", &status), !cicu_failed(status)
    else { return nil }
    // Safe: ICU's data begins with the eight integers of the header above.
    guard let memory = unsafe cicu_udata_getMemory(opened) else { return nil }
    let header = (0..<8).map { Int(unsafe memory.load(fromByteOffset: $0 * 4, as: Int32.self)) }
    let isExpected =
      header[0] >= 32 && header[0] % 2 == 0 && header[0] < header[3] && header[4] & 7 == 1
      && header[5] == 0
    guard isExpected else {
      unsafe cicu_udata_close(opened)
      return nil
    }
    unsafe data = opened
    // Safe: the trie fills the rest of the file, and the file stays mapped until deinit.
    unsafe base = memory.advanced(by: header[0]).assumingMemoryBound(to: UInt16.self)
    count = (header[3] - header[0]) / 2
  }

  deinit { unsafe cicu_udata_close(data) }  // Safe: opened by init, closed once.

  func first(_ unit: UInt16) -> Step { match(unit, at: 0) }

  /// Returns the step over a unit after another step, whose node is not `Step.end`.
  @inline(__always)
  func next(_ unit: UInt16, after step: Step) -> Step {
    let position = Int(step.node)
    guard step.remaining >= 0 else { return match(unit, at: position) }
    guard self[position] == unit else { return .none }
    return arrive(at: position + 1, remaining: step.remaining - 1)
  }

  /// Calls `body` with every code unit that continues a word after a step, some of them twice.
  func forEachUnit(after step: Step, _ body: (UInt16) -> Void) {
    var position = Int(step.node)
    if step.remaining >= 0 { return body(UInt16(self[position])) }
    var node = self[position]
    position += 1
    if node >= Format.value {
      if node & Format.isFinal != 0 { return }
      position += node >= Format.threeUnitNodeValue ? 2 : node >= Format.twoUnitNodeValue ? 1 : 0
      node &= Format.nodeType
    }
    if node >= Format.linearMatch { return body(UInt16(self[position])) }
    if node == 0 {
      node = self[position]
      position += 1
    }
    forEachUnit(ofBranchAt: position, length: node + 1, body)
  }

  private func forEachUnit(ofBranchAt start: Int, length: Int, _ body: (UInt16) -> Void) {
    var position = start
    if length > Format.linearBranch {
      body(UInt16(self[position]))
      let (delta, next) = jump(at: position + 1)
      forEachUnit(ofBranchAt: next + delta, length: length >> 1, body)
      return forEachUnit(ofBranchAt: next, length: length - length >> 1, body)
    }
    for _ in 1..<length {
      body(UInt16(self[position]))
      let lead = self[position + 1]
      position = value(lead & 0x7FFF, at: position + 2).next
    }
    body(UInt16(self[position]))
  }

  /// Reads a unit of the trie. Bounds are checked, because the dictionary may be damaged.
  @inline(__always)
  private subscript(_ index: Int) -> Int {
    precondition(index >= 0 && index < count)
    return unsafe Int(base[index])  // Safe: checked above.
  }

  private func match(_ unit: UInt16, at start: Int) -> Step {
    var position = start
    var node = self[position]
    position += 1
    while true {
      if node < Format.linearMatch { return branch(unit, at: position, node) }
      if node < Format.value {
        guard self[position] == unit else { return .none }
        return arrive(
          at: position + 1, remaining: Int32(truncatingIfNeeded: node - Format.linearMatch - 1))
      }
      if node & Format.isFinal != 0 { return .none }
      // `arrive` reported the word that ends here. Skip its value.
      if node >= Format.threeUnitNodeValue {
        position += 2
      } else if node >= Format.twoUnitNodeValue {
        position += 1
      }
      node &= Format.nodeType
    }
  }

  /// Searches a branch: by halves down to five units, then one by one.
  private func branch(_ unit: UInt16, at start: Int, _ node: Int) -> Step {
    var position = start
    var length = node
    if length == 0 {
      length = self[position]
      position += 1
    }
    length += 1
    while length > Format.linearBranch {
      let pivot = self[position]
      position += 1
      if unit < pivot {
        length >>= 1
        let (delta, next) = jump(at: position)
        position = next + delta
      } else {
        length -= length >> 1
        position = jump(at: position).next
      }
    }
    while length > 1 {
      let isMatch = self[position] == unit
      let lead = self[position + 1]
      if isMatch {
        if lead & Format.isFinal != 0 { return arrive(at: position + 1, remaining: -1) }
        let (delta, next) = value(lead, at: position + 2)
        return arrive(at: next + delta, remaining: -1)
      }
      position = value(lead & 0x7FFF, at: position + 2).next
      length -= 1
    }
    guard self[position] == unit else { return .none }
    return arrive(at: position + 1, remaining: -1)
  }

  @inline(__always)
  private func arrive(at position: Int, remaining: Int32) -> Step {
    var step = Step(node: Int32(truncatingIfNeeded: position), remaining: remaining)
    guard remaining < 0 else { return step }
    let node = self[position]
    guard node >= Format.value else { return step }
    if node & Format.isFinal != 0 {
      step.node = Step.end
      step.cost = Int32(truncatingIfNeeded: value(node & 0x7FFF, at: position + 1).value)
    } else if node < Format.twoUnitNodeValue {
      step.cost = Int32(truncatingIfNeeded: node >> 6 - 1)
    } else if node < Format.threeUnitNodeValue {
      let high = (node & 0x7FC0 - Format.twoUnitNodeValue) << 10
      step.cost = Int32(truncatingIfNeeded: high | self[position + 1])
    } else {
      step.cost = Int32(truncatingIfNeeded: self[position + 1] << 16 | self[position + 2])
    }
    return step
  }

  /// Reads a final value, or the distance from a branch to its node.
  private func value(_ lead: Int, at position: Int) -> (value: Int, next: Int) {
    if lead < 0x4000 { return (lead, position) }
    if lead < 0x7FFF { return ((lead - 0x4000) << 16 | self[position], position + 1) }
    return (self[position] << 16 | self[position + 1], position + 2)
  }

  /// Reads the distance to the lower half of a branch.
  private func jump(at position: Int) -> (delta: Int, next: Int) {
    let lead = self[position]
    if lead < 0xFC00 { return (lead, position + 1) }
    if lead < 0xFFFF { return ((lead - 0xFC00) << 16 | self[position + 1], position + 2) }
    return (self[position + 1] << 16 | self[position + 2], position + 3)
  }

  /// The thresholds of ICU's `ucharstrie.h`.
  private enum Format {
    static let linearBranch = 5
    static let linearMatch = 0x30
    static let value = 0x40
    static let nodeType = 0x3F
    static let isFinal = 0x8000
    static let twoUnitNodeValue = 0x4040
    static let threeUnitNodeValue = 0x7FC0
  }
}
