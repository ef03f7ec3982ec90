#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import TextAnalysis

/// Answers many queries in one pass over all articles by textbook BM25, without index or pruning.
///
/// It shares only the analyzer with the product.
final class BruteForceScorer {
  private struct Stretch {
    let symbols: [(symbol: Symbol, distance: UInt32)]
    var articles: [UInt32] = []
  }

  private struct Term {
    /// The article, and the frequency with title occurrences counted five times.
    var postings: [(article: UInt32, frequency: UInt32)] = []
  }

  struct Question {
    fileprivate var terms: [(number: Int, weight: Double)] = []
    fileprivate var stretches: [Int] = []
    /// The required symbol sequences of each unquoted clause.
    fileprivate var clauses: [Range<Int>] = []
  }

  private let analyzer: Analyzer
  private var table = SymbolTable()
  private var terms: [Term] = []
  private var termNumbers: [RankingKey: Int] = [:]
  private var stretches: [Stretch] = []
  private var stretchesByFirst: [Symbol: [Int]] = [:]
  private var lengths: [Int] = []
  /// The UTF-8 bytes of all titles and bodies.
  private(set) var textBytes = 0

  init() throws { analyzer = try Analyzer() }

  /// Adds a query. All queries are added before the first article.
  func ask(_ task: QueryTask, isPhrase: Bool) -> Question {
    var question = Question()
    let clauses =
      isPhrase
      ? [String(task.query.dropFirst().dropLast())]
      : task.query.split(separator: " ").map(String.init)
    for clause in clauses {
      let analyzed = analyzer.analyze(clause)
      table.add(analyzed)
      let text = SymbolText(analyzed, table)
      let first = question.stretches.count
      for range in isPhrase ? [analyzed.units.indices] : text.exactStretches()
      where !range.isEmpty {
        let base = text.positions[range.lowerBound]
        stretches.append(
          Stretch(symbols: range.map { (text.symbols[$0], text.positions[$0] - base) }))
        stretchesByFirst[text.symbols[range.lowerBound], default: []].append(stretches.count - 1)
        question.stretches.append(stretches.count - 1)
      }
      if question.stretches.count > first {
        question.clauses.append(first..<question.stretches.count)
      }
      text.forEachTerm { key, weight in
        let number = termNumbers[key] ?? terms.count
        if number == terms.count {
          termNumbers[key] = number
          terms.append(Term())
        }
        if let place = question.terms.firstIndex(where: { $0.number == number }) {
          question.terms[place].weight += weight
        } else {
          question.terms.append((number, weight))
        }
      }
    }
    return question
  }

  /// Reads the next article.
  func add(title: [[UInt8]], body: [[UInt8]]) {
    let article = UInt32(lengths.count)
    var length = 0
    for (zones, weight) in [(title, 5), (body, 1)] as [([[UInt8]], UInt32)] {
      for zone in zones {
        textBytes += zone.count
        let text = SymbolText(analyzer.analyze(zone.span), table)
        length += text.symbols.count
        text.forEachTerm { key, _ in
          guard let number = termNumbers[key] else { return }
          let last = terms[number].postings.count - 1
          if last >= 0, terms[number].postings[last].article == article {
            terms[number].postings[last].frequency += weight
          } else {
            terms[number].postings.append((article, weight))
          }
        }
        for place in text.symbols.indices {
          for number in stretchesByFirst[text.symbols[place]] ?? []
          where stretches[number].articles.last != article
            && text.holds(stretches[number].symbols, at: place)
          {
            stretches[number].articles.append(article)
          }
        }
      }
    }
    lengths.append(length)
  }

  /// The matching articles and the score of each.
  func answer(_ question: Question, mode: QueryMode) -> (matches: Set<UInt32>, scores: [Double]) {
    let count = Double(lengths.count)
    let average = Double(lengths.reduce(0, +)) / count
    var scores = [Double](repeating: 0, count: lengths.count)
    var matches: Set<UInt32> = []
    let wantsAll = mode == .and || mode == .phrase
    for (number, weight) in question.terms {
      let postings = terms[number].postings
      let n = Double(postings.count)
      let idf = log(1 + (count - n + 0.5) / (n + 0.5))
      for posting in postings {
        let f = Double(posting.frequency)
        let norm = 1.2 * (1 - 0.75 + 0.75 * Double(lengths[Int(posting.article)]) / average)
        scores[Int(posting.article)] += weight * idf * 2.2 * f / (f + norm)
      }
      if !wantsAll { matches.formUnion(postings.lazy.map(\.article)) }
    }
    func articles(of stretch: Int) -> Set<UInt32> { Set(stretches[stretch].articles) }
    func all(_ numbers: ArraySlice<Int>) -> Set<UInt32> {
      guard let first = numbers.first else { return [] }
      return numbers.dropFirst().reduce(articles(of: first)) { $0.intersection(articles(of: $1)) }
    }
    if wantsAll {
      matches = all(question.stretches[...])
    } else {
      for clause in question.clauses { matches.formUnion(all(question.stretches[clause])) }
    }
    return (matches, scores)
  }
}
