// ICU's Chinese dictionary once more, laid out so that a step is one look at one place.
//
//   cell  := label, the code of the unit that leads to it; no code is that of a free cell
//            step, where it leads: base << 9 | cost of the word that ends there + 1
//   child of a node by a unit  :=  the cell at base + code(unit), if its label is code(unit)
//
// No two nodes have one base, so the label alone tells whose child a cell is. Codes number the code units by how
// many words they are in: the children that text asks for are neighbours, and most of what is asked lies in
// a small part of the cells.
//
// ICU's own trie takes a search for every step, and words are found three times as slowly; but it is there when
// the process begins, while this takes a tenth of a second and 4 MB. It pays for a text of a few megabytes.

/// The words of plain ideographs in ICU's dictionary, with their costs.
struct DoubleArrayTrie: Sendable {
  /// The trie of the running ICU's dictionary, made at the first use; nil where that cannot be read.
  static let shared = WordDictionary().flatMap { DoubleArrayTrie($0) }

  // Readers do not check these: every code is an index of `roots`, and every base with any code added one of a cell.

  /// By code unit, all of them; 0 for those in no word.
  let codes: [UInt16]
  /// Steps over the first code unit, by its code. A character that is no word has the cost of an unknown one.
  let roots: [UInt32]
  /// By cell. Apart from the steps, because most cells that are asked for their label have another one.
  let labels: [UInt16]
  /// By cell.
  let steps: [UInt32]

  // Computed, so that they are constants in the code and not looked up.
  private static var costBits: UInt32 { 9 }
  private static var largestCost: Int { 1 << 9 - 2 }
  /// The base of nodes without children: no other has it, so no label fits.
  private static var childless: Int { 0 }

  /// The step to where no child is: nothing follows and no word ends.
  static var none: UInt32 { 0 }

  /// The cost of the word that ends with a step, or −1.
  @inline(__always)
  static func cost(_ step: UInt32) -> Int {
    Int(truncatingIfNeeded: step & (1 &<< costBits &- 1)) &- 1
  }

  @inline(__always)
  static func base(_ step: UInt32) -> Int { Int(truncatingIfNeeded: step &>> costBits) }

  private static func step(base: Int, cost: Int) -> UInt32 {
    UInt32(base) << costBits | UInt32(cost + 1)
  }

  /// Returns nil for a dictionary whose values are not what ICU's are.
  ///
  /// - Complexity: O(*n* log *n*) in the nodes of the dictionary, 100 ms.
  init?(_ dictionary: WordDictionary) {
    guard let nodes = Nodes(dictionary, largestCost: Self.largestCost) else { return nil }
    // Units by the number of nodes they lead to, so that those in most words have the smallest codes.
    var frequency = [Int](repeating: 0, count: 0x1_0000)
    for unit in nodes.units.dropFirst() { frequency[Int(unit)] += 1 }
    let known = frequency.indices.filter { frequency[$0] > 0 }
      .sorted { (frequency[$1], $0) < (frequency[$0], $1) }
    var codes = [UInt16](repeating: 0, count: 0x1_0000)
    for (index, unit) in known.enumerated() { codes[unit] = UInt16(index + 1) }

    // Nodes with most children first: they are the hardest to fit in.
    var bases = [Int](repeating: Self.childless, count: nodes.units.count)
    var cells = [Int](repeating: 0, count: nodes.units.count)
    var layout = Layout(count: nodes.units.count * 2)
    layout.takeBase(Self.childless)
    let parents = nodes.units.indices.dropFirst().filter { !nodes.children[$0].isEmpty }
      .sorted { (nodes.children[$1].count, $0) < (nodes.children[$0].count, $1) }
    for parent in parents {
      let children = nodes.children[parent]
      bases[parent] = layout.place(children.map { Int(codes[Int(nodes.units[$0])]) }.sorted())
      for child in children { cells[child] = bases[parent] + Int(codes[Int(nodes.units[child])]) }
    }
    guard layout.end < 1 << (32 - Self.costBits) else { return nil }

    var roots = [UInt32](
      repeating: Self.step(base: Self.childless, cost: WordLattice.unknownCost),
      count: known.count + 1)
    // Every base has room for every code behind it, so that no look-up is out of bounds.
    var labels = [UInt16](repeating: .max, count: layout.end + known.count + 1)
    var steps = [UInt32](repeating: Self.none, count: labels.count)
    for node in nodes.units.indices.dropFirst() {
      let code = codes[Int(nodes.units[node])]
      let cost = nodes.costs[node]
      if nodes.children[0].contains(node) {
        roots[Int(code)] = Self.step(
          base: bases[node], cost: cost >= 0 ? cost : WordLattice.unknownCost)
      } else {
        labels[cells[node]] = code
        steps[cells[node]] = Self.step(base: bases[node], cost: cost)
      }
    }
    (self.codes, self.roots, self.labels, self.steps) = (codes, roots, labels, steps)
  }

  /// The nodes of a dictionary, the root first, as far as plain ideographs lead.
  private struct Nodes {
    /// The code unit that leads to a node.
    var units: [UInt16] = [0]
    var costs: [Int] = [-1]
    var children: [Range<Int>] = [0..<0]

    init?(_ dictionary: WordDictionary, largestCost: Int) {
      var steps = [(step: WordDictionary.Step(node: 0), depth: 0)]
      var next = 0
      while next < steps.count {
        let (step, depth) = steps[next]
        children[next] = steps.count..<steps.count
        defer { next += 1 }
        if step.node < 0 || depth == WordLattice.longestWord { continue }
        var following: [UInt16] = []
        dictionary.forEachUnit(after: step) { unit in
          if CharacterClass.isPlain(UInt32(unit)) { following.append(unit) }
        }
        following.sort()
        for (index, unit) in following.enumerated() where index == 0 || following[index - 1] != unit
        {
          let child = dictionary.next(unit, after: step)
          if child.node < 0 && child.cost < 0 { continue }
          guard child.cost <= largestCost else { return nil }
          steps.append((child, depth + 1))
          units.append(unit)
          costs.append(Int(child.cost))
          children.append(0..<0)
        }
        children[next] = children[next].lowerBound..<steps.count
      }
    }
  }

  /// Which cells and bases are taken.
  private struct Layout {
    private var taken: [UInt64]
    private var bases: [UInt64]
    /// By the number of labels: where the last search ended. The next begins there, which wastes half of the cells but
    /// no time.
    private var hints = [Int](repeating: 0, count: 64)
    /// After the last base.
    private(set) var end = 0

    init(count: Int) {
      taken = Array(repeating: 0, count: count / 64 + 1)
      bases = taken
    }

    mutating func takeBase(_ base: Int) { bases[base >> 6] |= 1 << UInt64(base & 63) }

    /// Takes the first base at which all the labels find free cells, sixty-four bases at a look.
    mutating func place(_ labels: [Int]) -> Int {
      let kind = min(labels.count, hints.count - 1)
      var word = hints[kind]
      while true {
        grow(to: word + labels[labels.count - 1] >> 6 + 2)
        var misfits = bases[word]
        for label in labels {
          let (at, shift) = (word + label >> 6, UInt64(label & 63))
          misfits |= taken[at] >> shift
          if shift > 0 { misfits |= taken[at + 1] << (64 - shift) }
          if misfits == .max { break }
        }
        if misfits != .max {
          let base = word << 6 + (~misfits).trailingZeroBitCount
          takeBase(base)
          for label in labels { taken[(base + label) >> 6] |= 1 << UInt64((base + label) & 63) }
          hints[kind] = word
          end = max(end, base + 1)
          return base
        }
        word += 1
      }
    }

    private mutating func grow(to count: Int) {
      while taken.count < count {
        taken.append(0)
        bases.append(0)
      }
    }
  }
}
