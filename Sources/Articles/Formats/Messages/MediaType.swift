/// The media type that a header declares, such as `text/html`.
struct MediaType {
  /// The type in lower case; empty when none is declared.
  let name: String

  init(_ name: String) { self.name = name }

  /// True for a type that says nothing.
  var isUnknown: Bool {
    name.isEmpty || !name.contains("/")
      || [
        "application/octet-stream", "binary/octet-stream", "application/x-download",
        "application/force-download", "application/unknown", "unknown/unknown",
      ].contains(name)
  }

  /// True for a type that never holds an article.
  var isNoArticle: Bool {
    ["image/", "audio/", "video/", "font/"].contains(where: name.hasPrefix)
      || name.contains("javascript") || name.contains("ecmascript") || name.contains("font")
      || ["text/css", "text/vtt", "application/wasm", "application/x-shockwave-flash"]
        .contains(name)
  }

  /// The usual ending of the names of files of the type; nil for other types.
  var ending: String? { Self.endings[name] }

  private static let endings = [
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt",
    "application/json": "json", "text/json": "json", "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl", "text/csv": "csv",
    "text/tab-separated-values": "tsv", "text/xml": "xml", "application/xml": "xml",
    "application/rss+xml": "rss", "application/atom+xml": "atom", "text/markdown": "md",
    "application/pdf": "pdf", "application/rtf": "rtf", "text/rtf": "rtf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt", "application/epub+zip": "epub",
    "application/ofd": "ofd", "application/zip": "zip", "application/x-zip-compressed": "zip",
    "application/gzip": "gz", "application/x-gzip": "gz", "application/x-tar": "tar",
    "application/x-7z-compressed": "7z", "message/rfc822": "eml", "multipart/related": "mht",
    "application/mbox": "mbox",
  ]

  /// Returns a name with the usual ending of the type.
  func completing(_ name: String) -> String {
    guard let ending, !name.lowercased().hasSuffix("." + ending) else { return name }
    return name + "." + ending
  }
}
