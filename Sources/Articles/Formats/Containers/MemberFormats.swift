/// The formats of the members of containers.
struct MemberFormats: Sendable {
  /// Makes the formats. They may contain containers, whose members have the same formats again.
  let all: @Sendable () -> [any InputFormat]
  /// The patterns of the paths of members.
  private let patterns: PathPatterns

  init(_ patterns: PathPatterns, _ all: @escaping @Sendable () -> [any InputFormat]) {
    (self.patterns, self.all) = (patterns, all)
  }

  /// True when patterns leave a member out. A container in the container is opened for its members.
  ///
  /// - Parameter file: the container.
  func leaveOut(_ member: Member, of file: CorpusFile) -> Bool {
    guard let name = member.name else {
      // The contents of a compressed file have its name, with or without the ending.
      let folder = file.name.dropLast(FilePath.name(file.name).count)
      return patterns.omits(file.name) && patterns.omits(folder + member.fileName)
    }
    return patterns.leavesOut(FilePath.join(file.name, name))
  }
}
