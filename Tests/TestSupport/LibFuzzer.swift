#if LIBFUZZER
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// libFuzzer, which generates the inputs of `make fuzz`, `make fuzz-index`, `make fuzz-formats`
  /// and `make fuzz-requests`.
  public enum LibFuzzer {
    // Safe: set once, before libFuzzer starts on the same thread.
    private nonisolated(unsafe) static var target: ([UInt8]) -> Void = { _ in }

    /// Runs a target on generated inputs, as the program's arguments request, and ends the program.
    public static func run(_ target: @escaping ([UInt8]) -> Void) -> Never {
      unsafe self.target = target
      var count = CommandLine.argc
      var arguments = unsafe CommandLine.unsafeArgv
      let status = unsafe runFuzzer(&count, &arguments) { bytes, count in
        // Safe: the bytes are valid during the call.
        unsafe LibFuzzer.target(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      }
      exit(status)
    }
  }

  // An entry point of the compiler's runtime, also called by its own `main`.
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ ask: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt
#endif
