import CraftedFiles
import Dispatch
import TestSupport

/// Runs all commands on indexes whose changes libFuzzer chooses.
final class FuzzTarget: Sendable {
  private let corpus = TemporaryDirectory()
  private let folder = TemporaryDirectory()
  private let index: CraftedIndex

  init() async throws { index = try await CraftedIndex(corpus: corpus) }

  /// Runs all commands on the index that some bytes describe.
  func run(_ bytes: [UInt8]) {
    let done = DispatchSemaphore(value: 0)
    Task {
      let (files, _) = index.mutant(ByteGenerator(bytes))
      var isFresh = false
      for command in IndexCommand.allCases {
        if !isFresh { CraftedIndex.write(files, to: folder, "index") }
        isFresh = !command.changesIndex
        // An error is an answer.
        _ = try? await command.run(IndexCommand.Folders(folder, corpus: corpus))
      }
      done.signal()
    }
    done.wait()
  }
}

/// A generator whose first random numbers are the bytes of an input, and whose later ones are a
/// sequence that the input determines.
private struct ByteGenerator: RandomNumberGenerator {
  private var bytes: ArraySlice<UInt8>
  private var rest: SplitMix64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes[...]
    rest = SplitMix64(seed: bytes.reduce(0) { $0 &* 31 &+ UInt64($1) })
  }

  mutating func next() -> UInt64 {
    guard bytes.count >= 2 else { return rest.next() }
    // `Int.random` takes the highest bits for small ranges.
    let value = UInt64(bytes.removeFirst()) << 8 | UInt64(bytes.removeFirst())
    return value << 48 | value
  }
}
