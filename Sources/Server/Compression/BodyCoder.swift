import Synchronization

/// The body of an answer in the coding of the client.
final class BodyCoder: Sendable {
  private struct State {
    var gzip: GzipStream?
    /// True before the first use of a compressor, which takes memory that most answers do not need.
    var isUnopened: Bool
    var count = 0

    mutating func compressor(_ level: Int32) -> GzipStream? {
      if isUnopened { (gzip, isUnopened) = (GzipStream(level: level), false) }
      return gzip
    }
  }

  private let state: Mutex<State>
  private let level: Int32

  /// Bodies below this size do not gain: they fit a packet.
  static let least = 1024
  /// A fast level. It makes the JSON of hits four times smaller.
  static let fastLevel: Int32 = 4

  /// - Parameter level: from 1 (fast) to 9 (small).
  init(_ coding: ContentCoding, level: Int32 = fastLevel) {
    self.level = level
    state = Mutex(State(isUnopened: coding == .gzip))
  }

  /// The field of the head when the body is compressed.
  static let field = (name: "Content-Encoding", value: "gzip")

  /// True when pieces are compressed.
  var compresses: Bool { state.withLock { $0.compressor(level) != nil } }

  /// The bytes of all pieces so far.
  var count: Int { state.withLock { $0.count } }

  /// The next piece of a body that is sent in pieces.
  func piece(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    state.withLock { state in
      let coded = state.compressor(level)?.compress(bytes, isLast: isLast) ?? bytes
      state.count += coded.count
      return coded
    }
  }

  /// A whole body; nil when it does not become smaller.
  func whole(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= Self.least else { return nil }
    return state.withLock { state in
      guard let coded = state.compressor(level)?.compress(bytes, isLast: true),
        coded.count < bytes.count
      else { return nil }
      return coded
    }
  }
}
