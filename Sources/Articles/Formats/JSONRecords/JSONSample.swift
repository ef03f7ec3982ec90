/// The first record in the first bytes of a JSON file.
struct JSONSample {
  private var fields: Set<RecordField> = []
  private var isExported = false
  /// True when the sample contains the end of the record.
  private var isComplete = false
  /// True when the records are the elements of an array in the object.
  private var isWrapper = false

  /// Reads the first record of an array or a sequence of objects. Returns nil if there is none.
  init?(_ sample: [UInt8], _ map: FieldMap) {
    guard FileSample.mayBegin(sample, with: "{[") else { return nil }
    let text = FileSample.text(of: sample)
    var reader = JSONReader(text)
    while reader.accept("[") {}
    guard reader.peek() == UInt8(ascii: "{") else { return nil }
    let object = Array(text[reader.at...])
    self.init(object: object, map)
    // `{'title': …}`
    if !isComplete, fields.isEmpty { self.init(object: LenientJSON(objectIn: object).json, map) }
    if holdsArticles { return }
    switch JSONWrapper.find(in: object, map) {
    case .records, .likely: isWrapper = true
    case .none, .undecided: break
    }
  }

  /// Reads the object at the beginning of a text, or its part in the text.
  init(object: [UInt8], _ map: FieldMap) {
    var reader = JSONReader(object)
    do throws(JSONReader.Fault) {
      try read(&reader, map, isNested: false)
      isComplete = true
    } catch {}
  }

  private mutating func read(
    _ reader: inout JSONReader, _ map: FieldMap, isNested: Bool
  ) throws(JSONReader.Fault) {
    try reader.object { key, reader throws(JSONReader.Fault) in
      if let role = map.role(of: key) { fields.insert(role.field) }
      if key == ExportedParts.key { isExported = true }
      if key == JSONRecord.nestedKey, !isNested, reader.peek() == UInt8(ascii: "{") {
        try read(&reader, map, isNested: true)
      } else {
        _ = try reader.value()
      }
    }
  }

  /// True when the record is an article, or its part in the sample looks like one.
  var holdsArticles: Bool {
    isExported || isWrapper || fields.contains(.text)
      || !isComplete && fields.contains(.title) && !fields.isDisjoint(with: [.date, .time, .url])
  }

  /// True when the sample contains the name of a text.
  var hasText: Bool { fields.contains(.text) }

  /// True when the record may be an article. A settings file has no field of an article, except
  /// perhaps keywords. A record with a headline and a date and without a text is worth an error.
  var mayHoldArticles: Bool {
    if holdsArticles { return true }
    if isComplete { return fields.contains(.title) && !fields.isDisjoint(with: [.date, .time]) }
    return !fields.subtracting([.tags, .section]).isEmpty
  }
}
