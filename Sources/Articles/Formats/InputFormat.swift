/// A format of input files, such as crawled text or JSON records.
///
/// Reading has two steps, so that parsing runs on many threads. First one thread cuts a file into
/// parts, which takes little more time than reading it. Then any thread parses a part.
///
/// To add a format, write a conforming type in a folder of its own, and add it to
/// `InputFormats.all`.
public protocol InputFormat: Sendable {
  /// True when a file can hold several articles; false when a file is one article and its path is
  /// the article's id.
  var holdsSeveralArticles: Bool { get }

  /// Returns true when the format reads the file.
  ///
  /// - Parameters:
  ///   - name: the file's name in lower case.
  ///   - beginning: opens the file and reads its first 4 KiB; fewer if it is shorter or unreadable.
  func accepts(name: String, beginning: () -> [UInt8]) -> Bool

  func open(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) -> any ArticleReader
}

/// A reader that cuts a file into parts with one article each. It holds one part in memory.
public protocol ArticleReader: AnyObject {
  /// Returns the next part, or nil at the end of the file. After an error, the next call continues
  /// with the next part.
  func next() throws(ArticleError) -> ArticlePart?
}

/// The part of a file that holds one article, not parsed yet.
public struct ArticlePart: Sendable {
  /// Bytes of input.
  public let byteCount: Int
  /// Path of the article within a container file; nil for other files.
  public private(set) var member: String?
  /// True when the reader already knows that this is the last part of the file.
  public private(set) var isLast = false
  /// Parses the article, on any thread. May be called once: it releases the bytes of the part.
  public let parse: @Sendable () throws(ArticleError) -> Article
}

/// An input file.
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

  /// - Parameter name: the path below the corpus folder as the disk has it; nil when it equals
  ///   `relativePath`.
  public init(
    path: String, relativePath: String, name: String? = nil, isLinked: Bool = false,
    format: any InputFormat, stamp: FileStamp = FileStamp()
  ) {
    self.path = path
    self.relativePath = relativePath
    self.name = name ?? relativePath
    self.isLinked = isLinked
    self.format = format
    self.stamp = stamp
  }

  /// Size in bytes; 0 for standard input.
  public var byteCount: Int { stamp.byteCount }

  var isStandardInput: Bool { path == "-" }
}
