import Storage

/// Whether the files of a commit are there and as they were written.
struct FileCheck: Sendable {
  let index: CommitFiles
  /// Names of files that are whole.
  private(set) var whole: Set<String> = []
  private(set) var findings = CheckFindings()

  /// - Parameter onFile: called after each file with its size in bytes.
  /// - Complexity: O(*n*) in the bytes of all files, which are read.
  init(_ index: CommitFiles, onFile: (Int) -> Void) throws(CancellationError) {
    self.index = index
    if case .failure(let error) = index.commit {
      findings.append(CheckFinding(error, in: index.commitFile.name))
    }
    check(index.commitFile, articles: nil, onFile)
    if let ledger = index.ledger { check(ledger, articles: nil, onFile) }
    for segment in index.segments {
      let info = try? segment.info.get()
      let articles = info?.documentCount
      check(segment.infoFile, articles: articles, onFile)
      if case .failure(let error) = segment.info, whole.contains(segment.infoFile.name) {
        reject(segment.infoFile.name, CheckFinding(error, in: segment.infoFile.name))
      }
      if let live = segment.live { check(live, articles: articles, onFile) }
      for file in segment.files {
        if Task.isCancelled { throw CancellationError() }
        check(file, articles: articles, onFile)
        if let info { compare(file, with: info) }
      }
    }
  }

  /// - Parameter articles: how many a damage of the file concerns at most.
  private mutating func check(_ file: CommitFiles.File, articles: Int?, _ onFile: (Int) -> Void) {
    let opened: EnvelopedFile
    do throws(StorageError) {
      opened = try file.opened.get()
    } catch {
      // What is wrong with the commit has been told already.
      if findings.all.last?.file != file.name {
        findings.append(CheckFinding(error, in: file.name, articles: articles))
      }
      return
    }
    onFile(opened.file.byteCount)
    if (try? opened.verifyChecksum()) != nil {
      whole.insert(file.name)
    } else if findings.all.last?.file != file.name {
      for range in opened.damagedRanges() {
        findings.append(
          CheckFinding(
            file: file.name, bytes: range, problem: "not as it was written", articles: articles))
      }
    }
  }

  /// Compares a file with what `.si` says of it.
  private mutating func compare(_ file: CommitFiles.File, with info: SegmentInfo) {
    guard let opened = file.file else { return }
    guard let summary = info.files.first(where: { $0.name == file.name }) else {
      return reject(
        file.name, CheckFinding(file: file.name, problem: "\(info.name).si does not list it"))
    }
    let isListed =
      summary.byteCount == opened.file.byteCount && summary.checksum == opened.checksum
    if !isListed, whole.contains(file.name) {
      reject(
        file.name,
        CheckFinding(
          file: file.name, problem: "not the file that \(info.name).si lists",
          articles: info.documentCount))
    }
  }

  private mutating func reject(_ name: String, _ finding: CheckFinding) {
    whole.remove(name)
    findings.append(finding)
  }
}

extension CheckFinding {
  /// What an error says of a file.
  init(_ error: StorageError, in file: String, articles: Int? = nil) {
    switch error {
    case .notFound:
      self.init(file: file, problem: "is missing", articles: articles)
    case .corrupt(_, let offset, let reason):
      self.init(file: file, bytes: offset..<offset + 1, problem: reason, articles: articles)
    case .checksumMismatch(_, let expected, let found):
      let (expected, found) = (String(expected, radix: 16), String(found, radix: 16))
      self.init(
        file: file, problem: "checksum \(found) instead of \(expected)", articles: articles)
    case .io, .wrongFormat, .unsupportedVersion, .locked:
      self.init(file: file, problem: "\(error)", articles: articles)
    }
  }
}
