import Storage
public import TestSupport
import Xunwen

/// The files of a small index, and mutants of it with correct checksums, so that a change reaches
/// the decoder of its bytes.
public struct CraftedIndex: Sendable {
  /// The bytes of the intact files, by name.
  public let files: [String: [UInt8]]
  private let names: [String]

  /// Builds an index of two segments with long lists, inline lists, all zones, deleted articles, a
  /// ledger and a dictionary, from a corpus that it writes to a folder.
  ///
  /// - Parameter articles: the number of articles of the first segment, more than in a block.
  public init(corpus: TemporaryDirectory, articles: Int = 300) async throws {
    let folder = TemporaryDirectory()
    let path = folder.path(of: "index")
    var generator = ArticleGenerator(seed: 1, alphabet: ArticleGenerator.plainAlphabet)
    func records(_ numbers: Range<Int>) -> [UInt8] {
      Array(numbers.map { generator.article(id: "r\($0)", length: 12).record }.joined().utf8)
    }
    var options = IndexingOptions()
    options.merges = false
    corpus.write(records(0..<articles), to: "a.jsonl")
    let writer = try ArchiveWriter(creatingAt: path)
    _ = try await writer.update(from: .folder(corpus.path), options: options)
    corpus.write(records(articles..<articles + 40), to: "b.jsonl")
    for number in 0..<6 { corpus.write(Self.page(number, &generator), to: "page\(number).txt") }
    _ = try await writer.update(from: .folder(corpus.path), options: options)
    _ = try writer.delete(ids: (0..<20).map { "r\(7 * $0)" })
    try writer.commit()
    _ = try writer.addWords(["托育服务"])
    _ = try writer.addSynonyms(["养老", "医保"])
    var files: [String: [UInt8]] = [:]
    for name in folder.names(in: "index") where name != "write.lock" {
      files[name] = folder.contents(of: "index/\(name)")
    }
    self.files = files
    names = files.keys.sorted()
  }

  /// A page with title, header, body and tail.
  private static func page(_ number: Int, _ generator: inout ArticleGenerator) -> [UInt8] {
    let text = """
      第\(number)次社区托育服务圈建成
      时间:2023-07-0\(number + 1) 14:53:51来源:工人日报

      \(generator.text(20...60))。

      标签：托育 社区

      责任编辑：张三
      相关阅读
      养老金上调方案公布
      """
    return Array(text.utf8)
  }

  /// Writes an index to a folder, replacing all files in it.
  public static func write(
    _ files: [String: [UInt8]], to folder: TemporaryDirectory, _ name: String
  ) {
    folder.remove(name)
    folder.makeDirectory(name)
    for (file, bytes) in files { folder.write(bytes, to: "\(name)/\(file)") }
  }

  /// Returns the files with changes in one or two of them, and the names of the changed files.
  public func mutant(_ random: some RandomNumberGenerator) -> (
    files: [String: [UInt8]], changed: [String]
  ) {
    var mutation = PayloadMutation(random)
    var files = self.files
    var changed: [String] = []
    for _ in 0..<(mutation.number(0..<4) == 0 ? 2 : 1) {
      let name = names[mutation.number(0..<names.count)]
      files[name] = change(name, &mutation)
      changed.append(name)
    }
    for name in changed where !changed.contains(Self.info(of: name)) { list(name, in: &files) }
    return (files, changed)
  }

  private func change(_ name: String, _ mutation: inout PayloadMutation<some RandomNumberGenerator>)
    -> [UInt8]
  {
    let file = files[name] ?? []
    let other = files[names[mutation.number(0..<names.count)]] ?? []
    if name == "words.txt" { return mutation.changed(file, other) }
    // A whole foreign payload, for example of the other segment.
    if mutation.number(0..<20) == 0, other.count > 48 { return file.resealed(other.payload) }
    let payload = file.payload
    let isInside = mutation.number(0..<2) == 0
    var result: [UInt8]?
    if isInside, name.hasSuffix(".sto") {
      var copy = mutation
      result = CompressedPayload.changedArticles(payload, choose: { copy.number($0) }) {
        copy.changed($0, other)
      }
      mutation = copy
    } else if isInside, name.hasPrefix("ledger") {
      var copy = mutation
      result = CompressedPayload.changedLedger(payload) { copy.changed($0, other) }
      mutation = copy
    }
    return file.resealed(result ?? mutation.changed(payload, other))
  }

  /// The name of the `.si` file of a file's segment.
  private static func info(of name: String) -> String {
    String(name.prefix { $0 != "." }.prefix { $0 != "-" }) + ".si"
  }

  /// Updates the size and the checksum of a file in the description of its segment, if it is there.
  private func list(_ name: String, in files: inout [String: [UInt8]]) {
    guard let bytes = files[name], let info = files[Self.info(of: name)] else { return }
    var payload = info.payload
    guard let range = payload.firstRange(of: Array(name.utf8)),
      range.upperBound + 12 <= payload.count
    else { return }
    let size = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    payload.replaceSubrange(
      range.upperBound..<range.upperBound + 12,
      with: size + bytes[(bytes.count - 8)..<bytes.count - 4])
    files[Self.info(of: name)] = info.resealed(payload)
  }
}
