import Storage

/// The result of a scan.
public struct Corpus: Sendable {
  /// The folder's absolute path without symbolic links; the given path if it does not exist.
  public var root: String
  /// The input files, in ascending bytewise order of the relative path.
  public var files: [CorpusFile]
  /// Unreadable folders, broken links, and other failures.
  public var errors: [ArticleError]
  /// Number of hidden files and folders, and of files that no format accepts.
  public var skipped: Int
}

/// A finder of the input files below a folder.
///
/// Hidden entries (`.name`) and files that no format accepts are skipped. Symbolic links are
/// followed last, and only to folders and files not visited yet. So cycles end, no file is found
/// twice, and a file below the folder has its real path.
public enum CorpusScanner {
  /// Finds the input files below `path`, or the file `path` itself.
  ///
  /// - Complexity: O(*n* log *n*) in the number of entries.
  public static func scan(_ path: String, formats: [any InputFormat] = InputFormats.all) -> Corpus {
    var walk = Walk(formats: formats)
    walk.root(path)
    return Corpus(
      root: FileSystem.realPath(path),
      files: walk.files.sorted {
        $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8)
      },
      errors: walk.errors.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) },
      skipped: walk.skipped)
  }
}

/// The list of input formats.
public enum InputFormats {
  /// All formats. The first one that accepts a file reads it.
  public static let all: [any InputFormat] = [CrawledText(), JSONRecords()]

  /// The format of a file that was named explicitly and that no format accepts.
  static let fallback: any InputFormat = CrawledText()

  /// Standard input, which holds JSON records.
  public static let standardInput = CorpusFile(
    path: "-", relativePath: "-", format: JSONRecords())
}

private struct Walk {
  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  struct Entry {
    let path: String
    let relative: String

    var name: String {
      relative.utf8.lastIndex(of: UInt8(ascii: "/"))
        .map { String(relative[relative.utf8.index(after: $0)...]) } ?? relative
    }
  }

  let formats: [any InputFormat]
  var files: [CorpusFile] = []
  var errors: [ArticleError] = []
  var skipped = 0
  private var folders: [Entry] = []
  private var links: [Entry] = []
  private var seen: Set<Identity> = []

  init(formats: [any InputFormat]) { self.formats = formats }

  mutating func root(_ path: String) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    guard let facts = facts(path, followingLinks: true) else { return }
    if facts.kind == .directory {
      isNew(facts)
      folders.append(Entry(path: path, relative: ""))
    } else {
      let file = Entry(path: path, relative: Entry(path: path, relative: path).name)
      if isNew(facts) { add(file, facts, format(of: file) ?? InputFormats.fallback) }
    }
    repeat {
      // The result is sorted, so the order of the folders does not matter.
      while let folder = folders.popLast() { enter(folder) }
      follow()
    } while !folders.isEmpty
  }

  private mutating func enter(_ folder: Entry) {
    for name in names(in: folder.path) {
      guard name.utf8.first != UInt8(ascii: ".") else {
        skipped += 1
        continue
      }
      let entry = Entry(
        path: folder.path == "/" ? "/" + name : folder.path + "/" + name,
        relative: folder.relative.isEmpty ? name : folder.relative + "/" + name)
      guard let facts = facts(entry.path, followingLinks: false) else { continue }
      switch facts.kind {
      case .link: links.append(entry)
      case .directory: if isNew(facts) { folders.append(entry) }
      case .file, .other:
        if let format = format(of: entry) {
          // Every hard link counts as a file. Only symbolic links are compared with seen files.
          isNew(facts)
          add(entry, facts, format)
        } else {
          skipped += 1
        }
      }
    }
  }

  /// Returns the names in a folder. A name that is not UTF-8 is an error, since it cannot be an id.
  private mutating func names(in folder: String) -> [String] {
    var names: [String] = []
    do throws(SystemError) {
      try FileSystem.forEachName(inDirectory: folder) { bytes in
        if let name = String(validating: bytes, as: UTF8.self) {
          names.append(name)
        } else {
          errors.append(
            ArticleError(
              path: folder + "/" + String(decoding: bytes, as: UTF8.self),
              reason: .unreadable(
                errno: SystemError.illegalSequence, message: "file name is not UTF-8")))
        }
      }
    } catch {
      errors.append(ArticleError(path: folder, error))
    }
    return names
  }

  private mutating func follow() {
    let pending = links.sorted { $0.relative.utf8.lexicographicallyPrecedes($1.relative.utf8) }
    links = []
    for (i, link) in pending.enumerated() {
      guard let facts = facts(link.path, followingLinks: true) else { continue }
      if facts.kind == .directory {
        guard isNew(facts) else { continue }
        folders.append(link)
        // The contents of this folder must be seen before the next link is judged.
        links = Array(pending[(i + 1)...])
        return
      }
      if let format = format(of: link), isNew(facts) { add(link, facts, format) }
    }
  }

  private mutating func add(_ entry: Entry, _ facts: FileFacts, _ format: any InputFormat) {
    guard facts.kind == .file else {
      errors.append(ArticleError(path: entry.path, reason: .notRegularFile))
      return
    }
    files.append(
      CorpusFile(
        path: entry.path, relativePath: entry.relative, format: format,
        byteCount: facts.byteCount, modified: facts.modified))
  }

  private func format(of entry: Entry) -> (any InputFormat)? {
    let name = entry.name.lowercased()
    return formats.first { $0.accepts(name: name) { InputFile.beginning(of: entry.path) } }
  }

  private mutating func facts(_ path: String, followingLinks: Bool) -> FileFacts? {
    do throws(SystemError) {
      return try FileSystem.facts(of: path, followingLinks: followingLinks)
    } catch {
      errors.append(ArticleError(path: path, error))
      return nil
    }
  }

  /// Marks a file or folder as seen, and returns true when it was not.
  @discardableResult
  private mutating func isNew(_ facts: FileFacts) -> Bool {
    seen.insert(Identity(device: facts.device, inode: facts.inode)).inserted
  }
}
