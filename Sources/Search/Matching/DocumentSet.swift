import InvertedIndex
import Storage

/// A set of documents of one segment: a sorted array when it is sparse, a bitmap when it is dense.
enum DocumentSet {
  case sorted([UInt32])
  case bits(FixedBitSet)

  static let empty = DocumentSet.sorted([])

  /// Returns true if a bitmap is smaller: it takes a bit for each document of the segment, an array
  /// 32 bits for each member.
  static func prefersBits(_ count: Int, of documentCount: Int) -> Bool {
    count > documentCount / 32
  }

  /// Above this number of candidates in a posting block, a scan is cheaper than look-ups.
  static var scanThreshold: Int { 16 }

  static func all(_ documentCount: Int) -> DocumentSet {
    var bits = FixedBitSet(count: documentCount)
    bits.invert()
    return .bits(bits)
  }

  var count: Int {
    switch self {
    case .sorted(let documents): documents.count
    case .bits(let bits): bits.popcount
    }
  }

  var sorted: [UInt32] {
    switch self {
    case .sorted(let documents): return documents
    case .bits(let bits):
      var documents: [UInt32] = []
      documents.reserveCapacity(bits.popcount)
      bits.forEach { documents.append(UInt32($0)) }
      return documents
    }
  }

  func bits(of documentCount: Int) -> FixedBitSet {
    switch self {
    case .bits(let bits): return bits
    case .sorted(let documents):
      var bits = FixedBitSet(count: documentCount)
      bits.insert(contentsOf: documents.span)
      return bits
    }
  }

  var isEmpty: Bool {
    switch self {
    case .sorted(let documents): documents.isEmpty
    case .bits(let bits): bits.next(atOrAfter: 0) == nil
    }
  }

  func contains(_ document: UInt32) -> Bool {
    switch self {
    case .sorted(let documents):
      let index = documents.partitioningIndex { $0 >= document }
      return index < documents.count && documents[index] == document
    case .bits(let bits): return bits[Int(document)]
    }
  }

  func forEach(_ body: (UInt32) -> Void) {
    switch self {
    case .sorted(let documents): for document in documents { body(document) }
    case .bits(let bits): bits.forEach { body(UInt32($0)) }
    }
  }

  func forEachBatch(_ body: ([UInt32]) -> Void) {
    var batch: [UInt32] = []
    forEach { document in
      batch.append(document)
      if batch.count == 4096 {
        body(batch)
        batch.removeAll(keepingCapacity: true)
      }
    }
    if !batch.isEmpty { body(batch) }
  }

  func filter(_ isIncluded: (UInt32) -> Bool) -> DocumentSet {
    var kept: [UInt32] = []
    forEach { if isIncluded($0) { kept.append($0) } }
    return .sorted(kept)
  }

  func subtracting(_ other: DocumentSet) -> DocumentSet {
    switch (self, other) {
    case (.bits(var bits), .bits(let removed)):
      bits.subtract(removed)
      return .bits(bits)
    case (.bits(var bits), .sorted(let removed)):
      for document in removed { bits.remove(Int(document)) }
      return .bits(bits)
    case (.sorted(let documents), .sorted(let removed)):
      var kept: [UInt32] = []
      var next = 0
      for document in documents {
        while next < removed.count, removed[next] < document { next += 1 }
        if next == removed.count || removed[next] != document { kept.append(document) }
      }
      return .sorted(kept)
    case (.sorted, .bits): return filter { !other.contains($0) }
    }
  }

  func union(_ other: DocumentSet) -> DocumentSet {
    switch (self, other) {
    case (.bits(var bits), .bits(let others)):
      bits.formUnion(others)
      return .bits(bits)
    case (.bits(var bits), .sorted(let more)), (.sorted(let more), .bits(var bits)):
      bits.insert(contentsOf: more.span)
      return .bits(bits)
    case (.sorted(let a), .sorted(let b)):
      var all: [UInt32] = []
      all.reserveCapacity(a.count + b.count)
      var next = 0
      for document in a {
        while next < b.count, b[next] < document {
          all.append(b[next])
          next += 1
        }
        if next < b.count, b[next] == document { next += 1 }
        all.append(document)
      }
      all += b[next...]
      return .sorted(all)
    }
  }

  func compacted() -> DocumentSet {
    guard case .bits(let bits) = self, !Self.prefersBits(bits.popcount, of: bits.count) else {
      return self
    }
    return .sorted(sorted)
  }

  func intersection(_ other: DocumentSet) -> DocumentSet {
    switch (self, other) {
    case (.bits(var bits), .bits(let others)):
      bits.formIntersection(others)
      return DocumentSet.bits(bits).compacted()
    case (.sorted, _): return filter { other.contains($0) }
    case (_, .sorted): return other.filter { contains($0) }
    }
  }
}

extension FixedBitSet {
  var extent: ClosedRange<UInt32>? {
    guard let first = next(atOrAfter: 0), let last else { return nil }
    return UInt32(first)...UInt32(last)
  }
}
