// The owner of ICU's normalizer and of nothing else: the only file that calls `unorm2`.

import CICU

/// ICU's NFKC_Casefold: compatibility composition, case folding, default ignorables removed.
@safe struct ICUNormalizer {
  /// Owned by ICU and immutable for the life of the process.
  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status = U_ZERO_ERROR
    // Safe: the call takes nothing from us but the status.
    let opened = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    guard let opened = unsafe opened, status.rawValue <= U_ZERO_ERROR.rawValue else {
      throw .icu(function: "unorm2_getNFKCCasefoldInstance", code: Int32(status.rawValue))
    }
    unsafe handle = opened
  }

  /// Whether text may be cut before `scalar` and the pieces normalized apart.
  func hasBoundary(before scalar: UInt32) -> Bool {
    // Safe: the handle is valid for ever; any Int32 is accepted.
    unsafe cicu_unorm2_hasBoundaryBefore(handle, Int32(bitPattern: scalar)) != 0
  }

  /// Normalizes `source` into `result`, replacing what it held.
  func normalize(_ source: [UInt16], into result: inout [UInt16]) {
    // NFKC expands a code unit eighteenfold at worst (U+FDFA).
    let capacity = source.count * 18 + 18
    if result.count < capacity {
      result.append(contentsOf: repeatElement(0, count: capacity - result.count))
    }
    var status = U_ZERO_ERROR
    var length: Int32 = 0
    unsafe source.withUnsafeBufferPointer { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        // Safe: both buffers outlive the call, and ICU keeps to the lengths it is given.
        length = unsafe cicu_unorm2_normalize(
          handle, input.baseAddress, Int32(input.count), output.baseAddress, Int32(output.count),
          &status)
      }
    }
    // Only want of memory or space can make it fail, and the space is enough by the bound above.
    precondition(status.rawValue <= U_ZERO_ERROR.rawValue, "ICU failed to normalize")
    result.removeLast(result.count - Int(length))
  }
}
