public import Synchronization

// Verifying pages when they are read first.

extension EnvelopedFile {
  /// Whether the bytes of a range are those that were written, as far as the checksums of their pages can
  /// tell. Where they are not, or lie outside the payload, that is recorded as damage; they must not be read.
  ///
  /// - Complexity: O(1) for a page that has been verified, a look at a bit; O(page) for others.
  @inlinable @inline(__always)
  public func isIntact(_ range: Range<Int>) -> Bool {
    let first = range.lowerBound &>> PageTable.pageBits
    let last = (range.upperBound &- 1) &>> PageTable.pageBits
    return first == last && isVerified(page: first) || isIntactAfterVerifying(range)
  }

  /// The same for bytes of which it is not known how many there are, up to the payload's end.
  @inlinable @inline(__always)
  public func isIntact(from offset: Int, atMost count: Int) -> Bool {
    isIntact(offset..<max(offset &+ 1, min(offset &+ count, payload.upperBound)))
  }

  /// Whether all pages of a range have been verified already.
  ///
  /// - Complexity: O(*n* / 64) in their number.
  public func isVerified(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard isInPayload(range) else { return false }
    return firstUnverified(in: pages(of: range)) == nil
  }

  /// Verifies the pages of a range that have not been.
  ///
  /// - Throws: `StorageError.corrupt`, naming the page.
  public func verify(_ range: Range<Int>) throws(StorageError) {
    guard isInPayload(range) else {
      throw .corrupt(
        file: name, offset: range.lowerBound, reason: "\(range.count) bytes outside the file")
    }
    guard !range.isEmpty else { return }
    var rest = pages(of: range)
    while let page = firstUnverified(in: rest) {
      try verify(page: page)
      rest = page...rest.upperBound
    }
  }

  /// The ranges of bytes that are not what was written: pages, neighbouring ones together.
  ///
  /// - Complexity: O(*n*) in the size of the file.
  public func damagedRanges() -> [Range<Int>] {
    var damaged: [Range<Int>] = []
    for page in 0..<pageCount {
      let range = bytes(ofPage: page)
      if checksum(of: range) == expectedChecksum(ofPage: page) { continue }
      if let last = damaged.last, last.upperBound == range.lowerBound {
        damaged[damaged.count - 1] = last.lowerBound..<range.upperBound
      } else {
        damaged.append(range)
      }
    }
    if damaged.isEmpty, checksum(of: 0..<file.byteCount - 8) != checksum {
      damaged = [payload.upperBound..<file.byteCount]
    }
    return damaged
  }

  @inlinable @inline(__always)
  func isVerified(page: Int) -> Bool {
    guard UInt(bitPattern: page) < UInt(bitPattern: pageCount) else { return false }
    // Safe: the page has a bit.
    return unsafe verified[page &>> 6].load(ordering: .relaxed) &>> UInt64(page & 63) & 1 != 0
  }

  @usableFromInline @inline(never)
  func isIntactAfterVerifying(_ range: Range<Int>) -> Bool {
    do {
      try verify(range)
      return true
    } catch {
      damage.record(error)
      return false
    }
  }

  private func isInPayload(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= payload.upperBound
  }

  private func pages(of range: Range<Int>) -> ClosedRange<Int> {
    range.lowerBound >> PageTable.pageBits...(range.upperBound - 1) >> PageTable.pageBits
  }

  /// - Precondition: the file has the pages.
  private func firstUnverified(in pages: ClosedRange<Int>) -> Int? {
    var page = pages.lowerBound
    while page <= pages.upperBound {
      let shift = page & 63
      // Safe: the pages have bits.
      let word = unsafe verified[page >> 6].load(ordering: .relaxed)
      let verifiedCount = (~(word >> UInt64(shift))).trailingZeroBitCount
      page += verifiedCount
      // Otherwise the next word is looked at.
      if verifiedCount < 64 - shift { return page <= pages.upperBound ? page : nil }
    }
    return nil
  }

  private func verify(page: Int) throws(StorageError) {
    let range = bytes(ofPage: page)
    let (found, expected) = (checksum(of: range), expectedChecksum(ofPage: page))
    guard found == expected else {
      let sums = [found, expected].map { String($0, radix: 16) }
      throw .corrupt(
        file: name, offset: range.lowerBound,
        reason: "checksum of its \(range.count) bytes \(sums[0]), expected \(sums[1])")
    }
    // Safe: the page has a bit.
    unsafe verified[page >> 6].bitwiseOr(1 << UInt64(page & 63), ordering: .relaxed)
  }

  private func bytes(ofPage page: Int) -> Range<Int> {
    page * PageTable.pageSize..<min((page + 1) * PageTable.pageSize, payload.upperBound)
  }

  private func checksum(of range: Range<Int>) -> UInt32 {
    let file = self.file
    return CRC32C.update(0, file.bytes.extracting(range))
  }

  private func expectedChecksum(ofPage page: Int) -> UInt32 {
    let file = self.file
    return file.bytes.uint32(at: payload.upperBound + 4 * page)
  }
}
