/// The formats of the members of containers.
struct MemberFormats: Sendable {
  /// The formats may contain containers, whose members have the same formats again.
  private let all: @Sendable () -> [any InputFormat]

  init(_ all: @escaping @Sendable () -> [any InputFormat]) { self.all = all }

  /// Returns the format of a member; nil when no format accepts it.
  ///
  /// - Parameter name: the name without the folder.
  func format(of name: String, beginning: () -> [UInt8]) -> (any InputFormat)? {
    let name = name.lowercased()
    return all().first { $0.accepts(name: name, beginning: beginning) }
  }
}
