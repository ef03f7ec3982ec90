// Asks queries that libFuzzer makes up: `make fuzz`.

#if LIBFUZZER
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  // Of the compiler's runtime; its own `main` calls it too.
  @_silgen_name("LLVMFuzzerRunDriver")
  func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ ask: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  let index = try FuzzedIndex()
  var count = CommandLine.argc
  var arguments = unsafe CommandLine.unsafeArgv
  let status = unsafe runFuzzer(&count, &arguments) { bytes, count in
    // Safe: the bytes are lent for the call.
    let text = unsafe String(
      decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    index.ask(text)
    return 0
  }
  exit(status)
#else
  print("make fuzz builds this with libFuzzer")
#endif
