import Storage
import TextAnalysis

/// Merges segments into one and drops the deleted documents.
///
/// 1. Number the live documents: first those of the first segment, then those of the second …
/// 2. Append their columns and stored articles in this order.
/// 3. Walk the sorted terms of all segments together, and encode each with the new numbers.
///
/// Nothing is analyzed again. The bytes of all files that serve search are the same as if the
/// documents had been indexed together in this order; stored articles may be in different blocks.
struct SegmentMerger {
  private let segments: [SegmentReader]
  private let numbers: [DocumentNumbers]

  /// The compressed bytes after which stored articles are written.
  private static let flushBytes = 8 << 20

  /// - Throws: `StorageError` when a checksum does not match, so that no damage gets a valid
  ///   checksum, and when parts of a file overlap, which would be copied several times.
  init(_ segments: [SegmentReader]) throws(StorageError) {
    self.segments = segments
    var base: UInt32 = 0
    var numbers: [DocumentNumbers] = []
    for segment in segments {
      for file in segment.files { try file.verifyChecksum() }
      try segment.columns.checkOrder()
      try segment.stored.checkDirectory()
      let own = DocumentNumbers(segment, keeping: segment.liveDocuments, from: base)
      numbers.append(own)
      base += UInt32(own.count)
    }
    self.numbers = numbers
  }

  /// - Parameter onProgress: receives the share of the terms that are written, 0...1.
  func merge(
    to directory: IndexDirectory, name: String, jobs: Int,
    onProgress: (Double) -> Void = { _ in }
  ) async throws -> SegmentInfo {
    var merged = try SegmentSerializer(directory: directory, name: name)
    for (segment, numbers) in zip(segments, numbers) {
      merged.columns.append(numbers.documents, of: segment)
    }
    try appendStored(to: &merged)
    let icuVersions = Set(segments.flatMap { $0.info.icuVersion.split(separator: " ") })
    return try await merged.finish(
      MergedTerms(segments: segments, numbers: numbers),
      icuVersion: icuVersions.sorted().joined(separator: " "), jobs: jobs, isCancellable: true,
      onProgress: onProgress)
  }

  /// Appends the stored articles. Large blocks of a segment that keeps all documents are copied;
  /// other articles are compressed again.
  private func appendStored(to merged: inout SegmentSerializer) throws {
    var buffer = StoredBuffer()
    func flush() throws(StorageError) {
      try buffer.finish()
      try merged.append(buffer.frames, buffer.blocks)
      buffer = StoredBuffer()
    }
    for (segment, numbers) in zip(segments, numbers) {
      if numbers.keepsAll, segment.stored.hasLargeBlocks {
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
          try Task.checkCancellation()
          try flush()
        }
      }
    }
    try flush()
  }
}
