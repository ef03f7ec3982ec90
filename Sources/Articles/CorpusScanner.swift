#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of a corpus that holds articles.
public struct CorpusFile: Sendable, Hashable {
  public enum Kind: Sendable {
    /// `.txt`: one crawled page.
    case page
    /// `.jsonl`: one record a line.
    case records
  }

  /// For opening the file.
  public var path: String
  /// Below the corpus folder, with `/` between its parts.
  public var relativePath: String
  public var kind: Kind
  public var byteCount: Int
  /// When its contents were last changed, as the file system says: nanoseconds since 1970.
  public var modified: Int64

  public init(
    path: String, relativePath: String, kind: Kind, byteCount: Int, modified: Int64 = 0
  ) {
    self.path = path
    self.relativePath = relativePath
    self.kind = kind
    self.byteCount = byteCount
    self.modified = modified
  }
}

/// What a scan found.
public struct Corpus: Sendable {
  /// The folder's absolute path, free of links; as it was given where it has none.
  public var root: String
  /// In ascending bytewise order of the relative path.
  public var files: [CorpusFile]
  /// Folders that could not be read, links that lead nowhere, and the like.
  public var errors: [ArticleError]
  /// Hidden files and folders, and files of other kinds, that were passed over.
  public var skipped: Int
}

/// Finds the article files below a folder.
///
/// Hidden entries (`.name`) and other kinds of files are left out. Symbolic links are followed
/// after everything else has been visited, and only to folders and files not seen yet, so that a
/// cycle ends, nothing is found twice, and an article's id is its real path wherever it has one
/// below the folder.
public enum CorpusScanner {
  /// Nanoseconds since 1970.
  public static var now: Int64 {
    var time = timespec()
    // Safe: the call fills the structure.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Every `.txt` and `.jsonl` file below `folder`, or `folder` itself if it is one.
  ///
  /// - Complexity: O(n log n) in the number of entries.
  public static func scan(_ folder: String) -> Corpus {
    var walk = Walk()
    walk.root(folder)
    return Corpus(
      root: RealPath.of(folder),
      files: walk.files.sorted {
        $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8)
      },
      errors: walk.errors.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) },
      skipped: walk.skipped)
  }
}

private struct Walk {
  struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  struct Place {
    var path: String
    var relative: String
  }

  var files: [CorpusFile] = []
  var errors: [ArticleError] = []
  var skipped = 0
  private var folders: [Place] = []
  private var links: [Place] = []
  private var seen: Set<Identity> = []

  mutating func root(_ path: String) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    guard let facts = facts(path, followingLinks: true) else { return }
    if facts.st_mode & S_IFMT == S_IFDIR {
      _ = isNew(facts)
      folders.append(Place(path: path, relative: ""))
    } else {
      let name =
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? path } ?? path
      let place = Place(path: path, relative: name)
      if isNew(facts) { add(place, facts, kind: Self.kind(of: name) ?? .page) }
    }
    repeat {
      // Depth does not matter to the result, which is sorted, so that a stack will do.
      while let folder = folders.popLast() { enter(folder) }
      follow()
    } while !folders.isEmpty
  }

  private mutating func enter(_ folder: Place) {
    let listing = FolderListing(folder.path)
    errors += listing.errors
    for name in listing.names where name != "." && name != ".." {
      guard name.utf8.first != UInt8(ascii: ".") else {
        skipped += 1
        continue
      }
      let place = Place(
        path: folder.path == "/" ? "/" + name : folder.path + "/" + name,
        relative: folder.relative.isEmpty ? name : folder.relative + "/" + name)
      guard let facts = facts(place.path, followingLinks: false) else { continue }
      switch facts.st_mode & S_IFMT {
      case S_IFLNK: links.append(place)
      case S_IFDIR:
        if isNew(facts) { folders.append(place) }
      default:
        if let kind = Self.kind(of: name) {
          // A hard link is a file of its own: only links are checked against what was seen.
          _ = isNew(facts)
          add(place, facts, kind: kind)
        } else {
          skipped += 1
        }
      }
    }
  }

  /// Follows the links met so far, in the order of their paths.
  private mutating func follow() {
    let pending = links.sorted { $0.relative.utf8.lexicographicallyPrecedes($1.relative.utf8) }
    links = []
    for (i, link) in pending.enumerated() {
      guard let facts = facts(link.path, followingLinks: true) else { continue }
      if facts.st_mode & S_IFMT == S_IFDIR {
        guard isNew(facts) else { continue }
        folders.append(link)
        // What this folder holds must be seen before the next link is judged.
        links = Array(pending[(i + 1)...])
        return
      }
      let name =
        link.relative.utf8.split(separator: UInt8(ascii: "/")).last.flatMap { String($0) } ?? ""
      if let kind = Self.kind(of: name), isNew(facts) { add(link, facts, kind: kind) }
    }
  }

  private mutating func add(_ place: Place, _ facts: stat, kind: CorpusFile.Kind) {
    guard facts.st_mode & S_IFMT == S_IFREG else {
      errors.append(ArticleError(path: place.path, reason: .notRegularFile))
      return
    }
    files.append(
      CorpusFile(
        path: place.path, relativePath: place.relative, kind: kind, byteCount: Int(facts.st_size),
        modified: Self.modified(facts)))
  }

  private static func modified(_ facts: stat) -> Int64 {
    #if canImport(Darwin)
      let time = facts.st_mtimespec
    #else
      let time = facts.st_mtim
    #endif
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private mutating func facts(_ path: String, followingLinks: Bool) -> stat? {
    var facts = stat()
    // Safe: the path is lent as a NUL-terminated string, and the structure is written as a whole.
    let result = unsafe followingLinks ? stat(path, &facts) : lstat(path, &facts)
    if result == 0 { return facts }
    errors.append(ArticleError(path: path, errno: errno))
    return nil
  }

  private mutating func isNew(_ facts: stat) -> Bool {
    let identity = Identity(
      device: UInt64(truncatingIfNeeded: facts.st_dev), inode: UInt64(facts.st_ino))
    return seen.insert(identity).inserted
  }

  private static func kind(of name: String) -> CorpusFile.Kind? {
    let name = name.lowercased()
    if name.hasSuffix(".txt") { return .page }
    if name.hasSuffix(".jsonl") { return .records }
    return nil
  }
}

/// The names in a folder.
private struct FolderListing {
  private(set) var names: [String] = []
  /// Why some or all are missing; a name that is not UTF-8 cannot become an id.
  private(set) var errors: [ArticleError] = []

  init(_ path: String) {
    // Safe: the stream is closed on every way out, and each entry is copied before the next call.
    guard let stream = unsafe opendir(path) else {
      errors = [ArticleError(path: path, errno: errno)]
      return
    }
    defer { unsafe _ = closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
        unsafe [UInt8](name.prefix { $0 != 0 })
      }
      if let name = String(validating: bytes, as: UTF8.self) {
        names.append(name)
      } else {
        let shown = path + "/" + String(decoding: bytes, as: UTF8.self)
        errors.append(
          ArticleError(
            path: shown, reason: .unreadable(errno: EILSEQ, message: "file name is not UTF-8")))
      }
    }
    if errno != 0 { errors.append(ArticleError(path: path, errno: errno)) }
  }
}
