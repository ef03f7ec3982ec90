import InvertedIndex
import Storage
import TextAnalysis

/// The positions in each of several documents, in ascending order.
struct PositionLists {
  private(set) var values: [UInt32] = []
  private(set) var ends: [Int]

  /// - Parameter positions: returns the positions in a document in ascending order.
  init(of documents: [UInt32], _ positions: (_ document: UInt32) -> [UInt32]) {
    ends = []
    for document in documents {
      values += positions(document)
      ends.append(values.count)
    }
  }

  init(count: Int) { ends = Array(repeating: 0, count: count) }

  /// - Complexity: O(*n*) in the occurrences, O(*n* log *n*) with several terms.
  init(of infos: [TermInfo], _ field: Field, in reader: SegmentReader, _ documents: [UInt32]) {
    var found: [(document: Int, position: UInt32)] = []
    var rows: [PositionRow] = []
    var rowEnds: [UInt32] = []
    for info in infos {
      let shared = reader.cursor(for: info, in: field).intersection(documents).documents
      if shared.isEmpty { continue }
      let positions = PositionsReader(reader.cursor(for: info, in: field))
      let count = positions.read(shared, into: &rows, ends: &rowEnds)
      var (index, next) = (0, 0)
      for number in 0..<count {
        while documents[index] < shared[number] { index += 1 }
        while next < Int(rowEnds[number]) {
          for lane in 0..<4 where lane == 0 || rows[next][lane] != rows[next][lane - 1] {
            found.append((index, rows[next][lane]))
          }
          next += 1
        }
      }
    }
    if infos.count > 1 { found.sort { ($0.document, $0.position) < ($1.document, $1.position) } }
    values.reserveCapacity(found.count)
    ends = []
    var next = 0
    for number in documents.indices {
      let start = values.count
      while next < found.count, found[next].document == number {
        // A character may be an edge and also begin a gram. Only damaged postings have positions
        // that are too large or do not ascend.
        let position = found[next].position
        if position < PositionBits.limit,
          values.count == start || values[values.count - 1] < position
        {
          values.append(position)
        }
        next += 1
      }
      ends.append(values.count)
    }
  }

  subscript(document: Int) -> ArraySlice<UInt32> {
    values[(document == 0 ? 0 : ends[document - 1])..<ends[document]]
  }

  func moved(back offset: UInt32) -> PositionLists {
    var lists = self
    for index in values.indices { lists.values[index] = values[index] &- offset }
    return lists
  }

  mutating func keep(where others: PositionLists, at distance: UInt32) {
    keep { document, position in
      let wanted = position &+ distance
      let list = others[document]
      let index = list.partitioningIndex { $0 >= wanted }
      return index < list.endIndex && list[index] == wanted
    }
  }

  mutating func keep(inTitle isWanted: Bool, _ documents: [UInt32], _ reader: SegmentReader) {
    keep { document, position in
      (position < reader.titleExtent(of: documents[document])) == isWanted
    }
  }

  private mutating func keep(where isKept: (_ document: Int, _ position: UInt32) -> Bool) {
    var kept: [UInt32] = []
    var next = 0
    for document in ends.indices {
      while next < ends[document] {
        if isKept(document, values[next]) { kept.append(values[next]) }
        next += 1
      }
      ends[document] = kept.count
    }
    values = kept
  }
}
