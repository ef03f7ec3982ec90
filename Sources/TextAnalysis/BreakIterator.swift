// The owner of an ICU break iterator: the only file that calls `ubrk`.

import CICU

/// ICU's word rules, dictionaries included.
@safe final class BreakIterator {
  struct Segment {
    /// Offset of the segment's end in the text that was split.
    var end: Int32
    /// Whether the rules call the segment a word or number rather than space or punctuation.
    var isWord: Bool
  }

  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status = U_ZERO_ERROR
    // Safe: opened without text; a null pointer with length 0 is allowed.
    let opened = unsafe cicu_ubrk_open(UBRK_WORD, "zh", nil, 0, &status)
    guard let opened = unsafe opened, status.rawValue <= U_ZERO_ERROR.rawValue else {
      throw .icu(function: "ubrk_open", code: Int32(status.rawValue))
    }
    unsafe handle = opened
  }

  deinit { unsafe cicu_ubrk_close(handle) }  // Safe: opened by init, closed once.

  /// Splits a range of `units` into segments, replacing what `segments` held.
  ///
  /// The iterator keeps no reference to the text between calls that anything would follow.
  func split(_ units: [UInt16], _ range: Range<Int>, into segments: inout [Segment]) {
    segments.removeAll(keepingCapacity: true)
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= units.count)
    unsafe units.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var status = U_ZERO_ERROR
      // Safe: the range lies within the buffer (checked above), which outlives the iteration below.
      unsafe cicu_ubrk_setText(handle, base + range.lowerBound, Int32(range.count), &status)
      // Only want of memory can make it fail.
      precondition(status.rawValue <= U_ZERO_ERROR.rawValue, "ICU failed to take a text")
      _ = unsafe cicu_ubrk_first(handle)
      while true {
        let end = unsafe cicu_ubrk_next(handle)
        if end < 0 { return }  // UBRK_DONE
        let rule = unsafe cicu_ubrk_getRuleStatus(handle)
        segments.append(Segment(end: end, isWord: rule >= Int32(UBRK_WORD_NONE_LIMIT.rawValue)))
      }
    }
  }
}
