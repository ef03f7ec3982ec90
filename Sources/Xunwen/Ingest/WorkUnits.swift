import Articles

/// A stretch of the input that is inverted in one go (or several, should it not fit in memory).
struct WorkUnit: Sendable {
  /// One thing to be read, in the order of the input.
  enum Item: Sendable {
    case page(CorpusFile)
    /// A line, with the path that ids are made of and the one that messages show.
    case record(RecordLine, path: String, shown: String)
    case failure(ArticleError)
  }

  let number: Int
  var items: [Item] = []
  var bytes = 0
}

/// Cuts the input into units by the size of what is read, never by who reads it: the same input and memory
/// give the same runs whatever the number of threads.
struct WorkUnitReader: ~Copyable {
  private let unitBytes: Int
  private let encoding: String?
  private var files: ArraySlice<CorpusFile>
  private var lines: RecordLines?
  private var linesPath = (relative: "", shown: "")
  private var pendingFailures: [ArticleError]
  private var number = 0
  /// Files opened so far.
  private(set) var fileCount = 0
  /// Size of all files; 0 for standard input.
  let totalBytes: Int
  /// Hidden files and files of other kinds, passed over.
  let skippedCount: Int

  /// - Throws: `ArticleError` for an encoding that ICU does not know, or standard input that cannot be read.
  init(_ input: CorpusInput, unitBytes: Int, encoding: String?) throws(ArticleError) {
    self.encoding = encoding
    switch input {
    case .folder(let folder):
      let corpus = CorpusScanner.scan(folder)
      files = corpus.files[...]
      pendingFailures = corpus.errors
      totalBytes = corpus.files.reduce(0) { $0 + $1.byteCount }
      skippedCount = corpus.skipped
      // A few thousand runs at most, however small the memory and large the input.
      self.unitBytes = max(unitBytes, totalBytes / 4096)
    case .standardInput:
      files = []
      pendingFailures = []
      totalBytes = 0
      skippedCount = 0
      self.unitBytes = unitBytes
      lines = try RecordLines(standardInput: encoding)
      linesPath = ("-", "-")
      fileCount = 1
    }
  }

  /// The next unit; nil at the end of the input.
  mutating func next() -> WorkUnit? {
    var unit = WorkUnit(number: number)
    unit.items = pendingFailures.map { .failure($0) }
    pendingFailures = []
    while unit.bytes < unitBytes, readItem(into: &unit) {}
    number += 1
    return unit.items.isEmpty ? nil : unit
  }

  /// - Returns: false at the end of the input.
  private mutating func readItem(into unit: inout WorkUnit) -> Bool {
    if lines != nil {
      do throws(ArticleError) {
        if let line = try lines?.next() {
          unit.bytes += line.bytes.count
          unit.items.append(
            .record(line, path: linesPath.relative, shown: linesPath.shown))
        } else {
          lines = nil
        }
      } catch {
        unit.items.append(.failure(error))
      }
      return true
    }
    guard let file = files.popFirst() else { return false }
    fileCount += 1
    switch file.kind {
    case .page:
      unit.bytes += file.byteCount
      unit.items.append(.page(file))
    case .records:
      do throws(ArticleError) {
        lines = try RecordLines(file, encoding: encoding)
        linesPath = (file.relativePath, file.path)
      } catch {
        unit.items.append(.failure(error))
      }
    }
    return true
  }
}
