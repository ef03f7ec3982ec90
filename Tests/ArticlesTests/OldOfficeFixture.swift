import TestSupport

@testable import Articles

/// The files in `Fixtures/OldOffice`.
enum OldOfficeFixture {
  static func path(_ name: String) -> String {
    TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/OldOffice/" + name
  }

  static func bytes(_ name: String) -> [UInt8] { TestFile.bytes(path(name)) ?? [] }

  static func read(_ name: String) throws -> Contents { try Contents(of: path(name)) }

  /// The format of compound files with the programs of some folders.
  static func format(_ programs: ProgramFolders) -> CompoundDocuments {
    CompoundDocuments(of: MemberFormats(PathPatterns()) { InputFormats.all }, programs: programs)
  }
}
