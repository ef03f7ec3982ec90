import Storage
import TextAnalysis

/// Makes one segment of several, without the documents that are not alive.
///
/// Nothing is analyzed again: terms, postings and positions are decoded, numbered anew and encoded as if the documents
/// had been indexed together in that order. The files that serve search are the same byte for byte; stored
/// articles may lie in other blocks.
struct SegmentMerger {
  private let segments: [SegmentReader]
  private let numbers: [DocumentNumbers]

  /// - Throws: `StorageError` where a checksum does not match: damage is not to be written anew as if it were none.
  /// - Complexity: O(*n*) in the bytes of the segments, which are all read.
  init(_ segments: [SegmentReader]) throws(StorageError) {
    self.segments = segments
    var base: UInt32 = 0
    var numbers: [DocumentNumbers] = []
    for segment in segments {
      for file in segment.files { try file.verifyChecksum() }
      let own = DocumentNumbers(segment, keeping: segment.liveDocuments, from: base)
      numbers.append(own)
      base += UInt32(own.count)
    }
    self.numbers = numbers
  }

  /// Writes the segment's files, each synced.
  ///
  /// - Parameters:
  ///   - name: stem of the files, not used before in the directory.
  ///   - jobs: threads.
  ///   - shouldStop: asked now and then.
  /// - Throws: `StorageError`, and `CancellationError` when `shouldStop` says so.
  func merge(
    to directory: IndexDirectory, name: String, jobs: Int, shouldStop: () -> Bool
  ) async throws -> SegmentInfo {
    var merged = try SegmentSerializer(directory: directory, name: name)
    for (segment, numbers) in zip(segments, numbers) {
      merged.columns.append(numbers.documents, of: segment)
    }
    try appendStored(to: &merged, shouldStop)
    return try await merged.finish(
      MergedTerms(segments: segments, numbers: numbers), from: origin, jobs: jobs,
      shouldStop: shouldStop)
  }

  private var origin: TermOrigin {
    let versions = Set(segments.flatMap { $0.info.icuVersion.split(separator: " ") })
    return TermOrigin(icuVersion: versions.sorted().joined(separator: " "))
  }

  /// Blocks are taken as they are where all of a segment is kept and they are large enough; other articles are
  /// compressed anew.
  private func appendStored(
    to merged: inout SegmentSerializer, _ shouldStop: () -> Bool
  ) throws {
    var buffer = StoredBuffer()
    func flush() throws(StorageError) {
      try buffer.finish()
      try merged.append(buffer.frames, buffer.blocks)
      buffer = StoredBuffer()
    }
    for (segment, numbers) in zip(segments, numbers) {
      if numbers.numbers == nil, segment.stored.hasLargeBlocks {
        try flush()
        try segment.stored.forEachChunk { frames, blocks throws(StorageError) in
          try merged.append(frames, blocks)
        }
        continue
      }
      var records = segment.records
      for document in numbers.documents {
        try buffer.add(try records.record(of: document))
        if buffer.frames.count > Self.flushBytes {
          if shouldStop() { throw CancellationError() }
          try flush()
        }
      }
    }
    try flush()
  }

  /// Compressed articles in memory at a time.
  private static let flushBytes = 8 << 20
}
