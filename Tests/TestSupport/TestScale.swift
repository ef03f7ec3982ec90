#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much random testing is wanted.
public enum TestScale {
  /// `XUNWEN_TEST_SCALE`, 1 when not set: what the number of random cases is multiplied by.
  public static let factor: Int = {
    // Safe: the environment is read, and its value copied, while no test changes it.
    let value = unsafe getenv("XUNWEN_TEST_SCALE").flatMap { unsafe Int(String(cString: $0)) }
    return max(1, value ?? 1)
  }()

  /// A number of cases, multiplied.
  public static func cases(_ count: Int) -> Int { count * factor }
}
