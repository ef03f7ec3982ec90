#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The limit of the process's address space, which `ulimit -v` sets.
package enum AddressSpace {
  /// The bytes that the process can still map beside the stacks of its threads; nil without a
  /// limit. 0 when the stacks may not fit.
  ///
  /// The scheduler of Swift's tasks starts a thread for each processor, and waits without an end
  /// for the memory of a stack.
  package static var available: Int? {
    guard let limit = limit(of: .addressSpace) else { return nil }
    let threads = Process.processorCount + 2
    return max(0, limit - used - threads * stackBytes)
  }

  /// The bytes of memory that the process uses now; nil where the system does not tell.
  package static var residentBytes: Int? {
    #if os(Linux)
      guard let file = try? FileDescriptor("/proc/self/statm", .read) else { return nil }
      var bytes: [UInt8] = []
      guard (try? file.read(upTo: 256, appendingTo: &bytes)) != nil else { return nil }
      let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
      return fields.dropFirst().first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
    #else
      return nil
    #endif
  }

  private enum Resource { case addressSpace, stack }

  /// The current limit in bytes; nil without one.
  private static func limit(of resource: Resource) -> Int? {
    var limit = rlimit()
    // Safe: the calls fill the structure.
    #if canImport(Glibc)
      let code =
        switch resource {
        case .addressSpace: unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        case .stack: unsafe getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
        }
    #else
      let code =
        switch resource {
        case .addressSpace: unsafe getrlimit(RLIMIT_AS, &limit)
        case .stack: unsafe getrlimit(RLIMIT_STACK, &limit)
        }
    #endif
    // The value without a limit is the largest one.
    return code == 0 ? Int(exactly: limit.rlim_cur).flatMap { $0 == .max ? nil : $0 } : nil
  }

  /// The size of a thread's stack. The C library takes 2 MiB where the limit is infinite.
  private static var stackBytes: Int { limit(of: .stack) ?? 2 << 20 }

  /// The bytes that are mapped now, as far as the system tells.
  private static var used: Int {
    var text: [UInt8] = []
    _ = try? FileDescriptor("/proc/self/statm", .read).read(upTo: 64, appendingTo: &text)
    let pages = Int(String(decoding: text.prefix { $0 != 0x20 }, as: UTF8.self)) ?? 0
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
