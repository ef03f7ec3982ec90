import CICU

/// ICU's word boundary rules, including its dictionaries.
///
/// The only type that calls `ubrk`.
@safe final class BreakIterator {
  struct Segment {
    /// The offset of the segment's end in the text that was split.
    var end: Int32
    /// True for a word or number, false for space and punctuation.
    var isWord: Bool
  }

  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status: Int32 = 0
    let opened = unsafe cicu_ubrk_openWord("zh", &status)
    unsafe handle = try AnalysisError.opened(opened, status, by: "ubrk_open")
  }

  deinit { unsafe cicu_ubrk_close(handle) }  // Safe: opened by init, closed once.

  /// Replaces `segments` with the segments of a range of `units`.
  ///
  /// - Precondition: `range` lies within `units.indices`.
  func split(_ units: [UInt16], _ range: Range<Int>, into segments: inout [Segment]) {
    segments.removeAll(keepingCapacity: true)
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= units.count)
    unsafe units.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var status: Int32 = 0
      // Safe: the range lies within the buffer, which outlives the iteration below. The iterator
      // does not follow its reference to the text afterwards.
      unsafe cicu_ubrk_setText(handle, base + range.lowerBound, Int32(range.count), &status)
      precondition(!cicu_failed(status), "ICU is out of memory")
      var isWord = false
      while true {
        let end = unsafe cicu_ubrk_next(handle, &isWord)
        if end < 0 { return }
        segments.append(Segment(end: end, isWord: isWord))
      }
    }
  }
}
