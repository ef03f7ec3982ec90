#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Functions of the C library.
enum Mathematics {
  static func naturalLogarithm(_ x: Double) -> Double { log(x) }
  static func binaryLogarithm(_ x: Double) -> Double { log2(x) }
  static func arctangent(_ x: Double) -> Double { atan(x) }
}
