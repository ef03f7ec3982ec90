/// The kind of a document in a compound file, by the names of its streams.
enum CompoundKind {
  case word
  case workbook(CompoundEntry)
  case slides
  case message
  /// An encrypted document of a newer format, or an encrypted presentation.
  case encrypted

  /// Only streams of the root count: a document may contain documents of other kinds.
  ///
  /// - Returns: nil for other files, such as lists of thumbnails and packages of programs.
  init?(_ file: CompoundFile) {
    let streams = file.streams()
    if streams["encryptedpackage"] != nil || streams["encryptedsummary"] != nil {
      self = .encrypted
    } else if streams["worddocument"] != nil {
      self = .word
    } else if let workbook = streams["workbook"] ?? streams["book"] {
      // A file for Excel 5 and 97 has both.
      self = .workbook(workbook)
    } else if streams["powerpoint document"] != nil {
      self = .slides
    } else if streams[Self.messageStream] != nil {
      self = .message
    } else if streams["contents"] != nil || streams["matost"] != nil {
      // A text of Works.
      self = .word
    } else {
      return nil
    }
  }

  private static let messageStream = "__properties_version1.0"
}
