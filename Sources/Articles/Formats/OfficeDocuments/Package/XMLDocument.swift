import CXML
import Storage

/// A receiver of the elements and texts of an XML document. Names have no prefix.
protocol XMLHandler: AnyObject {
  func start(_ name: String, _ attributes: XMLAttributes)
  func end(_ name: String)
  /// Receives a piece of text that consists of whole characters.
  func text(_ bytes: [UInt8])
}

/// A parser of XML, by libxml2, into which a document is pushed in pieces.
///
/// A document type is damage, so that there are no entities but characters. Nothing is loaded.
///
/// Safe: the handle is opened in `init`, closed in `deinit`, and used nowhere else. The object that
/// receives the events is kept alive by this one.
@safe
final class XMLDocument {
  private let handle: OpaquePointer
  private let receiver: Receiver

  /// The context of the events.
  private final class Receiver {
    let handler: any XMLHandler

    init(_ handler: any XMLHandler) { self.handler = handler }

    static func of(_ context: UnsafeMutableRawPointer?) -> (any XMLHandler)? {
      guard let context = unsafe context else { return nil }
      return unsafe Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().handler
    }
  }

  /// Opens a document.
  ///
  /// - Parameter path: path for errors.
  /// - Throws: `unreadable` when memory runs out.
  init(_ handler: any XMLHandler, path: String) throws(ArticleError) {
    let receiver = Receiver(handler)
    var functions = unsafe cxml_xml_handler(
      context: Unmanaged.passUnretained(receiver).toOpaque(),
      start: { context, name, count, attributes in
        guard let name = unsafe name, let handler = unsafe Receiver.of(context) else { return }
        unsafe handler.start(
          String(cString: name), XMLAttributes(attributes, count: Int(count)))
      },
      end: { context, name in
        guard let name = unsafe name else { return }
        unsafe Receiver.of(context)?.end(String(cString: name))
      },
      text: { context, bytes, count in
        guard let bytes = unsafe bytes, let handler = unsafe Receiver.of(context) else { return }
        let text = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        // The parser passes malformed characters on.
        let isValid = UTF8Validity.firstInvalid(in: text) == nil
        handler.text(isValid ? text : UTF8Validity.repaired(text).utf8)
      })
    guard let handle = unsafe cxml_xml_open(&functions) else {
      throw ArticleError(path: path, .outOfMemory("open"))
    }
    unsafe self.handle = handle
    self.receiver = receiver
  }

  deinit { unsafe cxml_xml_free(handle) }

  /// Parses the next bytes. Returns false when the document is damaged.
  func push(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let piece = rest.prefix(Self.pieceBytes)
      rest = rest.dropFirst(piece.count)
      let isIntact = unsafe piece.withUnsafeBufferPointer {
        unsafe cxml_xml_push(handle, $0.baseAddress, Int32($0.count)) == 0
      }
      if !isIntact { return false }
    }
    return true
  }

  /// Ends the document. Returns false when it is damaged or not complete.
  func finish() -> Bool { unsafe cxml_xml_finish(handle) == 0 }

  private static let pieceBytes = 1 << 16

  /// Parses a whole document. Returns false when it is damaged.
  static func parse(_ document: [UInt8], into handler: any XMLHandler) -> Bool {
    guard let parser = try? XMLDocument(handler, path: "") else { return false }
    return parser.push(document[...]) && parser.finish()
  }
}

/// The attributes of an element, valid during the call that passes them.
@safe
struct XMLAttributes {
  /// Safe: there are five pointers for each attribute, of which the first is a C string, the second
  /// and the third are C strings or NULL, and the last two are the ends of the value.
  private let pointers: UnsafePointer<UnsafePointer<CChar>?>?
  private let count: Int

  fileprivate init(_ pointers: UnsafePointer<UnsafePointer<CChar>?>?, count: Int) {
    unsafe self.pointers = pointers
    self.count = count
  }

  /// Returns the value of the first attribute with a name without prefix, or nil.
  subscript(name: StaticString) -> String? { value(of: name) { _ in true } }

  /// Returns the value of the first attribute with a name and a namespace that ends with a text.
  subscript(name: StaticString, namespaceEnding ending: String) -> String? {
    value(of: name) { $0?.hasSuffix(ending) ?? false }
  }

  private func value(of name: StaticString, in isWanted: (String?) -> Bool) -> String? {
    guard let pointers = unsafe pointers else { return nil }
    for index in 0..<count {
      guard let key = unsafe pointers[5 * index], unsafe Self.isEqual(key, name),
        isWanted(unsafe pointers[5 * index + 2].map { unsafe String(cString: $0) }),
        let start = unsafe pointers[5 * index + 3], let end = unsafe pointers[5 * index + 4],
        unsafe end >= start
      else { continue }
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: end - start)
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
    return nil
  }

  private static func isEqual(_ key: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    for i in 0..<count where unsafe UInt8(bitPattern: key[i]) != name.utf8Start[i] { return false }
    return unsafe key[count] == 0
  }
}
