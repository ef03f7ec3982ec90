import Storage
import Testing

/// The storage error a call throws, or nil; any other error is a failure of the test.
///
/// `#expect(throws:)` takes an escaping closure, which cannot use a reader of borrowed bytes.
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
