#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A blocking connection to a server on loopback, or to a Unix socket.
public final class ClientSocket {
  private let file: Int32
  private var buffer: [UInt8] = []

  public init(port: Int) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    file = Self.connected(AF_INET, to: address)
    setTimeout(seconds: 120)
  }

  public init(path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // Safe: the path is shorter than the field, which is zero behind it.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
      precondition(path.utf8.count < field.count, "the path is too long")
      unsafe field.copyBytes(from: path.utf8)
    }
    file = Self.connected(AF_UNIX, to: address)
    setTimeout(seconds: 120)
  }

  /// Returns a socket that is connected to an address of a family.
  private static func connected<Address>(_ family: Int32, to address: Address) -> Int32 {
    #if os(Linux)
      let file = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let file = socket(family, SOCK_STREAM, 0)
    #endif
    // Safe: the call reads one structure of the given size.
    let code = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(file, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    precondition(code == 0, "connect: error \(errno)")
    return file
  }

  deinit { close(file) }

  /// Bounds the time of every read, so that a test that waits for nothing fails.
  public func setTimeout(seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    // Safe: the call reads one structure of the given size.
    _ = unsafe setsockopt(
      file, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Makes the buffer of the system small, for a reader that is slow.
  public func setReceiveBuffer(_ bytes: Int32) {
    var bytes = bytes
    // Safe: the call reads one integer.
    _ = unsafe setsockopt(
      file, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Ends the sending direction.
  public func finishSending() { shutdown(file, Int32(SHUT_WR)) }

  /// Sends bytes. Returns false when the server has closed the connection.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      #if os(Linux)
        let flags = Int32(MSG_NOSIGNAL)
      #else
        let flags: Int32 = 0
      #endif
      // Safe: the call reads the bytes of the slice.
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe sendBytes(file, $0.baseAddress, $0.count, flags)
      }
      if count <= 0 { return false }
      start += count
    }
    return true
  }

  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Reads some bytes; none at the end, after an error and after the timeout.
  public func readSome() -> [UInt8] {
    if !buffer.isEmpty {
      defer { buffer = [] }
      return buffer
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    // Safe: the call writes at most the bytes of the array.
    let count = unsafe recv(file, &bytes, bytes.count, 0)
    return count > 0 ? Array(bytes.prefix(count)) : []
  }

  /// True when the server has closed the connection.
  public func isAtEnd() -> Bool {
    guard buffer.isEmpty else { return false }
    buffer = readSome()
    return buffer.isEmpty
  }

  private func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer.removeSubrange(...end)
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
      }
      let start = buffer
      buffer = []
      let more = readSome()
      if more.isEmpty { return nil }
      buffer = start + more
    }
  }

  private func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      let start = buffer
      buffer = []
      let more = readSome()
      if more.isEmpty { return nil }
      buffer = start + more
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  /// Reads the head of an answer and the first chunk of its body.
  public func readFirstChunk() -> [UInt8]? {
    while let field = line() {
      if !field.isEmpty { continue }
      guard let count = line().flatMap({ Int($0, radix: 16) }) else { return nil }
      return bytes(count)
    }
    return nil
  }

  /// Reads one answer; nil when the connection ends before it is complete.
  ///
  /// - Parameter isHead: true for the answer to HEAD, which has no body.
  public func readAnswer(isHead: Bool = false) -> ReceivedAnswer? {
    guard let first = line() else { return nil }
    let parts = first.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]) else {
      return nil
    }
    var fields: [String: String] = [:]
    while true {
      guard let field = line() else { return nil }
      if field.isEmpty { break }
      guard let colon = field.firstIndex(of: ":") else { return nil }
      let value = field[colon...].dropFirst().drop { $0 == " " }
      fields[field[..<colon].lowercased()] = String(value)
    }
    var answer = ReceivedAnswer(status: status, fields: fields, body: [])
    if isHead || status == 304 || status < 200 { return answer }
    if fields["transfer-encoding"] == "chunked" {
      while true {
        guard let size = line(), let count = Int(size, radix: 16), let chunk = bytes(count + 2)
        else { return nil }
        if count == 0 { return answer }
        answer.body += chunk.dropLast(2)
      }
    }
    if let length = fields["content-length"].flatMap({ Int($0) }) {
      guard let body = bytes(length) else { return nil }
      answer.body = body
      return answer
    }
    while true {
      let more = readSome()
      if more.isEmpty { return answer }
      answer.body += more
    }
  }
}

/// An answer as it arrived.
public struct ReceivedAnswer: Sendable {
  public let status: Int
  /// The fields of the head, with names in lower case.
  public let fields: [String: String]
  public var body: [UInt8]

  public var text: String { String(decoding: body, as: UTF8.self) }
}

// The member of `ClientSocket` hides the C function of the same name.
private func sendBytes(
  _ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  unsafe send(file, bytes, count, flags)
}
