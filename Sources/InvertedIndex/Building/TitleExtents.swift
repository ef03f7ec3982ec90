/// By document of a run, below which positions are the headline's.
struct TitleExtents {
  private let extents: [UInt32]
  /// The same, as far as bytes tell: these stay in the first-level cache.
  private let bytes: [UInt8]

  /// Of a field without headlines.
  static let none = TitleExtents([])

  init(_ extents: [UInt32]) {
    self.extents = extents
    bytes = extents.map { UInt8(clamping: $0) }
  }

  var view: View {
    @_lifetime(borrow self)
    get { View(extents: extents.span, bytes: bytes.span) }
  }

  /// For many look-ups.
  struct View: ~Escapable {
    private let extents: Span<UInt32>
    private let bytes: Span<UInt8>

    @_lifetime(copy extents, copy bytes)
    fileprivate init(extents: Span<UInt32>, bytes: Span<UInt8>) {
      self.extents = extents
      self.bytes = bytes
    }

    /// 1 for an occurrence in the headline of its document, else 0.
    @inline(__always)
    func count(_ occurrence: UInt64, of document: UInt32) -> UInt32 {
      if bytes.isEmpty { return 0 }
      let position = OccurrenceBuckets.position(of: occurrence)
      let byte = bytes[Int(document)]
      let extent = byte == .max ? UInt64(extents[Int(document)]) : UInt64(byte)
      return position < extent ? 1 : 0
    }
  }
}
