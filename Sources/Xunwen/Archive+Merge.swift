public import InvertedIndex
import Storage

extension Archive {
  /// Merges segments: those that are due, or all.
  ///
  /// - Parameters:
  ///   - isForced: make one segment of all, as far as a segment can hold them, without deleted articles.
  ///   - onMerge: told of every merge before it begins.
  /// - Throws: as `delete(ids:at:)`. What was merged until then stays merged.
  public static func merge(
    at path: String, isForced: Bool = false, jobs: Int = 1,
    shouldStop: () -> Bool = { false }, onMerge: (MergeStep) -> Void = { _ in }
  ) async throws -> MergeSummary {
    try await open(path).writer.merge(
      isForced: isForced, jobs: jobs, shouldStop: shouldStop, onMerge: onMerge)
  }
}
