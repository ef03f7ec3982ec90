import Storage

/// Bytes of a file that can be read in any order.
protocol RandomAccessBytes: Sendable {
  var byteCount: Int { get }

  /// Appends `count` bytes from an offset on, which must exist.
  func read(_ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError)
}

/// The bytes of a document on the disk.
final class FileBytes: RandomAccessBytes {
  let document: DocumentFile
  private let file: FileDescriptor

  /// - Throws: `unreadable`.
  init(_ document: DocumentFile) throws(ArticleError) {
    self.document = document
    do throws(SystemError) {
      file = try FileDescriptor(document.path, .readWithoutWaiting)
    } catch {
      throw ArticleError(path: document.shownPath, error)
    }
  }

  var byteCount: Int { document.byteCount }

  /// - Throws: `damagedDocument` when the file ends before; `unreadable`.
  func read(_ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) {
    let start = bytes.count
    do throws(SystemError) {
      try file.read(count, at: offset, appendingTo: &bytes)
    } catch {
      throw ArticleError(path: document.shownPath, error)
    }
    guard bytes.count - start == count else { throw truncated }
  }

  var truncated: ArticleError { document.error(.damagedDocument(problem: "it is truncated")) }
}
