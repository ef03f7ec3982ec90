import InvertedIndex
import Search
import Storage
import TextAnalysis

/// Runs a kernel for a number of rounds and prints the units of a round. The kernel's own
/// instructions are the difference between many and few rounds.
struct KernelRun {
  private static let documentCount = 20_000
  private let kernel: Kernel
  private let directory: IndexDirectory

  /// - Parameter path: The folder of the index of synthetic articles, which is created if missing.
  init(_ kernel: Kernel, directory path: String) throws {
    self.kernel = kernel
    directory = IndexDirectory(path)
    try directory.create()
    if try !directory.list().contains(where: { $0.hasSuffix(".si") }) { try buildIndex() }
  }

  private func buildIndex() throws {
    var articles = SyntheticArticles(seed: 1)
    let writer = try IndexWriter(directory)
    let builder = DocumentInverter(
      directory: directory, name: writer.takeSegmentName(), analyzer: try Analyzer(),
      memoryLimit: .max)
    for number in 0..<Self.documentCount {
      let title = articles.text(words: 6)
      let text = title + articles.text(words: 20 + articles.number(below: 60))
      try builder.add(
        IndexDocument(
          id: "\(number)", text: text, title: [0..<title.count],
          body: [title.count..<text.count]))
    }
    var change = IndexChange()
    change.added = [try builder.finish()]
    try writer.commit(change)
  }

  func run(rounds: Int) throws {
    print(try units(rounds: rounds))
  }

  private func units(rounds: Int) throws -> Int {
    switch kernel {
    case .unpack, .unpackDeltas, .unpackPatched, .packPatched: blocks(rounds)
    case .intersect, .unite: try documents(rounds)
    case .hash, .checksum: bytes(rounds)
    case .segment, .invert: try texts(rounds)
    case .scoreAny: try queries(rounds, .count, quoted: false)
    case .scoreAll: try queries(rounds, .and, quoted: false)
    case .scorePhrase: try queries(rounds, .phrase, quoted: true)
    }
  }

  /// Returns blocks of 1 to 20 bits. In patched blocks an eighth of the values is larger.
  private func blocks(_ rounds: Int) -> Int {
    var random = SyntheticArticles(seed: 2)
    let blocks = (1...20).map { width in
      (0..<128).map { _ in
        let extra = kernel == .packPatched || kernel == .unpackPatched
        let bits = extra && random.number(below: 8) == 0 ? width + 5 : width
        return UInt32(random.number(below: 1 << bits))
      }
    }
    var bytes: [UInt8] = []
    var places: [(offset: Int, head: UInt8)] = []
    for values in blocks {
      let block = InlineArray<128, UInt32> { values[$0] }
      let offset = bytes.count
      if kernel == .packPatched || kernel == .unpackPatched {
        places.append((offset, PatchedBlockCodec.encode(values.span, into: &bytes)))
      } else {
        let width = BlockCodec.width(of: block)
        BlockCodec.encode(block, width: width, into: &bytes)
        places.append((offset, UInt8(width)))
      }
    }
    var output = InlineArray<128, UInt32>(repeating: 0)
    for _ in 0..<rounds {
      if kernel == .packPatched {
        bytes.removeAll(keepingCapacity: true)
        for values in blocks { _ = PatchedBlockCodec.encode(values.span, into: &bytes) }
        continue
      }
      // Safe: bytes have no padding.
      let packed = unsafe bytes.span.bytes
      for place in places {
        switch kernel {
        case .unpack:
          BlockCodec.decode(packed, at: place.offset, width: Int(place.head), into: &output)
        case .unpackDeltas:
          BlockCodec.decodeDeltas(
            packed, at: place.offset, width: Int(place.head), after: 7, into: &output)
        default:
          PatchedBlockCodec.decode(packed, at: place.offset, head: place.head, into: &output)
        }
      }
    }
    return blocks.count * 128
  }

  private func documents(_ rounds: Int) throws -> Int {
    let segment = try IndexReader(directory).segments[0]
    let terms = ["发展", "经济", "服务", "疫苗"].map { word in
      let scalars = Array(word.unicodeScalars)
      return Term.gram(scalars[0], scalars[1], field: .main).bytes
    }
    func cursor(_ number: Int) throws -> PostingsCursor {
      guard let cursor = segment.cursor(for: terms[number]) else {
        throw UsageError(message: "the index in \(directory.path) has other articles")
      }
      return cursor
    }
    var count = 0
    for _ in 0..<rounds {
      count = 0
      if kernel == .unite {
        var bits = FixedBitSet(count: segment.documentCount)
        for number in terms.indices {
          count += try cursor(number).documentFrequency
          try cursor(number).insertBlocks(into: &bits)
        }
      } else {
        for first in [0, 3] {
          var found: [UInt32] = []
          found = try cursor(first).all().documents
          count += found.count
          for number in [1, 2] { found = try cursor(number).intersection(found).documents }
        }
      }
    }
    return count
  }

  private func bytes(_ rounds: Int) -> Int {
    var random = SyntheticArticles(seed: 3)
    let bytes = random.text(words: 2000)
    var sum: UInt64 = 0
    for _ in 0..<rounds {
      sum &+= kernel == .hash ? XXH64.hash(bytes.span) : UInt64(CRC32C.update(0, bytes.span))
    }
    precondition(sum != 1, "the sums must be computed")
    return bytes.count
  }

  private func texts(_ rounds: Int) throws -> Int {
    var random = SyntheticArticles(seed: 4)
    let texts = (0..<40).map { _ in random.text(words: 300) }
    let analyzer = try Analyzer()
    var terms = TermBuffer()
    // First, enough text that the analyzer builds its double array for large inputs.
    let first = texts[0]
    for _ in 0..<(3 << 20) / first.count {
      analyzer.append(first.span, to: &terms) { $0.removeAll() }
    }
    for round in 0..<rounds {
      if kernel == .segment {
        for text in texts {
          analyzer.begin(.main, at: 0)
          analyzer.append(text.span, to: &terms) { $0.removeAll() }
          _ = analyzer.finish(into: &terms)
          terms.removeAll()
        }
      } else {
        let builder = DocumentInverter(
          directory: directory, name: "kernel\(round)", analyzer: analyzer, memoryLimit: 1 << 24)
        for (number, text) in texts.enumerated() {
          try builder.add(
            IndexDocument(id: "\(number)", text: text, title: [], body: [0..<text.count]))
        }
        for file in try builder.finish().files { try directory.remove(file.name) }
      }
    }
    return texts.reduce(0) { $0 + $1.count }
  }

  private func queries(_ rounds: Int, _ mode: QueryMode, quoted: Bool) throws -> Int {
    let words = ["疫苗", "发展 经济", "社区 养老 服务", "高速公路 贷款 的 利率", "互联网", "加强 防汛 检查"]
    let phrases = ["经济发展", "的发展", "服务经济和", "国家政策", "发展。经济", "铁路"]
    let tasks = (quoted ? phrases.map { "\"\($0)\"" } : words).enumerated().map {
      QueryTask(id: "\($0.offset)", kind: "w", query: $0.element)
    }
    let timer = QueryTimer(reader: try IndexReader(directory), mode: mode, tasks: tasks)
    try timer.repeated(rounds)
    return tasks.count
  }
}
