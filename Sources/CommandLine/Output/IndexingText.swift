import Wire
import Xunwen

/// The summary of an update for people: rows of a label and facts, broken to fit the width.
struct IndexingText {
  private let summary: IndexingSummary
  private let columns: Int

  init(_ summary: IndexingSummary, columns: Int) {
    self.summary = summary
    self.columns = columns
  }

  /// The width of the labels with the space after them.
  private static let labelColumns = 12
  /// The number of extensions of skipped files to show.
  private static let kindLimit = 6

  var text: String {
    var text = row(
      "articles",
      [
        "\(NumberText.grouped(summary.articles)) in the index: "
          + "\(NumberText.grouped(summary.added)) added",
        "\(NumberText.grouped(summary.changed)) changed",
        "\(NumberText.grouped(summary.unchanged)) unchanged",
        "\(NumberText.grouped(summary.removed)) removed",
      ])
    text += row(
      "files",
      [
        "\(NumberText.grouped(summary.files)) read",
        "\(NumberText.grouped(summary.unchangedFiles)) unchanged",
      ])
    text += row("failures", [NumberText.grouped(summary.failures)])
    if summary.kept > 0 {
      let count = NumberText.grouped(summary.kept)
      text += row("kept", ["\(count) of the old index, whose files cannot be read"])
    }
    text += row("superseded", [superseded])
    if summary.added + summary.changed > 0 {
      text += row("undated", [NumberText.grouped(summary.undated)])
      text += row("no source", [NumberText.grouped(summary.unsourced)])
    }
    if summary.reindexed > 0 {
      let count = NumberText.grouped(summary.reindexed)
      text += row("reindexed", ["\(count), because the declared fields changed"])
    }
    text += rules
    if !summary.misfits.isEmpty {
      text += row(
        "misfits",
        summary.misfits.map {
          "\(VisibleText.line($0.name)): \(NumberText.count($0.count, "value")) of another type"
        })
    }
    text += repaired + skipped + excluded
    if !summary.encodings.isEmpty {
      let encodings = summary.encodings.map { "\($0.name) \(NumberText.grouped($0.count))" }
      text += row("encodings", encodings)
    }
    return text + row("index", size) + row("time", time)
  }

  /// A label and its facts, which fill the lines. A fact that is wider than a line is broken
  /// between words.
  private func row(_ label: String, _ facts: [String]) -> String {
    let room = columns - Self.labelColumns
    var lines: [String] = []
    func append(_ text: String) {
      if let last = lines.last, width(last) + 1 + width(text) <= room {
        lines[lines.count - 1] = last + " " + text
      } else {
        lines.append(text)
      }
    }
    for (index, fact) in facts.enumerated() {
      let fact = fact + (index < facts.count - 1 ? "," : "")
      if width(fact) <= room {
        append(fact)
      } else {
        fact.split(separator: " ").forEach { append(String($0)) }
      }
    }
    return lines.enumerated().map { index, line in
      TextColumns.left(index == 0 ? label : "", Self.labelColumns) + line + "\n"
    }.joined()
  }

  private func width(_ text: String) -> Int { DisplayWidth.columns(of: text) }

  /// The rules by which files are read, and the effect of other ones.
  private var rules: String {
    let facts = RulesText.facts(summary.rules)
    var text = ""
    if let former = summary.formerRules {
      let before = RulesText.facts(former)
      text += row("rules", facts.isEmpty ? ["none"] : facts)
      text += row("before", before.isEmpty ? ["none"] : before)
    } else if !facts.isEmpty {
      text += row("rules", facts)
    }
    if summary.reread > 0 {
      let files = NumberText.count(summary.reread, "unchanged file")
      text += row("read again", ["\(files), because the rules have changed"])
    }
    return text
  }

  private var superseded: String {
    let count = NumberText.grouped(summary.superseded)
    return summary.superseded == 0 ? count : count + ", because a later article has the same id"
  }

  private var skipped: String {
    let skipped = summary.skipped
    let facts = [
      (skipped.files, "of other kinds"), (skipped.hidden, "hidden"),
      (skipped.system, "of the operating system"), (skipped.indexes, "index"),
      (skipped.links, skipped.links == 1 ? "link not followed" : "links not followed"),
      (skipped.records, "in web archives without a page"),
    ].filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    return facts.isEmpty ? "" : row("skipped", facts) + kinds(skipped.kinds) + links(skipped)
  }

  /// The number of repaired articles to show.
  private static let repairLimit = 5

  /// The articles with repaired bytes, and the first ones with the places of the bytes.
  private var repaired: String {
    if summary.repaired == 0 { return "" }
    let text = row(
      "repaired",
      [
        NumberText.count(summary.repaired, "article"),
        "in which malformed bytes became U+FFFD (`xunwen doctor` lists all):",
      ])
    let indent = TextColumns.left("", Self.labelColumns)
    let shown = summary.repairs.prefix(Self.repairLimit).map {
      indent + examples([RepairText.line($0)], columns: columns - Self.labelColumns) + "\n"
    }
    return text + shown.joined()
  }

  /// The files and folders that patterns exclude, with the examples for which there is room.
  private var excluded: String {
    let skipped = summary.skipped
    if skipped.excluded == 0 { return "" }
    let start =
      TextColumns.left("excluded", Self.labelColumns) + NumberText.grouped(skipped.excluded) + "  "
    return start + examples(skipped.excludedExamples, columns: columns - width(start)) + "\n"
  }

  /// A line with the examples of skipped links for which there is room.
  private func links(_ skipped: SkippedFiles) -> String {
    if skipped.links == 0 { return "" }
    let start = TextColumns.left("", Self.labelColumns) + "links  "
    let shown = examples(skipped.linkExamples, columns: columns - width(start))
    return start + shown + "\n"
  }

  /// A line for each extension, with its count and the examples for which there is room.
  private func kinds(_ kinds: [SkippedFiles.Kind]) -> String {
    let shown = kinds.prefix(Self.kindLimit)
    let names = shown.map { $0.ending.isEmpty ? "(none)" : "." + $0.ending }
    let counts = shown.map { NumberText.grouped($0.count) }
    let nameWidth = names.map(width).max() ?? 0
    let countWidth = counts.map(width).max() ?? 0
    let indent = TextColumns.left("", Self.labelColumns)
    var text = ""
    for (kind, (name, count)) in zip(shown, zip(names, counts)) {
      let start =
        indent + TextColumns.left(name, nameWidth) + "  " + TextColumns.right(count, countWidth)
        + "  "
      text += start + examples(kind.examples, columns: columns - width(start)) + "\n"
    }
    let rest = kinds.dropFirst(Self.kindLimit)
    guard !rest.isEmpty else { return text }
    let files = NumberText.grouped(rest.reduce(0) { $0 + $1.count })
    return text + indent + "and \(files) with \(NumberText.count(rest.count, "other extension"))\n"
  }

  private func examples(_ paths: [String], columns: Int) -> String {
    var text = ""
    for (index, path) in paths.enumerated() {
      let next = (index > 0 ? ", " : "") + VisibleText.line(path)
      guard index == 0 || width(text + next) <= columns else { break }
      text += next
    }
    return VisibleText.suffix(of: text, columns: columns)
  }

  private var size: [String] {
    let segments = NumberText.count(summary.segments, "segment")
    var facts = ["\(NumberText.bytes(summary.indexBytes)) in \(segments)"]
    // The ratio is meaningful only when all articles of the index were read in this run.
    if summary.bytes > 0, summary.added == summary.articles {
      let ratio = NumberText.fixed(Double(summary.indexBytes) / Double(summary.bytes), digits: 2)
      facts.append("\(ratio) × text (\(NumberText.bytes(summary.bytes)))")
    }
    return facts + ["articles \(NumberText.bytes(summary.storedBytes))"]
  }

  private var time: [String] {
    let seconds = summary.elapsed.seconds
    var facts = ["\(NumberText.fixed(seconds, digits: 2)) s"]
    if summary.bytes > 0 {
      let rate = Double(summary.bytes) / max(seconds, 0.001) / 1e6
      facts.append("\(NumberText.fixed(rate, digits: 1)) MB/s")
    }
    return facts
  }
}
