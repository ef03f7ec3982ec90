import Synchronization

/// A value that waits for its only use, after which it no longer takes memory.
final class SingleUse<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: Value) { self.value = Mutex(value) }

  func take() -> Value {
    guard let value = value.withLock({ $0.take() }) else {
      preconditionFailure("a part is parsed once")
    }
    return value
  }
}
