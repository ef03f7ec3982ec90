#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The C library's logarithm, behind a name that says which.
enum Logarithm {
  static func natural(_ x: Double) -> Double { log(x) }
}
