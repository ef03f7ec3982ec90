/// An inner loop that is measured separately.
enum Kernel: String, CaseIterable {
  case unpack
  case unpackDeltas = "unpack-deltas"
  case unpackPatched = "unpack-patched"
  case packPatched = "pack-patched"
  case intersect
  case unite
  case hash
  case checksum
  case segment
  case invert
  case scoreAny = "score-any"
  case scoreAll = "score-all"
  case scorePhrase = "score-phrase"

  /// The unit to which instruction counts refer.
  var unit: String {
    switch self {
    case .unpack, .unpackDeltas, .unpackPatched, .packPatched: "value"
    case .intersect, .unite: "document"
    case .hash, .checksum, .segment, .invert: "byte"
    case .scoreAny, .scoreAll, .scorePhrase: "query"
    }
  }
}
