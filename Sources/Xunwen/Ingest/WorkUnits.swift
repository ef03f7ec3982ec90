import Articles

/// A stretch of the input that is inverted in one go (or several, should it not fit in memory).
struct WorkUnit: Sendable {
  /// One thing to be read, in the order of the input.
  enum Item: Sendable {
    case page(CorpusFile)
    /// A line, with the path that ids are made of and the one that messages show.
    case record(RecordLine, path: String, shown: String)
    /// Of a file, by the path that ids are made of; "" where none is meant.
    case failure(ArticleError, path: String)
    /// All lines of a file of records have come.
    case end(path: String)
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
  /// Size of all files; 0 for standard input.
  let totalBytes: Int

  /// - Parameter plan: the files to be read; nil for standard input.
  /// - Throws: `ArticleError` for an encoding that ICU does not know, or standard input that cannot be read.
  init(_ plan: IngestPlan?, unitBytes: Int, encoding: String?) throws(ArticleError) {
    self.encoding = encoding
    if let plan {
      files = plan.files[...]
      pendingFailures = plan.failures
      totalBytes = plan.files.reduce(0) { $0 + $1.byteCount }
      // A few thousand runs at most, however small the memory and large the input.
      self.unitBytes = max(unitBytes, totalBytes / 4096)
    } else {
      files = []
      pendingFailures = []
      totalBytes = 0
      self.unitBytes = unitBytes
      lines = try RecordLines(standardInput: encoding)
      linesPath = (Self.standardInput, Self.standardInput)
    }
  }

  /// In place of a path.
  static let standardInput = "-"

  /// The next unit; nil at the end of the input.
  mutating func next() -> WorkUnit? {
    var unit = WorkUnit(number: number)
    unit.items = pendingFailures.map { .failure($0, path: "") }
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
          unit.items.append(.end(path: linesPath.relative))
        }
      } catch {
        unit.items.append(.failure(error, path: linesPath.relative))
      }
      return true
    }
    guard let file = files.popFirst() else { return false }
    switch file.kind {
    case .page:
      unit.bytes += file.byteCount
      unit.items.append(.page(file))
    case .records:
      do throws(ArticleError) {
        lines = try RecordLines(file, encoding: encoding)
        linesPath = (file.relativePath, file.path)
      } catch {
        unit.items.append(.failure(error, path: file.relativePath))
      }
    }
    return true
  }
}
