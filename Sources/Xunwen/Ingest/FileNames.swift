import Articles
import Storage

/// The ids of the scanned files.
///
/// The id of a file is its path below the first indexed folder that contains it, and stays the same
/// afterwards. The rules in detail:
///
/// 1. A file that the ledger lists keeps its id. It is found by its real path, through any folder
///    and any link.
/// 2. A new file has its path below the folder that was indexed first among those that contain it.
///    If a different existing file has this id, the next such folder counts.
/// 3. If all ids of a new file are taken, the file is not read.
struct FileNames {
  /// The scanned files with their ids and places, in ascending bytewise order of the ids.
  private(set) var files: [(file: CorpusFile, place: FilePlace)] = []
  /// Files whose ids are taken, or whose real paths cannot be found out.
  private(set) var failures: [ArticleError] = []
  /// The paths of the files whose real paths cannot be found out.
  private var unresolved: [String] = []
  /// Ids of the ledger's files in the scanned folder that the scan did not find.
  private var unfound: Set<String> = []
  /// Ids of the ledger's files in other parts of the folders that contain the scanned folder.
  private(set) var outside: Set<String> = []

  private let corpus: Corpus
  private let ledger: FileLedger
  /// The real paths of the ledger's roots.
  private let roots: [String]
  /// Indices of the roots that contain the scanned folder or are in it.
  private let related: [Int]
  /// The paths of the files to open, by id.
  private var taken: [String: String] = [:]
  /// The ids of the ledger's files that were found through links, by real path.
  private var linked: [[UInt8]: String] = [:]

  /// Finds the ids, and adds the roots of new files to the ledger.
  ///
  /// - Complexity: O(*n* log *n*) in the scanned files and the files of the ledger. The system
  ///   looks up the real paths of files behind links.
  init(_ corpus: Corpus, _ ledger: inout FileLedger) {
    self.corpus = corpus
    self.ledger = ledger
    roots = ledger.roots.map { FileSystem.realPath($0.path) }
    related = roots.indices.filter { [roots] in
      FilePath.relative(corpus.path, to: roots[$0]) != nil
        || FilePath.relative(roots[$0], to: corpus.path) != nil
    }
    for (id, state) in ledger.files where state.place.isLinked {
      linked[Array(FileSystem.realPath(location(of: state.place)).utf8)] = id
    }
    var new: [(file: CorpusFile, path: String)] = []
    for file in corpus.files {
      guard let path = realPath(of: file) else { continue }
      if let place = knownPlace(of: file, path), taken[place.id] == nil {
        add(file, place)
      } else {
        new.append((file, path))
      }
    }
    for (file, path) in new { addNew(file, path, to: &ledger) }
    files.sort {
      $0.file.relativePath.utf8.lexicographicallyPrecedes($1.file.relativePath.utf8)
    }
    findOthers()
  }

  /// Ids of the ledger's files in the scanned folder that no longer exist, as far as it could be
  /// read.
  func unfound(in folder: ScannedFolder) -> Set<String> {
    let unreadable = folder.unreadable + unresolved
    return unfound.filter { id in
      guard let place = ledger.files[id]?.place else { return false }
      let location = location(of: place)
      if FilePath.isInside(location, anyOf: unreadable + folder.unfollowed) { return false }
      // A link that could not be read may lead to any file.
      return unreadable.isEmpty || !Self.mayBeFile(location)
    }
  }

  /// False when nothing, or a folder, has the path.
  private static func mayBeFile(_ path: String) -> Bool {
    do throws(SystemError) {
      guard let facts = try FileSystem.factsIfExists(of: path) else { return false }
      return facts.kind != .directory
    } catch {
      return true
    }
  }

  private func location(of place: FilePlace) -> String {
    FilePath.join(roots[place.root], place.name)
  }

  /// The real path of a file; nil after an error, which is noted.
  private mutating func realPath(of file: CorpusFile) -> String? {
    let path = FilePath.join(corpus.root, file.name)
    guard file.isLinked else { return path }
    do throws(SystemError) {
      return try FileSystem.resolvedPath(file.path)
    } catch {
      failures.append(ArticleError(path: file.path, error))
      unresolved.append(path)
      return nil
    }
  }

  /// Returns the place of a file that the ledger lists.
  ///
  /// - Parameter path: the real path of the file.
  private func knownPlace(of file: CorpusFile, _ path: String) -> FilePlace? {
    // A file behind a link may be below any root.
    for root in file.isLinked ? Array(roots.indices) : related {
      guard let name = FilePath.relative(path, to: roots[root]) else { continue }
      let place = FilePlace(root: root, name: name)
      if ledger.files[place.id]?.place == place { return place }
    }
    return linked.isEmpty ? nil : linked[Array(path.utf8)].flatMap { ledger.files[$0]?.place }
  }

  private mutating func add(_ file: CorpusFile, _ place: FilePlace) {
    var file = file
    file.relativePath = place.id
    taken[file.relativePath] = file.path
    files.append((file, place))
  }

  /// - Parameter path: the real path of the file.
  private mutating func addNew(_ file: CorpusFile, _ path: String, to ledger: inout FileLedger) {
    var others: [String] = []
    func isFree(_ place: FilePlace) -> Bool {
      guard let other = holder(of: place.id, otherThan: path) else { return true }
      others.append(other)
      return false
    }
    for root in ledger.roots.indices where ledger.roots[root].isWhole {
      let folder = root < roots.count ? roots[root] : ledger.roots[root].path
      if let name = FilePath.relative(path, to: folder) {
        let place = FilePlace(root: root, name: name)
        if isFree(place) { return add(file, place) }
      } else if file.isLinked,
        let name = FilePath.relative(FilePath.join(corpus.root, file.name), to: folder)
      {
        let place = FilePlace(root: root, name: name, isLinked: true)
        if isFree(place) { return add(file, place) }
      }
    }
    var place = FilePlace(root: 0, name: file.name, isLinked: file.isLinked)
    if isFree(place) {
      place.root = ledger.index(ofRoot: corpus.root, isWhole: !corpus.isFile)
      add(file, place)
    } else {
      failures.append(ArticleError(path: file.path, reason: .idTaken(by: others.last ?? "")))
    }
  }

  /// Returns the path of a different existing file with an id, or nil.
  ///
  /// - Parameter path: the real path of the file for which the id is wanted.
  private func holder(of id: String, otherThan path: String) -> String? {
    if let scanned = taken[id] { return scanned }
    guard let place = ledger.files[id]?.place else { return nil }
    let other = location(of: place)
    // When the other file is gone, the file has moved.
    guard FileSystem.exists(other), !FileSystem.realPath(other).utf8.elementsEqual(path.utf8)
    else { return nil }
    return other
  }

  private mutating func findOthers() {
    // By root: nil when the root is not related, "" when it is in the scanned folder, else the
    // path of the scanned folder or file below the root.
    var scanned = [String?](repeating: nil, count: roots.count)
    for root in related {
      scanned[root] = FilePath.relative(corpus.path, to: roots[root]) ?? ""
    }
    for (id, state) in ledger.files where taken[id] == nil {
      guard let scanned = scanned[state.place.root] else { continue }
      if scanned.isEmpty || FilePath.relative(state.place.name, to: scanned) != nil {
        unfound.insert(id)
      } else {
        outside.insert(id)
      }
    }
  }
}
