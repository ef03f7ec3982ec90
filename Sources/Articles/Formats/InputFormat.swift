/// A format of input files, such as crawled text or JSON records.
///
/// Reading has two steps, so that parsing runs on many threads. First one thread cuts a file into
/// parts, which takes little more time than reading it. Then any thread parses a part.
///
/// To add a format, write a conforming type in a folder of its own, and add it to
/// `InputFormats.all`.
public protocol InputFormat: Sendable {
  /// The name of the format for people, in the plural.
  var name: String { get }

  /// True when a file can hold several articles; false when a file is one article and its path is
  /// the article's id.
  var holdsSeveralArticles: Bool { get }

  /// Returns true when the format reads the file.
  ///
  /// - Parameters:
  ///   - name: the file's name in lower case; of a member of an archive, the name of the member.
  ///   - beginning: reads the first 4 KiB of the file; fewer if it is shorter or unreadable.
  func accepts(name: String, beginning: () -> [UInt8]) -> Bool

  func open(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) -> any ArticleReader
}

/// A reader that cuts a file into parts with one article each. It holds one part in memory.
///
/// Only `next` reads the stream of a member of an archive. The parts of such a file hold their
/// bytes, because the next member follows at once.
public protocol ArticleReader: AnyObject {
  /// Returns the next part, or nil at the end of the file. After an error, the next call continues
  /// with the next part.
  func next() throws(ArticleError) -> ArticlePart?

  /// The members that were not read, once `next` has returned nil.
  var skipped: SkippedFiles { get }

  /// True when `next` has returned nil before the end of the file, because the task is cancelled.
  var isInterrupted: Bool { get }
}

extension ArticleReader {
  public var skipped: SkippedFiles { SkippedFiles() }
  public var isInterrupted: Bool { false }
}

/// The part of a file that holds one article, not parsed yet.
public struct ArticlePart: Sendable {
  /// Bytes of input, decompressed.
  public let byteCount: Int
  /// Bytes of the file that were read for the part, if they are others than `byteCount`: bytes of a
  /// container, or of a document with pictures.
  private var readBytes: Int?
  /// Path of the article within a container file; nil for other files.
  public private(set) var member: String?
  /// True when the reader already knows that this is the last part of the file.
  public private(set) var isLast = false
  /// True for a captured page, which may have no text. This is no failure.
  public private(set) var mayBeEmpty = false
  /// Parses the article, on any thread. May be called once: it releases the bytes of the part.
  public let parse: @Sendable () throws(ArticleError) -> Article

  /// - Parameter fileByteCount: the bytes of the file that the part takes, if they are others than
  ///   the bytes of input that it holds in memory.
  init(
    byteCount: Int, fileByteCount: Int? = nil, isLast: Bool = false,
    parse: @escaping @Sendable () throws(ArticleError) -> Article
  ) {
    (self.byteCount, self.isLast, self.parse) = (byteCount, isLast, parse)
    readBytes = fileByteCount
  }

  /// Bytes of the file that were read for the part.
  public var fileByteCount: Int { readBytes ?? byteCount }

  /// Returns the part of a captured page or file.
  ///
  /// - Parameter change: adds facts about the capture to the article.
  func captured(_ change: @escaping @Sendable (inout Article) -> Void) -> ArticlePart {
    var part = ArticlePart(byteCount: byteCount, isLast: isLast) {
      [parse] () throws(ArticleError) in
      var article = try parse()
      change(&article)
      return article
    }
    (part.member, part.readBytes) = (member, readBytes)
    part.mayBeEmpty = true
    return part
  }

  /// Returns the part as a part of a container.
  ///
  /// - Parameters:
  ///   - name: the path of the member that was read; nil when the container is a compressed file.
  ///   - bytes: the bytes of the container that were read for the part.
  func inMember(_ name: String?, bytes: Int) -> ArticlePart {
    var part = self
    part.member = name.map { name in member.map { FilePath.join(name, $0) } ?? name } ?? member
    part.readBytes = bytes
    part.isLast = false
    return part
  }

  /// Returns the part with the number of bytes of the file that were read for it.
  func ofFile(bytes: Int) -> ArticlePart {
    var part = self
    part.readBytes = bytes
    return part
  }
}

/// An input file, or a member of an archive.
public struct CorpusFile: Sendable {
  /// The path to open; `-` for standard input.
  public var path: String
  /// The path that identifies the file in an index, with `/` between its parts: the path below the
  /// corpus folder, in Normalization Form C.
  public var relativePath: String
  /// The path below the corpus folder as the disk has it.
  public var name: String
  /// True when the file was found through a symbolic link below the corpus folder.
  public var isLinked: Bool
  public var format: any InputFormat
  public var stamp: FileStamp
  /// The bytes of a member of an archive; nil for a file, which is read at its path.
  public var stream: (any ByteStream)?

  /// - Parameter name: the path below the corpus folder as the disk has it; nil when it equals
  ///   `relativePath`.
  public init(
    path: String, relativePath: String, name: String? = nil, isLinked: Bool = false,
    format: any InputFormat, stamp: FileStamp = FileStamp(), stream: (any ByteStream)? = nil
  ) {
    self.path = path
    self.relativePath = relativePath
    self.name = name ?? relativePath
    self.isLinked = isLinked
    self.format = format
    self.stamp = stamp
    self.stream = stream
  }

  /// Size in bytes; 0 for standard input, and for a member of an archive that declares none.
  public var byteCount: Int { stamp.byteCount }

  var isStandardInput: Bool { path == "-" }
}

extension InputFile {
  /// Opens a file, standard input, or a member of an archive.
  ///
  /// - Throws: `unreadable`, `notRegularFile`.
  init(_ file: CorpusFile) throws(ArticleError) {
    if file.isStandardInput {
      self.init(standardInput: file.stream ?? StandardInputStream())
    } else if let stream = file.stream {
      self.init(stream, path: file.path)
    } else {
      try self.init(path: file.path)
    }
  }
}
