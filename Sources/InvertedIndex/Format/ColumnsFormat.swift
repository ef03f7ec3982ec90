/// The format of lengths, `.len`, and of values by document, `.col`.
///
/// ```
/// .len  := width: u8{3}  0: u8{5}
///          length: column{documents}  title extent: column{documents}
///          tail length: column{documents}
/// .col  := documents: u32  sources: u32  sections: u32  files: u32  width: u8{10}  0: u8{6}
///          hash: u64{documents}
///          date: column{documents}  time: column{documents}
///          source ordinal: column{documents}  section ordinal: column{documents}
///          file ordinal: column{documents}
///          id order: column{documents}  id offset: column{documents + 1}
///          source offset: column{sources + 1}  section offset: column{sections + 1}
///          file offset: column{files + 1}
///          id bytes  source bytes  section bytes  file bytes
/// ```
/// The widths are in the order of the columns (see `ByteColumn`). Column offsets follow from widths
/// and counts. Ordinals number distinct values in the order of their bytes. *Id order* lists the
/// documents in the order of their ids.
enum ColumnsFormat {
  /// Bytes of `.len` before its columns.
  static let lengthsHeadSize = 8
  static let lengthsColumnCount = 3
  /// Bytes of `.col` before its hashes.
  static let headSize = 32
  /// The offset in `.col` of the first width.
  static let widthsOffset = 16
  static let columnCount = 10
}
