import Storage

/// All files of a commit, mapped, including damaged ones. A writer cannot change or remove them.
struct CommitFiles: Sendable {
  /// A file of the commit, or the error of opening it.
  struct File: Sendable {
    let name: String
    let component: FileComponent
    let opened: Result<EnvelopedFile, StorageError>

    /// Nil if the file could not be opened.
    var file: EnvelopedFile? { try? opened.get() }
    var byteCount: Int { file?.file.byteCount ?? 0 }

    init(_ name: String, _ component: FileComponent, _ id: UInt64?, _ directory: IndexDirectory) {
      self.name = name
      self.component = component
      opened = Result { () throws(StorageError) in
        try EnvelopedFile(directory: directory, name: name, component: component, segmentID: id)
      }
    }
  }

  struct Segment: Sendable {
    let entry: CommitPoint.Segment
    let info: Result<SegmentInfo, StorageError>
    let infoFile: File
    /// The other files, in the order of docs/FORMAT.md.
    let files: [File]
    /// The `.liv` file; nil when all documents are live.
    let live: File?
    let reader: Result<SegmentReader, StorageError>

    func file(_ component: FileComponent) -> File? {
      files.first { $0.component.tag == component.tag }
    }

    init(_ entry: CommitPoint.Segment, in directory: IndexDirectory) {
      self.entry = entry
      func file(_ ending: String, _ component: FileComponent) -> File {
        File("\(entry.name).\(ending)", component, entry.id, directory)
      }
      let info = Result { () throws(StorageError) in
        try SegmentInfo(entry, in: directory)
      }
      self.info = info
      reader = Result { () throws(StorageError) in
        try IndexReader.open(info.get(), entry, in: directory)
      }
      let endings = SegmentFormat.endings
      infoFile = file(endings.info, SegmentFormat.info)
      files = [
        file(endings.terms, SegmentFormat.terms), file(endings.postings, SegmentFormat.postings),
        file(endings.positions, SegmentFormat.positions),
        file(endings.lengths, SegmentFormat.lengths),
        file(endings.columns, SegmentFormat.columns), file(endings.stored, SegmentFormat.stored),
      ]
      live =
        entry.liveGeneration == 0
        ? nil
        : File(
          LiveDocuments.fileName(segment: entry.name, generation: entry.liveGeneration),
          SegmentFormat.live, entry.id, directory)
    }
  }

  let directory: IndexDirectory
  /// The newest commit, or the error of reading it.
  let commit: Result<CommitPoint, StorageError>
  let commitFile: File
  let segments: [Segment]
  let ledger: File?

  /// Opens the newest commit. If it cannot be read, opens every segment with a readable `.si` file.
  ///
  /// - Throws: `StorageError.notFound` without a commit, `.io`, and `.unsupportedVersion`.
  init(_ directory: IndexDirectory) throws(StorageError) {
    var tried: UInt64?
    while true {
      let newest = try CommitPoint.newestGeneration(in: directory)
      let files = try CommitFiles(directory, generation: newest)
      // When files are missing and there is a newer commit by now, a writer has removed the files.
      if tried == newest || !files.isMissingFiles {
        try files.refuseOtherVersions()
        self = files
        return
      }
      tried = newest
    }
  }

  private init(_ directory: IndexDirectory, generation: UInt64) throws(StorageError) {
    self.directory = directory
    let name = CommitPoint.prefix + String(generation, radix: 36)
    commitFile = File(name, SegmentFormat.commit, nil, directory)
    do throws(StorageError) {
      let commit = try CommitPoint(generation: generation, in: directory)
      self.commit = .success(commit)
      segments = commit.segments.map { Segment($0, in: directory) }
      ledger =
        commit.ledgerGeneration == 0
        ? nil
        : File(
          Ledger.fileName(generation: commit.ledgerGeneration), SegmentFormat.ledger,
          commit.ledgerGeneration, directory)
    } catch {
      // An intact commit of another format.
      if case .unsupportedVersion = error, (try? commitFile.file?.verifyChecksum()) != nil {
        throw error
      }
      commit = .failure(error)
      ledger = nil
      segments = try directory.list().compactMap { name in
        guard let name = IndexFiles.segment(of: name, ending: SegmentFormat.endings.info),
          let info = try? SegmentInfo(name: name, in: directory)
        else { return nil }
        return Segment(CommitPoint.Segment(info), in: directory)
      }
    }
  }

  var files: [File] {
    [commitFile] + (ledger.map { [$0] } ?? [])
      + segments.flatMap { [$0.infoFile] + $0.files + ($0.live.map { [$0] } ?? []) }
  }

  private var isMissingFiles: Bool {
    if case .failure(.notFound) = commit { return true }
    return files.contains {
      guard case .failure(.notFound) = $0.opened else { return false }
      return true
    }
  }

  /// Throws the error of the first intact file of another version, which cannot be checked.
  private func refuseOtherVersions() throws(StorageError) {
    for file in files {
      guard case .failure(let error) = file.opened, case .unsupportedVersion = error else {
        continue
      }
      let mapped = try MappedFile(directory: directory, name: file.name)
      guard mapped.byteCount >= 8 else { continue }
      let bytes = mapped.bytes
      let stored = bytes.uint32(at: mapped.byteCount - 8)
      if CRC32C.update(0, bytes.extracting(droppingLast: 8)) == stored { throw error }
    }
  }
}
