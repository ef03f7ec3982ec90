package import Storage

/// The boilerplate of the folders of a corpus.
///
/// A folder is a unit when at least 20 pages are below it. A page belongs to the closest unit
/// around it. A profile is learned when its folder is first seen, from a quarter of its pages, but
/// from 24 to 48 of them, and then stays: the same page always gives the same article. The pages of
/// the sample depend on their paths alone.
///
/// ```
/// catalog := version: u8 = 1  folders: varint  { path: string  lines: varint
///                                                { hash: u64  share: u8 }{lines} }{folders}
/// ```
public struct BoilerplateCatalog: Sendable, Equatable {
  /// The profiles by the path of their folder, with `/` between its parts; "" for the corpus.
  private var profiles: [String: BoilerplateProfile] = [:]

  private static let version: UInt8 = 1
  private static let minimumPages = 20
  private static let samplePages = 24...48
  /// The most pages that are read to learn. The folders closest to the root come first.
  private static let maximumPages = 4000
  /// Longer pages take too much time.
  private static let maximumPageBytes = 1 << 20

  public init() {}

  public var isEmpty: Bool { profiles.isEmpty }

  /// Returns the profile of the closest folder around a file that has one.
  func profile(ofFile path: String) -> BoilerplateProfile? {
    for unit in Self.units(around: Self.folder(of: path)) {
      if let profile = profiles[String(unit)] { return profile }
    }
    return nil
  }

  /// Returns the file with a format that knows the profile of its folder.
  public func applied(to file: CorpusFile) -> CorpusFile {
    guard let format = file.format as? any PageFormat,
      let profile = profile(ofFile: file.relativePath), !profile.isEmpty
    else { return file }
    var file = file
    file.format = format.using(profile)
    return file
  }

  /// The folder of a file; "" for the corpus.
  private static func folder(of path: String) -> Substring {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? ""
  }

  /// A folder and the folders around it, the closest first.
  private static func units(around folder: Substring) -> [Substring] {
    var units = [folder]
    var rest = folder
    while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      units.append(rest)
    }
    return folder.isEmpty ? units : units + [""]
  }

  // MARK: Learning

  /// Learns the boilerplate of the folders that have no profile yet. Files that cannot be read are
  /// left out.
  ///
  /// - Complexity: reads at most 4,000 pages of at most 1 MiB, whatever the size of the corpus.
  public mutating func learn(from files: [CorpusFile], decoder: TextDecoder) {
    let pages = files.filter { $0.format is any PageFormat && $0.stream == nil }
    let folders = Dictionary(grouping: pages) { Self.folder(of: $0.relativePath) }
    var counts: [Substring: Int] = [:]
    for (folder, pages) in folders {
      for unit in Self.units(around: folder) { counts[unit, default: 0] += pages.count }
    }
    var samples: [Substring: [CorpusFile]] = [:]
    for folder in folders.keys {
      let unit = Self.units(around: folder).first { counts[$0] ?? 0 >= Self.minimumPages }
      if let unit, profiles[String(unit)] == nil { samples[unit] = [] }
    }
    for (folder, pages) in folders {
      for unit in Self.units(around: folder) where samples[unit] != nil {
        samples[unit]? += pages.filter { $0.byteCount <= Self.maximumPageBytes }
      }
    }
    var remaining = Self.maximumPages
    for (unit, files) in samples.sorted(by: { Self.isBefore($0.key, $1.key) }) where remaining > 0 {
      let sample = files.map { (file: $0, hash: LineHash.hash(path: $0.relativePath)) }
        .sorted { ($0.hash, $0.file.relativePath) < ($1.hash, $1.file.relativePath) }
        .prefix(min(max(files.count / 4, Self.samplePages.lowerBound), Self.samplePages.upperBound))
        .prefix(remaining)
      remaining -= sample.count
      profiles[String(unit)] = Self.profile(of: sample.map(\.file), decoder)
    }
  }

  private static func isBefore(_ a: Substring, _ b: Substring) -> Bool {
    let depths = (
      a.utf8.count { $0 == UInt8(ascii: "/") }, b.utf8.count { $0 == UInt8(ascii: "/") }
    )
    if depths.0 != depths.1 { return depths.0 < depths.1 }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  private static func profile(
    of files: [CorpusFile], _ decoder: TextDecoder
  ) -> BoilerplateProfile {
    var learner = BoilerplateLearner()
    for file in files {
      guard let format = file.format as? any PageFormat,
        let bytes = try? InputFile(file).readAll(limit: decoder.maximumBytes),
        let lines = format.lines(of: bytes, path: file.path, decoder: decoder)
      else { continue }
      learner.add(lines)
    }
    return learner.profile
  }

  // MARK: Encoding

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.version]
    Varint.encode(UInt64(profiles.count), into: &bytes)
    let sorted = profiles.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (folder, profile) in sorted {
      Varint.encode(UInt64(folder.utf8.count), into: &bytes)
      bytes += folder.utf8
      Varint.encode(UInt64(profile.count), into: &bytes)
      for (hash, share) in zip(profile.hashes, profile.shares) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: hash >> shift))
        }
        bytes.append(share)
      }
    }
    return bytes
  }

  /// Reads an encoded catalog.
  ///
  /// - Throws: `StorageError.corrupt` or `.unsupportedVersion`.
  package init(_ bytes: [UInt8]) throws(StorageError) {
    let file = "boilerplate"
    // Safe: bytes have no padding.
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: file)
    let version = try reader.readUInt8()
    guard version == Self.version else {
      throw .unsupportedVersion(
        file: file, found: UInt32(version), supported: UInt32(Self.version)...UInt32(Self.version))
    }
    for _ in 0..<(try reader.readVarint()) {
      let folder = try reader.readString()
      let count = Int(clamping: try reader.readVarint())
      guard 0...BoilerplateProfile.maximumLines ~= count else {
        throw .corrupt(file: file, offset: reader.offset, reason: "\(count) lines")
      }
      var lines: [(hash: UInt64, share: UInt8)] = []
      for _ in 0..<count { lines.append((try reader.readUInt64(), try reader.readUInt8())) }
      profiles[folder] = BoilerplateProfile(lines)
    }
  }
}
