/// Elements in the order of their first insertion, without duplicates. A query has few of them, and
/// comparing a few elements one by one costs less than hashing one.
struct DistinctElements<Element: Hashable> {
  private(set) var elements: [Element] = []
  /// Empty while elements are compared one by one.
  private var indices: [Element: Int] = [:]

  private static var linearLimit: Int { 16 }

  init() { elements.reserveCapacity(Self.linearLimit) }

  /// Returns the index of the element, and true when it is new.
  @discardableResult
  mutating func insert(_ element: Element) -> (index: Int, isNew: Bool) {
    let known =
      elements.count <= Self.linearLimit ? elements.firstIndex(of: element) : indices[element]
    if let known { return (known, false) }
    elements.append(element)
    if elements.count == Self.linearLimit + 1 {
      for (index, element) in elements.enumerated() { indices[element] = index }
    } else if elements.count > Self.linearLimit {
      indices[element] = elements.count - 1
    }
    return (elements.count - 1, true)
  }
}
