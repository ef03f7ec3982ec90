import Storage
import Synchronization

/// The contents of the members of a gzip file, as one stream.
///
/// Web archives have a member for each record. After a damaged member, the stream continues with
/// the next member that begins in a given way, so that no other record is lost.
final class GzipMembers: ByteStream {
  private struct State: ~Copyable {
    let input: InputFile
    let inflater: Inflater
    /// The compressed bytes from the beginning of the member on, or a later place in a long one.
    var bytes: [UInt8] = []
    /// The index of the next compressed byte.
    var next = 0
    /// Compressed bytes before `bytes`.
    var removed = 0
    var isAtEnd = false
    var isInMember = false
    /// True when the decompressor may have more bytes of the input that it has used.
    var isOutputFull = false
    var isSearching = false
    var expansion = ExpansionLimit()
    /// The bytes that were searched again after damage.
    var repeated = 0
  }

  private let path: String
  private let prefix: [UInt8]
  private let state: Mutex<State>

  /// A member of more compressed bytes is searched for the next one only from its end on.
  private static let retainedBytes = 4 << 20
  private static let pieceBytes = 1 << 16
  /// The compressed bytes that suffice to know how a member begins.
  private static let lookahead = 4 << 10

  /// - Parameters:
  ///   - bytes: the first bytes of the file, which have been read.
  ///   - prefix: the first bytes of the members at which reading continues after damage.
  init(
    _ bytes: [UInt8], followedBy input: consuming InputFile, prefix: String, path: String
  ) throws(ArticleError) {
    guard let inflater = Inflater(.gzip) else {
      throw ArticleError(path: path, .outOfMemory("inflate"))
    }
    (self.path, self.prefix) = (path, Array(prefix.utf8))
    state = Mutex(State(input: input, inflater: inflater, bytes: bytes))
  }

  /// True for the beginning of a gzip file whose contents begin in a given way.
  static func isBeginning(_ bytes: [UInt8], of prefix: String) -> Bool {
    guard bytes.starts(with: signature), let inflater = Inflater(.gzip) else {
      return false
    }
    return begins(bytes[...], with: Array(prefix.utf8), inflater)
  }

  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature.prefix(2)) }

  private static let signature: [UInt8] = [0x1F, 0x8B, 8]

  private static func begins(
    _ bytes: ArraySlice<UInt8>, with prefix: [UInt8], _ inflater: borrowing Inflater
  ) -> Bool {
    var output: [UInt8] = []
    let (_, outcome) = inflater.inflate(bytes, upTo: prefix.count, appendingTo: &output)
    return outcome != .damaged && output == prefix
  }

  /// The compressed bytes that were used.
  var position: Int { state.withLock { $0.removed + $0.next } }

  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    try state.read(appendingTo: &bytes) { state, read throws(ArticleError) in
      try self.read(&state, upTo: count, appendingTo: &read)
    }
  }

  private func read(
    _ state: inout State, upTo count: Int, appendingTo output: inout [UInt8]
  ) throws(ArticleError) {
    while output.isEmpty {
      if state.isSearching {
        guard try findMember(&state) else { return }
      }
      if state.next == state.bytes.count, !state.isOutputFull {
        guard try fill(&state) else {
          if state.isInMember { throw fail(&state, "truncated") }
          return
        }
      }
      if !state.isInMember {
        // Some programs pad a file with zeros.
        while state.next < state.bytes.count, state.bytes[state.next] == 0 { state.next += 1 }
        if state.next == state.bytes.count { continue }
        removeUsed(&state)
        guard state.inflater.reset() else {
          throw ArticleError(path: path, .outOfMemory("inflate"))
        }
        state.isInMember = true
      }
      let (used, outcome) = state.inflater.inflate(
        state.bytes[state.next...], upTo: count, appendingTo: &output)
      state.next += used
      state.isOutputFull = outcome == .more && output.count == count
      if state.next > Self.retainedBytes { removeUsed(&state) }
      guard state.expansion.add(consumed: used, produced: output.count) else {
        state.isAtEnd = true
        state.isInMember = false
        state.bytes = []
        state.next = 0
        throw ExpansionLimit.error(path: path, isBroken: true)
      }
      switch outcome {
      case .more: break
      case .end: state.isInMember = false
      case .damaged:
        // The bytes of a damaged member are not trusted.
        output = []
        throw fail(&state, "damaged gzip data")
      }
    }
  }

  /// Ends the member. The next one may begin within the bytes that were used for this one. They are
  /// searched again, as long as this takes no more time than the reading of the file.
  private func fail(_ state: inout State, _ problem: String) -> ArticleError {
    let offset = state.removed + state.next
    state.isInMember = false
    state.isOutputFull = false
    state.isSearching = true
    state.repeated += state.next
    if state.repeated <= offset + Self.retainedBytes { state.next = min(1, state.bytes.count) }
    return ArticleError(
      path: path,
      reason: .damagedArchive(offset: offset, problem: problem, isBroken: false))
  }

  /// Goes to the next member that begins with the prefix; returns false at the end of the file.
  private func findMember(_ state: inout State) throws(ArticleError) -> Bool {
    while true {
      while state.bytes.count - state.next < Self.lookahead, try fill(&state) {}
      guard
        let found = ByteScan.first(Self.signature, in: state.bytes[state.next...])
      else {
        state.next = state.bytes.count
        if state.isAtEnd { return false }
        // The signature may continue in the next piece.
        state.next = max(0, state.bytes.count - Self.signature.count)
        removeUsed(&state)
        guard try fill(&state) else {
          state.next = state.bytes.count
          return false
        }
        continue
      }
      state.next = found
      while state.bytes.count - state.next < Self.lookahead, try fill(&state) {}
      let beginning = state.bytes[state.next...].prefix(Self.lookahead)
      if state.inflater.reset(), Self.begins(beginning, with: prefix, state.inflater) {
        state.isSearching = false
        return true
      }
      state.next += 1
      if state.next > Self.retainedBytes { removeUsed(&state) }
    }
  }

  private func removeUsed(_ state: inout State) {
    state.bytes.removeSubrange(..<state.next)
    state.removed += state.next
    state.next = 0
  }

  /// Reads a piece of the file; returns false at its end.
  private func fill(_ state: inout State) throws(ArticleError) -> Bool {
    if state.isAtEnd { return false }
    do throws(ArticleError) {
      state.isAtEnd =
        try state.input.read(upTo: Self.pieceBytes, appendingTo: &state.bytes) == 0
    } catch {
      state.isAtEnd = true
      state.bytes = []
      state.next = 0
      state.isInMember = false
      throw error
    }
    return !state.isAtEnd
  }
}
