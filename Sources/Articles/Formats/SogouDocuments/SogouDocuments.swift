/// Documents of the Sogou news corpora: elements `<doc>` with one element for each field.
///
///     <doc>
///     <url>http://…</url>
///     <docno>…</docno>
///     <contenttitle>…</contenttitle>
///     <content>…</content>
///     </doc>
///
/// The files are no XML: `&` and `<` stand for themselves. `FieldMap` gives the fields of the
/// elements.
public struct SogouDocuments: InputFormat {
  private let fields: FieldMap

  public init(fields: FieldMap = FieldMap()) { self.fields = fields }

  public var name: String { "Sogou documents" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard name.hasSuffix(".xml") || FileSample.canHaveAnyFormat(name: name) else { return false }
    let sample = beginning()
    guard FileSample.mayBegin(sample, with: "<") else { return false }
    var text = FileSample.text(of: sample)[...].drop { $0 <= 0x20 }
    for tag in ["<doclist>", SogouTags.open] where text.starts(with: tag.utf8) {
      text = text.dropFirst(tag.utf8.count).drop { $0 <= 0x20 }
    }
    return text.starts(with: "<url>".utf8) || text.starts(with: "<docno>".utf8)
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    var input = try RecordInput(file, decoder: decoder)
    input.decodeWhole()
    return RecordReader(file, SogouElements(input)) {
      [fields] document, defaultID throws(ArticleError) in
      try document.article(path: file.path, fields, defaultID: defaultID)
    }
  }
}

/// The tags around a document.
enum SogouTags {
  static let open = "<doc>"
  static let close = "</doc>"
}

/// A reader of the documents in a file, in UTF-8. It does not parse them.
struct SogouElements: RecordSource, ~Copyable {
  private var input: RecordInput
  /// Number of the line in which the buffer begins.
  private var line = 1

  private static let open = Array(SogouTags.open.utf8)
  private static let close = Array(SogouTags.close.utf8)

  init(_ input: consuming RecordInput) { self.input = input }

  /// Returns the next document, or nil at the end. A document that is not closed ends where the
  /// next one begins, or at the end of the file.
  ///
  /// - Throws: `unreadable`, `tooLarge`.
  mutating func next() throws(ArticleError) -> SogouDocument? {
    guard try skip(to: Self.open) else { return nil }
    _ = remove(Self.open.count)
    let number = line
    var searched = 0
    while true {
      let rest = input.buffer.bytes.dropFirst(searched)
      let end = ByteScan.first(Self.close, in: rest)
      let next = ByteScan.first(Self.open, in: end.map { rest[..<$0] } ?? rest)
      if let found = next ?? end ?? (input.isAtEnd ? rest.endIndex : nil) {
        let length = found - input.buffer.bytes.startIndex
        let bytes = remove(length)
        guard length <= input.maximumBytes else {
          throw input.tooLarge(length, at: number)
        }
        return SogouDocument(bytes: bytes, number: number, encoding: input.encoding ?? "UTF-8")
      }
      if input.buffer.count > input.maximumBytes {
        var length = input.buffer.count
        _ = remove(length - Self.close.count)
        while !input.isAtEnd, ByteScan.first(Self.open, in: input.buffer.bytes) == nil {
          try input.fill()
          length += max(0, input.buffer.count - Self.close.count)
          if ByteScan.first(Self.open, in: input.buffer.bytes) == nil {
            _ = remove(max(0, input.buffer.count - Self.close.count))
          }
        }
        throw input.tooLarge(length, at: number)
      }
      searched = max(0, input.buffer.count - Self.close.count)
      try input.fill()
    }
  }

  mutating func takeDoubt() -> DecodingDoubt? { input.takeDoubt() }

  private mutating func remove(_ length: Int) -> [UInt8] {
    let bytes = input.buffer.remove(length)
    line += ByteScan.lineFeeds(in: bytes.span)
    return bytes
  }

  /// Skips the bytes before a tag. Returns false at the end of the file.
  private mutating func skip(to tag: [UInt8]) throws(ArticleError) -> Bool {
    while true {
      if let found = ByteScan.first(tag, in: input.buffer.bytes) {
        _ = remove(found - input.buffer.bytes.startIndex)
        return true
      }
      if input.isAtEnd { return false }
      _ = remove(max(0, input.buffer.count - tag.count))
      try input.fill()
    }
  }
}

/// A document, not parsed yet.
struct SogouDocument: CutRecord {
  let bytes: [UInt8]
  /// The number of its first line, from 1.
  let number: Int
  let encoding: String

  var ordinal: Int { number }

  func article(
    path: String, _ fields: FieldMap, defaultID: () -> String
  ) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: number, reason: reason)
    }
    let text = try RecordText(repairing: bytes, line: number, encoding: encoding, path: path)
    var article = try RecordArticle(Self.members(in: text.bytes, fields)).article(
      defaultID: defaultID, encoding: encoding,
      extra: { Self.extra($0, in: text.bytes) }, fail)
    article.damage = text.damage
    return article
  }

  /// Returns the elements. An element without an end ends with the document.
  private static func members(in bytes: [UInt8], _ fields: FieldMap) -> [RecordMember] {
    var members: [RecordMember] = []
    var rest = bytes[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")),
      let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
    {
      let name = Array(rest[(start + 1)..<end])
      rest = rest[(end + 1)...]
      guard !name.isEmpty, name.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else {
        continue
      }
      let close = Array("</".utf8) + name + [UInt8(ascii: ">")]
      let valueEnd = ByteScan.first(close, in: rest) ?? rest.endIndex
      let value = Array(rest[..<valueEnd])
      let role = fields.role(of: name)
      if role?.field == .text || Blanks.trimmed(value, 0..<value.count) != nil {
        members.append(
          RecordMember(
            key: name, role: role,
            value: role?.field == .tags ? .list(TagText.tags(in: value)) : .text(value),
            range: rest.startIndex..<valueEnd))
      }
      rest = rest[min(valueEnd + close.count, rest.endIndex)...]
    }
    return members
  }

  private static func extra(_ member: RecordMember, in bytes: [UInt8]) -> Extra {
    Extra(
      key: String(decoding: member.key, as: UTF8.self),
      value: JSONText.quoted(bytes[member.range]))
  }
}
