// The library's types that are values of options.

public import ArgumentParser
public import Wire
public import Xunwen

extension SortOrder: ExpressibleByArgument {}
extension MatchMode: ExpressibleByArgument {}
extension CheckLevel: ExpressibleByArgument {}
extension Facet: ExpressibleByArgument {}
extension CalendarInterval: ExpressibleByArgument {}
extension ReferenceFormat: ExpressibleByArgument {}
extension ConcordanceOptions.Order: ExpressibleByArgument {}
extension CollocateOptions.Order: ExpressibleByArgument {}
extension KeywordOptions.Order: ExpressibleByArgument {}
