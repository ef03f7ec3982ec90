/// The scores that the markup of a page adds to a line in a state.
enum HintScores {
  static func score(_ hint: LineHints, _ state: ZoneState) -> Float {
    let state = state == .opening ? .body : state
    return region(hint.region, state) + link(hint, state) + heading(hint, state)
  }

  private static func region(_ region: LineHints.Region, _ state: ZoneState) -> Float {
    switch (region, state) {
    case (.unknown, _): 0
    case (.article, .body): 0.25
    case (.article, .front): 0.1
    case (.article, .before): -0.1
    case (.navigation, .before): 1
    case (.navigation, .tail): 0.5
    case (.navigation, .body): -3
    case (.comments, .comments): 2
    case (.comments, .tail): 1.5
    case (.comments, .body): -4
    case (.related, .tail): 2
    case (.related, .before): 0.5
    case (.related, .body): -4
    case (.footer, .tail): 3
    case (.footer, .body): -5
    case (.share, .front), (.share, .tail), (.share, .insert): 0.5
    case (.share, .body): -3
    default: 0
    }
  }

  private static func link(_ hint: LineHints, _ state: ZoneState) -> Float {
    guard hint.linkShare > 0.6 else { return 0 }
    return switch state {
    case .body: -1.2
    case .before, .tail: 0.3
    default: 0
    }
  }

  private static func heading(_ hint: LineHints, _ state: ZoneState) -> Float {
    hint.headingLevel > 1 && hint.linkShare < 0.6 && state == .body ? 0.3 : 0
  }
}
