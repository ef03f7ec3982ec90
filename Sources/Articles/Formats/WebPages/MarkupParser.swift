import CXML

/// A parser of HTML, by libxml2, which passes elements and texts to a reader.
///
/// Any bytes are HTML: superfluous tags are dropped, and missing ones are added.
enum MarkupParser {
  /// Parses a page in UTF-8 without NUL bytes, in O(*n*).
  ///
  /// - Returns: false when only the beginning was read, because a tag has thousands of
  ///   attributes or memory ran out.
  static func parse(_ page: [UInt8], into reader: MarkupReader) -> Bool {
    // Safe: the reader outlives the call that passes its address to the functions.
    var handler = unsafe cxml_handler(
      context: Unmanaged.passUnretained(reader).toOpaque(),
      start: { context, name, attributes in
        guard let name = unsafe name, let reader = unsafe MarkupParser.reader(context) else {
          return
        }
        unsafe reader.start(String(cString: name), MarkupAttributes(attributes))
      },
      end: { context, _ in unsafe MarkupParser.reader(context)?.end() },
      text: { context, bytes, count in
        guard let bytes = unsafe bytes, let reader = unsafe MarkupParser.reader(context) else {
          return
        }
        unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
          unsafe reader.text(Array(UnsafeBufferPointer(start: $0, count: Int(count))))
        }
      })
    return withExtendedLifetime(reader) {
      unsafe page.withUnsafeBufferPointer {
        unsafe cxml_parse_html($0.baseAddress, Int64($0.count), &handler) == 0
      }
    }
  }

  /// Returns the reader whose address was passed to the parser.
  private static func reader(_ context: UnsafeMutableRawPointer?) -> MarkupReader? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<MarkupReader>.fromOpaque(context).takeUnretainedValue()
  }
}

/// The attributes of an element, valid during the call that passes them.
@safe
struct MarkupAttributes {
  /// Safe: names and values alternate up to NULL, and each is a C string or NULL.
  private let pointer: UnsafePointer<UnsafePointer<CChar>?>?

  fileprivate init(_ pointer: UnsafePointer<UnsafePointer<CChar>?>?) {
    unsafe self.pointer = pointer
  }

  static var none: MarkupAttributes { unsafe MarkupAttributes(nil) }

  var isEmpty: Bool { unsafe pointer == nil }

  /// Returns the value of the first attribute with a name in lower case, or nil. The value is ""
  /// for an attribute without one.
  subscript(name: StaticString) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    var at = 0
    while let key = unsafe pointer[at] {
      if unsafe Self.isEqual(key, name) {
        return unsafe pointer[at + 1].map { unsafe String(cString: $0) } ?? ""
      }
      at += 2
    }
    return nil
  }

  private static func isEqual(_ key: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    for i in 0..<count where unsafe UInt8(bitPattern: key[i]) != name.utf8Start[i] { return false }
    return unsafe key[count] == 0
  }
}
