import Storage
import Testing

/// Returns the storage error of a call, or nil; any other error fails the test.
///
/// `#expect(throws:)` takes an escaping closure, which cannot capture a reader of borrowed bytes.
func capture<Result>(_ body: () throws -> Result) -> StorageError? {
  do {
    _ = try body()
  } catch let error as StorageError {
    return error
  } catch {
    Issue.record(error)
  }
  return nil
}
