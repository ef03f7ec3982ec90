import Synchronization
import Xunwen

/// The indexes of a server; the first one answers requests without a name.
final class ServedIndexes: Sendable {
  let list: [ServedIndex]
  /// The errors by which indexes could not be followed, by name.
  private let failures = Mutex<[String: String]>([:])

  init(_ options: [ServerOptions.Index]) throws {
    list = try options.map { option in
      do {
        return try ServedIndex(
          name: option.name, path: option.path, isMadeHere: option.source != nil)
      } catch let error as StorageError where option.source != nil && !error.concernsContents {
        throw UnwritableIndex(option.path, error)
      }
    }
  }

  /// The newest commit of each index that has one.
  var newest: [ServedCommit] { list.compactMap(\.newest) }

  /// Opens newer commits of all indexes.
  ///
  /// - Parameter report: takes the error of an index that cannot be followed, once for a failure.
  func follow(report: (_ error: any Error, _ subject: String) -> Void) {
    for index in list {
      do {
        try index.follow()
        failures.withLock { $0[index.name] = nil }
      } catch {
        let text = "\(error)"
        let isNew = failures.withLock { $0.updateValue(text, forKey: index.name) != text }
        if isNew { report(error, "index \(index.name)") }
      }
    }
  }
}
