import Storage

/// What makes a list of postings or a dictionary entry wrong, and where.
struct TermFault: Error {
  let file: String
  let offset: Int
  let problem: String
}

/// A term as the dictionary has it, of which nothing has been believed yet.
struct RawTermEntry {
  /// What is read of a file, and where that has to end.
  struct Source {
    let file: MappedFile
    let end: Int

    init(_ file: MappedFile, end: Int) {
      self.file = file
      self.end = end
    }

    /// - Throws: `TermFault` unless some bytes lie within.
    func require(_ count: Int, at offset: Int, _ what: String) throws(TermFault) {
      guard offset >= 0, count >= 0, offset <= end, count <= end - offset else {
        throw TermFault(file: file.name, offset: min(offset, end), problem: "\(what) are cut off")
      }
    }

    func fault(_ offset: Int, _ problem: String) -> TermFault {
      TermFault(file: file.name, offset: offset, problem: problem)
    }
  }

  let bytes: [UInt8]
  let info: TermInfo
  /// `.pst`, or the term's bytes in `.trm`.
  let postings: Source
  /// `.pos`, or the same bytes; nil for a term of a kind without positions.
  let positions: Source?
}
