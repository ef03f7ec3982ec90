/// Elements in the order of their first insertion, each once.
///
/// A query has few of them: those are compared one by one, which costs less than hashing one.
struct DistinctElements<Element: Hashable> {
  private(set) var elements: [Element] = []
  /// Of all elements, once they are many.
  private var places: [Element: Int] = [:]

  private static var few: Int { 16 }

  init() { elements.reserveCapacity(Self.few) }

  /// - Returns: where the element stands, and whether it was not there before.
  /// - Complexity: O(1)
  @discardableResult
  mutating func insert(_ element: Element) -> (place: Int, isNew: Bool) {
    let known = elements.count <= Self.few ? elements.firstIndex(of: element) : places[element]
    if let known { return (known, false) }
    elements.append(element)
    if elements.count == Self.few + 1 {
      for (place, element) in elements.enumerated() { places[element] = place }
    } else if elements.count > Self.few {
      places[element] = elements.count - 1
    }
    return (elements.count - 1, true)
  }
}
