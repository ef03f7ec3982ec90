/// A decoder of the best sequence of zones: the Viterbi algorithm over the states of `ZoneState`.
///
/// The score of a sequence is the sum of the scores of its lines and of its transitions. No line
/// decides alone: what follows a marker belongs to the body when its paragraphs outweigh the
/// marker. Without the title and the header this is the maximum subsequence of Pasternack and Roth
/// (Extracting Article Text from the Web with Maximum Subsequence Segmentation, WWW 2009).
struct ZoneDecoder {
  private let page: PageFeatures
  private let titles: TitleScores
  // Each access to a static value costs a call.
  private let states = Self.states
  private let kindScores = Self.kindScores
  private let allowed = Self.allowed
  private let allowedInComments = Self.allowedInComments
  private let endingScores = Self.endingScores
  private let endsPage = Self.endsPage

  private static let states = ZoneState.allCases
  /// The scores of kinds in states.
  private static let kindScores = LineKind.allCases.flatMap { kind in
    states.map { ZoneState.score(kind, $0) }
  }
  private static let endingScores = LineKind.allCases.map(ZoneState.endingScore)
  private static let transitions: [Transition] = states.flatMap { state in
    state.predecessors.map { predecessor, score in
      Transition(
        from: predecessor, to: state, score: score,
        isEnding: (predecessor == .body || predecessor == .opening)
          && (state == .tail || state == .comments))
    }
  }
  /// The transitions that a line of each kind can follow.
  private static let allowed = LineKind.allCases.map { kind in
    transitions.filter { $0.to.requires(kind, after: $0.from) }
  }
  /// The transitions that a line of each kind can follow when the markup says it is a comment.
  private static let allowedInComments = LineKind.allCases.map { kind in
    transitions.filter { $0.to == .comments || $0.to.requires(kind, after: $0.from) }
  }
  /// The score of a transition to the tail after credits at the end of a paragraph.
  private static let creditsBonus: Float = 3
  /// The score of a transition to the tail at a marker below the last paragraph of the page.
  private static let endBonus: Float = 1
  private static let endsPage = LineKind.allCases.map { kind in
    switch kind {
    case .share, .stray, .navigation, .heading, .comment: true
    default: false
    }
  }

  /// A value for each state.
  private typealias Row<Value> = InlineArray<11, Value>

  private struct Transition {
    let from: ZoneState
    let to: ZoneState
    let score: Float
    /// True for a transition from the body to what follows it.
    let isEnding: Bool
  }

  init(_ page: PageFeatures, titles: TitleScores) {
    self.page = page
    self.titles = titles
  }

  /// Returns the state of each line, in O(n).
  func decode() -> [ZoneState] {
    let states = decode(withRepetitions: page.hasRepetitions)
    guard page.hasRepetitions, !states.contains(.body) else { return states }
    // An article whose lines all repeat is still an article.
    let plain = decode(withRepetitions: false)
    return plain.contains(.body) ? plain : states
  }

  private func decode(withRepetitions: Bool) -> [ZoneState] {
    guard page.count > 0 else { return [] }
    var pointers = [Row<UInt8>](repeating: Row(repeating: 0), count: page.count)
    var scores: Row<Float> = Row { s in states[s].initialScore + score(0, page[0], states[s]) }
    if withRepetitions { addRepetition(page[0], to: &scores) }
    for i in 1..<max(1, page.count) {
      let line = page[i]
      let kind = Int(line.kind.rawValue)
      var ending = endingScores[kind] + (page[i - 1].hasGluedCredits ? Self.creditsBonus : 0)
      if i > page.lastParagraph, endsPage[kind] { ending += Self.endBonus }
      if withRepetitions { ending += RepetitionScores.ending(line) }
      var next = Row(repeating: ZoneState.impossible)
      var best = Row<UInt8>(repeating: 0)
      let isComment = line.hint.region == .comments
      for transition in isComment ? allowedInComments[kind] : allowed[kind] {
        let sum =
          scores[Int(transition.from.rawValue)] + transition.score
          + (transition.isEnding ? ending : 0)
        let to = Int(transition.to.rawValue)
        if sum > next[to] {
          next[to] = sum
          best[to] = transition.from.rawValue
        }
      }
      for s in next.indices where next[s] > ZoneState.impossible {
        next[s] = max(next[s] + score(i, line, states[s]), ZoneState.impossible)
      }
      if withRepetitions { addRepetition(line, to: &next) }
      pointers[i] = best
      scores = next
    }
    return path(pointers, scores)
  }

  /// Adds the scores of a line that repeats over the pages of the folder.
  private func addRepetition(_ line: PageFeatures.Features, to scores: inout Row<Float>) {
    guard line.repetition > 0 else { return }
    for s in scores.indices where scores[s] > ZoneState.impossible {
      scores[s] += RepetitionScores.score(line, states[s])
    }
  }

  private func path(_ pointers: [Row<UInt8>], _ scores: Row<Float>) -> [ZoneState] {
    let final = states.indices.map { scores[$0] + states[$0].finalScore }
    var best = final.indices.max { final[$0] < final[$1] } ?? 0
    var result = Array(repeating: ZoneState.body, count: page.count)
    for i in (0..<page.count).reversed() {
      result[i] = states[best]
      best = Int(pointers[i][best])
    }
    return result
  }

  /// Returns the score of a line in a state.
  private func score(_ i: Int, _ line: PageFeatures.Features, _ state: ZoneState) -> Float {
    switch state {
    case .title: return titles.score(i) ?? ZoneState.impossible
    case .subtitle: return isSubtitle(line) ? 1 : ZoneState.impossible
    case .lead:
      let isLead =
        10...60 ~= line.count && !line.isDated
        && (line.kind == .plain || line.kind == .sentence || line.kind == .entry)
      return isLead ? -0.3 : ZoneState.impossible
    default:
      let score = kindScores[Int(line.kind.rawValue) * states.count + Int(state.rawValue)]
      let hints = page.hasHints ? HintScores.score(line.hint, state) : 0
      let isFront = state == .front && (line.isOffice || line.isDated) && titles.isAboveHeader(i)
      let front: Float = isFront ? 1 : 0
      return score + listScore(line, state) + hints + front
    }
  }

  private func listScore(_ line: PageFeatures.Features, _ state: ZoneState) -> Float {
    guard state == .body || state == .opening else { return 0 }
    switch line.kind {
    case .prose: return line.weight * (1 - line.hint.linkShare)
    // What occurs twice is a summary or a caption.
    case .sentence where line.isRepeated: return -0.6
    case .plain where line.hasComma: return 0.15
    case .entry where line.isContinued: return 0.8
    case .bullet where line.isRelated: return -0.8
    // 项目名称：操场改造 is a line of a notice.
    case .plain where line.hasColon: return 0.15
    case .short where line.hasColon: return 0.2
    case .plain, .short: return line.run >= 5 && page.hasParagraph ? -0.2 : 0
    default: return 0
    }
  }

  /// True for ——浙江经验.
  private func isSubtitle(_ line: PageFeatures.Features) -> Bool {
    line.count <= 40 && line.kind != .prose && line.isDashed
  }
}
