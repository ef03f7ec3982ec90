import Storage

/// A walk through a folder and its subfolders, which collects the input files.
struct CorpusWalk {
  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private struct Entry {
    let path: String
    /// The path below the root.
    let relative: String
    /// True when the relative path contains a symbolic link.
    var isLinked = false

    var name: String { FilePath.name(relative) }

    func child(_ name: String) -> Entry {
      Entry(
        path: FilePath.join(path, name), relative: relative.isEmpty ? name : relative + "/" + name,
        isLinked: isLinked)
    }
  }

  private let formats: [any InputFormat]
  /// The folders with other formats, each after the folders in it.
  private let inner: [(folder: String, formats: [any InputFormat])]
  private let followsLinks: Bool
  private let patterns: PathPatterns
  private let isIndex: (_ folder: String, _ names: [String]) -> Bool
  /// The real path of the scanned folder.
  private var top = ""
  private(set) var files: [CorpusFile] = []
  private(set) var errors: [ArticleError] = []
  /// The names of files and folders that could not be read.
  private(set) var unreadable: [String] = []
  /// The names of links that are not followed.
  private(set) var unfollowed: [String] = []
  private(set) var skipped = SkippedFiles()
  private(set) var isRootIndex = false
  private var folders: [Entry] = []
  private var links: [Entry] = []
  private var seen: Set<Identity> = []

  init(
    formats: [any InputFormat], inner: [(folder: String, formats: [any InputFormat])],
    followsLinks: Bool, patterns: PathPatterns,
    isIndex: @escaping (_ folder: String, _ names: [String]) -> Bool
  ) {
    (self.formats, self.inner) = (formats, inner)
    (self.followsLinks, self.patterns) = (followsLinks, patterns)
    self.isIndex = isIndex
  }

  /// Finds the input files below a path, and returns the real paths of the folder to which their
  /// names are relative, and of the path itself.
  mutating func scan(_ path: String) -> (root: String, path: String) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    let top = Entry(path: path, relative: "")
    guard let real = realPath(path, of: top) else { return (path, path) }
    guard let facts = facts(of: top, followingLinks: true) else { return (real, real) }
    guard facts.kind == .directory else {
      let name = FilePath.name(path)
      let folder = FilePath.folder(path)
      guard let root = realPath(folder.isEmpty ? "." : folder, of: top) else { return (real, real) }
      let isLinked = (self.facts(of: top, followingLinks: false)?.kind ?? .file) == .link
      let file = Entry(path: path, relative: name, isLinked: isLinked)
      add(file, facts, format(of: file) ?? fallback(for: file))
      return (root, FilePath.join(root, name))
    }
    isNew(facts)
    self.top = real
    folders.append(top)
    repeat {
      // The result is sorted, so the order of the folders does not matter.
      while let folder = folders.popLast() { enter(folder) }
      follow()
    } while !folders.isEmpty
    return (real, real)
  }

  private mutating func enter(_ folder: Entry) {
    let names = names(in: folder)
    if isIndex(folder.path, names) {
      skipped.indexes += 1
      if folder.relative.isEmpty { isRootIndex = true }
      enterSubfolders(folder, names)
      return
    }
    for name in names where !skipped.addUnwanted(name) {
      let entry = folder.child(name)
      guard let facts = facts(of: entry, followingLinks: false) else { continue }
      switch facts.kind {
      case .link: links.append(entry)
      case _ where isExcluded(entry, isFolder: facts.kind == .directory): break
      case .directory: if isNew(facts) { folders.append(entry) }
      case .file, .other:
        // Every hard link counts as a file. Only symbolic links are compared with seen files.
        isNew(facts)
        if let format = format(of: entry) {
          add(entry, facts, format)
        } else {
          skipped.add(name, at: entry.relative)
        }
      }
    }
  }

  /// Enters the subfolders of the folder of an index. They do not belong to the index. Its files
  /// are marked as seen, so that no link leads to them.
  private mutating func enterSubfolders(_ folder: Entry, _ names: [String]) {
    for name in names where !name.hasPrefix(".") {
      let entry = folder.child(name)
      if let facts = facts(of: entry, followingLinks: false), facts.kind != .link, isNew(facts),
        facts.kind == .directory, !skipped.addUnwanted(name), !isExcluded(entry, isFolder: true)
      {
        folders.append(entry)
      }
    }
  }

  /// Returns the names in a folder. A name that is not UTF-8 is an error, since it cannot be an id.
  private mutating func names(in folder: Entry) -> [String] {
    var names: [String] = []
    do throws(SystemError) {
      try FileSystem.forEachName(inDirectory: folder.path) { bytes in
        if let name = String(validating: bytes, as: UTF8.self) {
          names.append(name)
        } else {
          errors.append(
            ArticleError(
              path: FilePath.join(folder.path, String(decoding: bytes, as: UTF8.self)),
              reason: .unreadable(
                errno: SystemError.illegalSequence, message: "file name is not UTF-8")))
        }
      }
    } catch {
      fail(folder, error)
    }
    return names
  }

  private mutating func follow() {
    let pending = links.sorted { $0.relative.utf8.lexicographicallyPrecedes($1.relative.utf8) }
    links = []
    for (i, var link) in pending.enumerated() {
      guard let facts = facts(of: link, followingLinks: true),
        let real = realPath(link.path, of: link)
      else { continue }
      if !followsLinks, FilePath.relative(real, to: top) == nil {
        skipped.addLink(at: link.relative)
        unfollowed.append(link.relative)
        continue
      }
      if isExcluded(link, isFolder: facts.kind == .directory) { continue }
      guard isNew(facts) else { continue }
      link.isLinked = true
      if facts.kind == .directory {
        folders.append(link)
        // The contents of this folder must be seen before the next link is judged.
        links = Array(pending[(i + 1)...])
        return
      }
      if let format = format(of: link) {
        add(link, facts, format)
      } else {
        skipped.add(link.name, at: link.relative)
      }
    }
  }

  /// True when patterns exclude an entry, which is then counted. An archive is opened for the
  /// members that patterns include.
  private mutating func isExcluded(_ entry: Entry, isFolder: Bool) -> Bool {
    guard
      patterns.excludes(entry.relative, isFolder: isFolder)
        || !isFolder && patterns.omitsFile(entry.relative)
    else { return false }
    skipped.addExcluded(at: entry.relative)
    return true
  }

  private mutating func add(_ entry: Entry, _ facts: FileFacts, _ format: any InputFormat) {
    guard facts.kind == .file else {
      errors.append(ArticleError(path: entry.path, reason: .notRegularFile))
      unreadable.append(entry.relative)
      return
    }
    files.append(
      CorpusFile(
        path: entry.path, relativePath: entry.relative.composed, name: entry.relative,
        isLinked: entry.isLinked, format: format,
        stamp: FileStamp(
          byteCount: facts.byteCount, modified: facts.modified, changed: facts.changed,
          inode: facts.inode)))
  }

  private func format(of entry: Entry) -> (any InputFormat)? {
    let name = entry.name.lowercased()
    var known: [UInt8]?
    func beginning() -> [UInt8] {
      if let known { return known }
      let bytes = InputFile.beginning(of: entry.path)
      known = bytes
      return bytes
    }
    let inner = inner.first { FilePath.relative(entry.relative, to: $0.folder) != nil }
    return (inner?.formats ?? formats).first { $0.accepts(name: name, beginning: beginning) }
  }

  /// The format of a file that was named explicitly and that no format accepts. JSON without an
  /// article is reported, and is no text of a page.
  private func fallback(for file: Entry) -> any InputFormat {
    let records = formats.first { $0 is JSONRecords }
    return file.name.lowercased().hasSuffix(".json")
      ? records ?? InputFormats.fallback
      : InputFormats.fallback
  }

  private mutating func facts(of entry: Entry, followingLinks: Bool) -> FileFacts? {
    do throws(SystemError) {
      return try FileSystem.facts(of: entry.path, followingLinks: followingLinks)
    } catch {
      fail(entry, error)
      return nil
    }
  }

  /// The absolute path without links of an entry or its folder; nil after an error, which is noted.
  private mutating func realPath(_ path: String, of entry: Entry) -> String? {
    do throws(SystemError) {
      return try FileSystem.resolvedPath(path)
    } catch {
      fail(entry, error)
      return nil
    }
  }

  private mutating func fail(_ entry: Entry, _ error: SystemError) {
    errors.append(ArticleError(path: entry.path, error))
    unreadable.append(entry.relative)
  }

  /// Marks a file or folder as seen, and returns true when it was not.
  @discardableResult
  private mutating func isNew(_ facts: FileFacts) -> Bool {
    seen.insert(Identity(device: facts.device, inode: facts.inode)).inserted
  }
}
