import CICU

/// ICU's NFKC_Casefold: compatibility composition, case folding, default ignorables removed.
///
/// The only type that calls `unorm2`.
@safe struct ICUNormalizer {
  /// Owned by ICU and immutable for the life of the process.
  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status: Int32 = 0
    let opened = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    unsafe handle = try AnalysisError.opened(
      opened, status, by: "unorm2_getNFKCCasefoldInstance")
  }

  /// True when the text before `scalar` and the text from it on can be normalized separately.
  func hasBoundary(before scalar: UInt32) -> Bool {
    // Safe: the handle is always valid, and ICU accepts any value.
    unsafe cicu_unorm2_hasBoundaryBefore(handle, scalar)
  }

  /// Replaces `result` with the normalized form of `source`.
  func normalize(_ source: [UInt16], into result: inout [UInt16]) {
    // NFKC turns one code unit into at most eighteen (U+FDFA).
    let capacity = source.count * 18 + 18
    if result.count < capacity {
      result.append(contentsOf: repeatElement(0, count: capacity - result.count))
    }
    var status: Int32 = 0
    var length: Int32 = 0
    unsafe source.withUnsafeBufferPointer { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        // Safe: both buffers outlive the call, and ICU respects the lengths.
        length = unsafe cicu_unorm2_normalize(
          handle, input.baseAddress, Int32(input.count), output.baseAddress, Int32(output.count),
          &status)
      }
    }
    precondition(!cicu_failed(status), "ICU is out of memory")
    result.removeLast(result.count - Int(length))
  }
}
