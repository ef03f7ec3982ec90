import Storage

/// All files of a commit, mapped, be they whole or not: whatever a writer does meanwhile, they stay as they are.
struct CommitFiles: Sendable {
  /// A file as far as it could be opened.
  struct File: Sendable {
    let name: String
    let component: FileComponent
    let opened: Result<EnvelopedFile, StorageError>

    /// What was opened; nil where that failed.
    var file: EnvelopedFile? { try? opened.get() }
    /// 0 where nothing could be opened.
    var byteCount: Int { file?.file.byteCount ?? 0 }
  }

  /// A segment as far as it is known.
  struct Segment: Sendable {
    let entry: CommitPoint.Segment
    let info: Result<SegmentInfo, StorageError>
    let infoFile: File
    /// In the order of docs/FORMAT.md.
    let files: [File]
    /// Nil where all documents are alive.
    let live: File?
    /// Nil where a file cannot be opened.
    let reader: SegmentReader?

    func file(_ component: FileComponent) -> File? {
      files.first { $0.component.tag == component.tag }
    }
  }

  let directory: IndexDirectory
  /// The newest commit, or what is wrong with it.
  let commit: Result<CommitPoint, StorageError>
  let commitFile: File
  let segments: [Segment]
  let ledger: File?

  /// Opens the newest commit. Where that cannot be read, every segment of which there is a list of files is taken for
  /// one of it.
  ///
  /// - Throws: `StorageError.notFound` without a commit, `.io`; `.unsupportedVersion` for a whole index of a newer
  ///   program.
  init(_ directory: IndexDirectory) throws(StorageError) {
    var tried: UInt64?
    while true {
      let newest = try CommitPoint.newestGeneration(in: directory)
      let pinned = try CommitFiles(directory, generation: newest)
      // A file that is missing is one that a writer has removed, if there is another commit by now.
      if tried == newest || !pinned.isMissingFiles {
        try pinned.refuseOtherVersions()
        self = pinned
        return
      }
      tried = newest
    }
  }

  private init(_ directory: IndexDirectory, generation: UInt64) throws(StorageError) {
    self.directory = directory
    let name = CommitPoint.prefix + String(generation, radix: 36)
    commitFile = Self.open(name, SegmentFormat.commit, nil, directory)
    do throws(StorageError) {
      let commit = try CommitPoint(generation: generation, in: directory)
      self.commit = .success(commit)
      segments = commit.segments.map { Self.open($0, directory) }
      ledger =
        commit.ledgerGeneration == 0
        ? nil
        : Self.open(
          Ledger.fileName(generation: commit.ledgerGeneration), SegmentFormat.ledger,
          commit.ledgerGeneration, directory)
    } catch {
      // Of a newer format as a whole.
      if case .unsupportedVersion = error, (try? commitFile.file?.verifyChecksum()) != nil {
        throw error
      }
      commit = .failure(error)
      ledger = nil
      segments = try directory.list().compactMap { name in
        guard let name = IndexFiles.segment(ofInfo: name),
          let info = try? SegmentInfo(name: name, in: directory)
        else { return nil }
        return Self.open(CommitPoint.Segment(info), directory)
      }
    }
  }

  private static func open(
    _ name: String, _ component: FileComponent, _ id: UInt64?, _ directory: IndexDirectory
  ) -> File {
    do throws(StorageError) {
      let file = try EnvelopedFile(
        directory: directory, name: name, component: component, segmentID: id)
      return File(name: name, component: component, opened: .success(file))
    } catch {
      return File(name: name, component: component, opened: .failure(error))
    }
  }

  private static func open(
    _ entry: CommitPoint.Segment, _ directory: IndexDirectory
  ) -> Segment {
    let endings = SegmentFormat.endings
    func file(_ ending: String, _ component: FileComponent) -> File {
      open("\(entry.name).\(ending)", component, entry.id, directory)
    }
    let info: Result<SegmentInfo, StorageError>
    var reader: SegmentReader?
    do throws(StorageError) {
      let found = try SegmentInfo(name: entry.name, in: directory)
      guard found.id == entry.id else {
        throw .corrupt(
          file: entry.name, offset: 0, reason: "not the segment that was committed")
      }
      info = .success(found)
      if let live = try? LiveDocuments.read(
        entry, documentCount: found.documentCount, from: directory)
      {
        reader = try? SegmentReader(found, in: directory, liveDocuments: live)
      } else if entry.liveGeneration == 0 {
        reader = try? SegmentReader(found, in: directory, liveDocuments: nil)
      }
    } catch {
      info = .failure(error)
    }
    return Segment(
      entry: entry, info: info, infoFile: file(endings.info, SegmentFormat.info),
      files: [
        file(endings.terms, SegmentFormat.terms), file(endings.postings, SegmentFormat.postings),
        file(endings.positions, SegmentFormat.positions),
        file(endings.lengths, SegmentFormat.lengths),
        file(endings.columns, SegmentFormat.columns), file(endings.stored, SegmentFormat.stored),
      ],
      live: entry.liveGeneration == 0
        ? nil
        : open(
          LiveDocuments.fileName(segment: entry.name, generation: entry.liveGeneration),
          SegmentFormat.live, entry.id, directory),
      reader: reader)
  }

  /// All of them.
  var files: [File] {
    [commitFile] + (ledger.map { [$0] } ?? [])
      + segments.flatMap { [$0.infoFile] + $0.files + ($0.live.map { [$0] } ?? []) }
  }

  private var isMissingFiles: Bool {
    files.contains {
      guard case .failure(.notFound) = $0.opened else { return false }
      return true
    }
  }

  /// A file that names another version of its format and is whole is not damaged, but nothing to be checked either.
  private func refuseOtherVersions() throws(StorageError) {
    for file in files {
      guard case .failure(let error) = file.opened, case .unsupportedVersion = error,
        let mapped = try? MappedFile(directory: directory, name: file.name), mapped.byteCount >= 8
      else { continue }
      let bytes = mapped.bytes
      let stored = bytes.uint32(at: mapped.byteCount - 8)
      if CRC32C.update(0, bytes.extracting(droppingLast: 8)) == stored { throw error }
    }
  }
}
