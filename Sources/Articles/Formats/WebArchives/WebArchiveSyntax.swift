/// The syntax of the headers of records: WARC, or ARC, its predecessor.
enum WebArchiveSyntax: Sendable {
  case warc, arc

  /// The first bytes of a file.
  var signature: String {
    switch self {
    case .warc: "WARC/1."
    case .arc: "filedesc://"
    }
  }

  /// The first bytes of the compressed members at which reading continues after damage.
  var memberPrefix: String {
    switch self {
    case .warc: signature
    case .arc: "http"
    }
  }

  /// Returns the syntax of a file; nil for other files.
  ///
  /// - Parameters:
  ///   - name: the name in lower case.
  ///   - beginning: the first bytes, which may be compressed.
  init?(name: String, beginning: [UInt8]) {
    let known = [Self.warc, .arc].first { syntax in
      beginning.starts(with: syntax.signature.utf8)
        || GzipMembers.isBeginning(beginning, of: syntax.signature)
    }
    guard let syntax = known ?? Self(name: name) else { return nil }
    self = syntax
  }

  /// Returns the syntax that a name means.
  init?(name: String) {
    if [".warc", ".warc.gz"].contains(where: name.hasSuffix) {
      self = .warc
    } else if [".arc", ".arc.gz"].contains(where: name.hasSuffix) {
      self = .arc
    } else {
      return nil
    }
  }

  /// True when a record may begin with some bytes.
  func beginsRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .warc: bytes.starts(with: Self.warcSignature)
    case .arc: CaptureLine(bytes) != nil
    }
  }

  private static let warcSignature = Array(Self.warc.signature.utf8)
  /// The length of the first line of a record, such as `WARC/1.1`.
  private static let warcLineLength = warcSignature.count + 1

  /// Returns the index of the first record in some bytes that begins before the end of the first
  /// `count` ones; nil if there is none.
  ///
  /// A record of WARC may follow the bytes of one that was not written to its end. A record of ARC
  /// begins a line.
  func indexOfRecord(in bytes: ArraySlice<UInt8>, first count: Int) -> Int? {
    let end = bytes.startIndex + min(count, bytes.count)
    var at = bytes.startIndex
    switch self {
    case .warc:
      while at < end {
        if bytes[at] == Self.warcSignature[0], beginsRecord(bytes[at...]),
          bytes.endIndex > at + Self.warcLineLength,
          bytes[at + Self.warcLineLength] == 0x0D || bytes[at + Self.warcLineLength] == 0x0A
        {
          return at - bytes.startIndex
        }
        at += 1
      }
    case .arc:
      while at < end {
        if beginsRecord(bytes[at...]) { return at - bytes.startIndex }
        guard let lineFeed = bytes[at..<end].firstIndex(of: 0x0A) else { return nil }
        at = lineFeed + 1
      }
    }
    return nil
  }

  /// Returns the header of a record at the beginning of some bytes.
  func header(_ bytes: ArraySlice<UInt8>) -> WebArchiveHeader? {
    switch self {
    case .warc: WebArchiveHeader(bytes)
    case .arc: CaptureLine(bytes).map(WebArchiveHeader.init)
    }
  }

  /// Returns the length of a header if it ends within some bytes; nil otherwise.
  ///
  /// - Parameter start: the number of bytes without an end, which have been searched.
  func headerLength(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var at = bytes.startIndex + start
    while let end = bytes[at...].firstIndex(of: 0x0A) {
      at = end + 1
      if self == .arc { return at - bytes.startIndex }
      let rest = bytes[at...]
      if rest.first == 0x0A { return at + 1 - bytes.startIndex }
      if rest.starts(with: [0x0D, 0x0A]) { return at + 2 - bytes.startIndex }
    }
    return nil
  }
}
