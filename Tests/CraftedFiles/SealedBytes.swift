import Storage

extension [UInt8] {
  /// Recomputes the page checksums of a changed file, so that readers accept it.
  public mutating func sealPages() {
    let end = count - 16
    let pages = (end + 4099) / 4100
    for page in 0..<pages {
      let bytes = Array(self[4096 * page..<Swift.min(4096 * (page + 1), end - 4 * pages)])
      write(UInt64(CRC32C.update(0, bytes.span)), 4, at: end - 4 * (pages - page))
    }
  }

  /// Recomputes the page checksums, the length and the file checksum of an index file.
  ///
  /// - Precondition: the array has room for a header, the page table and the footer.
  public mutating func seal() {
    sealPages()
    write(UInt64(count), 8, at: count - 16)
    let checked = Array(dropLast(8))
    write(UInt64(CRC32C.update(0, checked.span)), 4, at: count - 8)
  }

  /// The bytes between the header and the page table of an index file.
  public var payload: [UInt8] {
    let pages = (count - 16 + 4099) / 4100
    return Array(self[32..<count - 16 - 4 * pages])
  }

  /// An index file with the header of this one and another payload, with correct checksums.
  public func resealed(_ payload: [UInt8]) -> [UInt8] {
    var file = Array(self[..<32]) + payload
    let pages = (file.count + 4095) / 4096
    file += [UInt8](repeating: 0, count: 4 * pages + 12) + Array(self.suffix(4))
    file.seal()
    return file
  }

  private mutating func write(_ value: UInt64, _ byteCount: Int, at offset: Int) {
    for byte in 0..<byteCount {
      self[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
    }
  }
}
