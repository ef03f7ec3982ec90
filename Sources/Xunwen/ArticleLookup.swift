import Articles
import InvertedIndex

extension IndexReader {
  /// Returns the article that a user names by its id; nil when there is none.
  ///
  /// The ids of files are in Normalization Form C. A file name in another form is found, too, as
  /// when it was completed by the shell.
  func document(named id: String) throws -> (segment: Int, document: UInt32)? {
    if let found = try document(withID: id) { return found }
    let composed = id.composed
    return composed.utf8.elementsEqual(id.utf8) ? nil : try document(withID: composed)
  }
}
