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

  private let fields: HeaderFields

  /// Reads the header at the beginning of some bytes; returns nil when it does not begin there.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: WebArchive.signature.utf8),
      let lineEnd = bytes.firstIndex(of: 0x0A)
    else { return nil }
    fields = HeaderFields(bytes[(lineEnd + 1)...])
  }

  /// True when the fields are there that each record has.
  var isComplete: Bool {
    blockLength != nil && fields.bytes("warc-type") != nil && fields.bytes("warc-date") != nil
  }

  /// The length of the block in bytes.
  var blockLength: Int? {
    guard let length = fields.text("content-length").flatMap({ Int($0) }), length >= 0 else {
      return nil
    }
    return length
  }

  var kind: Kind {
    switch fields.text("warc-type")?.lowercased() {
    case "response": .response
    case "resource": .resource
    case "conversion": .conversion
    default: .other
    }
  }

  /// The address of the page or file; nil for other contents, such as logs and names of hosts.
  var address: String? {
    guard var address = fields.text("warc-target-uri") else { return nil }
    // wget writes the address as the grammar of WARC 1.0 prints it.
    if address.hasPrefix("<"), address.hasSuffix(">") {
      address = String(address.dropFirst().dropLast())
    }
    guard let colon = address.firstIndex(of: ":") else { return nil }
    let scheme = address[..<colon].lowercased()
    return Self.otherSchemes.contains(scheme) ? nil : address
  }

  private static let otherSchemes: Set = [
    "metadata", "dns", "whois", "urn", "about", "data", "screenshot", "filedesc",
  ]

  /// The time of the capture, such as `2026-07-14T08:30:00Z`.
  var date: String { fields.text("warc-date") ?? "" }

  var contentType: ParameterizedValue { ParameterizedValue(fields.bytes("content-type") ?? []) }
}
