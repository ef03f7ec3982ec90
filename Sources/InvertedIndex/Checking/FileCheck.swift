import Storage

/// A check that the files of a commit exist and match their checksums.
struct FileCheck: Sendable {
  private let index: CommitFiles
  private(set) var intact: Set<String> = []
  private(set) var findings = CheckFindings()

  /// - Parameter onFile: called after each file with its size in bytes.
  /// - Throws: `CancellationError` when the task is cancelled.
  init(_ index: CommitFiles, onFile: (Int) -> Void) throws(CancellationError) {
    self.index = index
    if case .failure(let error) = index.commit { findings.append(error, in: index.commitFile.name) }
    check(index.commitFile, articles: nil, onFile)
    if let ledger = index.ledger { check(ledger, articles: nil, onFile) }
    for segment in index.segments {
      let unreadableBefore = findings.unreadable.count
      let info = try? segment.info.get()
      let articles = info?.documentCount
      check(segment.infoFile, articles: articles, onFile)
      if case .failure(let error) = segment.info, intact.remove(segment.infoFile.name) != nil {
        findings.append(error, in: segment.infoFile.name)
      }
      if let live = segment.live { check(live, articles: articles, onFile) }
      for file in segment.files {
        if Task.isCancelled { throw CancellationError() }
        check(file, articles: articles, onFile)
        if let info { compare(file, with: info) }
      }
      // The reader opens the files a second time, which may fail alone.
      if findings.unreadable.count == unreadableBefore,
        case .failure(let error) = segment.reader, case .io = error
      {
        findings.append(error, in: segment.infoFile.name)
      }
    }
  }

  private mutating func check(_ file: CommitFiles.File, articles: Int?, _ onFile: (Int) -> Void) {
    let opened: EnvelopedFile
    do throws(StorageError) { opened = try file.opened.get() } catch {
      // The error of a commit has already been added.
      if findings.all.last?.file != file.name {
        findings.append(error, in: file.name, articles: articles)
      }
      return
    }
    onFile(opened.file.byteCount)
    if (try? opened.verifyChecksum()) != nil {
      intact.insert(file.name)
    } else if findings.all.last?.file != file.name {
      for range in opened.damagedRanges() {
        findings.append("not as it was written", in: file.name, range, articles: articles)
      }
    }
  }

  private mutating func compare(_ file: CommitFiles.File, with info: SegmentInfo) {
    guard let opened = file.file else { return }
    guard let summary = info.files.first(where: { $0.name == file.name }) else {
      return reject("\(info.name).si does not list it", file.name)
    }
    let isListed = summary.byteCount == opened.file.byteCount && summary.checksum == opened.checksum
    if !isListed, intact.contains(file.name) {
      reject("not the file that \(info.name).si lists", file.name, articles: info.documentCount)
    }
  }

  private mutating func reject(_ problem: String, _ file: String, articles: Int? = nil) {
    intact.remove(file)
    findings.append(problem, in: file, articles: articles)
  }
}

extension CheckFindings {
  mutating func checkLive(_ segment: CommitFiles.Segment, _ info: SegmentInfo) {
    guard let file = segment.live?.file else { return }
    let payload = file.payload
    let (count, words) = (info.documentCount, (info.documentCount + 63) / 64)
    let bytes = file.bytes
    guard payload.count == 8 + 8 * words, Int(bytes.uint32(at: payload.lowerBound)) == count else {
      return append("not of \(count) documents", in: file.name, articles: count)
    }
    var live = 0
    for word in 0..<words {
      live += bytes.uint64(at: payload.lowerBound + 8 + 8 * word).nonzeroBitCount
    }
    let deleted = segment.entry.deletedCount
    guard count - live == deleted, Int(bytes.uint32(at: payload.lowerBound + 4)) == deleted else {
      return append(
        "\(count - live) documents are deleted, the commit has \(deleted)", in: file.name)
    }
    if words > 0, count % 64 > 0,
      bytes.uint64(at: payload.upperBound - 8) >> UInt64(count % 64) != 0
    {
      append("more live documents than documents", in: file.name)
    }
  }
}
