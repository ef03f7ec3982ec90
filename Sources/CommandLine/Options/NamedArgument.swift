public import ArgumentParser

/// A value of an option that is one of a few names.
///
/// ArgumentParser describes other values by reflection, which takes a part of every start of the
/// program.
public protocol NamedArgument: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String {}

extension NamedArgument {
  public init?(argument: String) { self.init(rawValue: argument) }

  public var defaultValueDescription: String { rawValue }

  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  public static var allValueDescriptions: [String: String] { [:] }
}
