/// The header of a record: a line with the version, and fields.
struct WebArchiveHeader {
  /// The kinds of records that matter here.
  enum Kind {
    /// A page or file as the server sent it.
    case response
    /// A page or file.
    case resource
    /// The text of a page or file.
    case conversion
    /// Any other kind, without contents of a page.
    case other
  }

  let kind: Kind
  /// The length of the block in bytes; nil when none is declared.
  let blockLength: Int?
  /// The address of the page or file; nil for other contents, such as logs and names of hosts.
  let address: String?
  /// The time of the capture, such as `2026-07-14T08:30:00Z`.
  let date: String
  let contentType: ParameterizedValue
  /// True when the fields are there that each record has.
  let isComplete: Bool

  /// Reads the header of a WARC record at the beginning of some bytes; returns nil when it does not
  /// begin there.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: WebArchiveSyntax.warc.signature.utf8),
      let lineEnd = bytes.firstIndex(of: 0x0A)
    else { return nil }
    let fields = HeaderFields(bytes[(lineEnd + 1)...])
    kind =
      switch fields.text("warc-type")?.lowercased() {
      case "response": .response
      case "resource": .resource
      case "conversion": .conversion
      default: .other
      }
    blockLength = fields.text("content-length").flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    address = fields.text("warc-target-uri").flatMap(Self.pageAddress)
    date = fields.text("warc-date") ?? ""
    contentType = ParameterizedValue(fields.bytes("content-type") ?? [])
    isComplete =
      blockLength != nil && fields.bytes("warc-type") != nil && fields.bytes("warc-date") != nil
  }

  /// The header of an ARC record. The block of a page has the response of the server.
  init(_ line: CaptureLine) {
    kind = line.address.hasPrefix("http") ? .response : .resource
    blockLength = line.length
    address = Self.pageAddress(line.address)
    date = line.date
    contentType = ParameterizedValue(Array(line.type.utf8))
    isComplete = true
  }

  private static func pageAddress(_ address: String) -> String? {
    var address = address
    // wget writes the address as the grammar of WARC 1.0 prints it.
    if address.hasPrefix("<"), address.hasSuffix(">") {
      address = String(address.dropFirst().dropLast())
    }
    guard let colon = address.firstIndex(of: ":") else { return nil }
    let scheme = address[..<colon].lowercased()
    return otherSchemes.contains(scheme) ? nil : address
  }

  private static let otherSchemes: Set = [
    "metadata", "dns", "whois", "urn", "about", "data", "screenshot", "filedesc",
  ]
}
