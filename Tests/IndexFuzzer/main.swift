// Runs all commands on crafted indexes: files with random changes and correct checksums.
//
//   IndexFuzzer --seeds 0..<10000          indexes, in child processes that may end in any way
//   IndexFuzzer --texts 0..<1000 PROGRAM   manifests, runs, judgments, queries, records, words
//   IndexFuzzer --seed 17 [COMMAND]        one index in this process, for a debugger
//
// `make fuzz-index` builds it with libFuzzer, which generates the changes.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport

#if LIBFUZZER
  LibFuzzer.run(try await FuzzTarget().run)
#else
  let arguments = Array(CommandLine.arguments.dropFirst())
  switch arguments.first {
  case "--seeds" where arguments.count == 2:
    var campaign = IndexCampaign(seeds: parseRange(arguments[1]))
    exit(campaign.run())
  case "--texts" where arguments.count == 3:
    var campaign = TextCampaign(program: arguments[2])
    exit(try await campaign.run(parseRange(arguments[1])))
  case "--worker" where arguments.count == 3:
    try await Worker().run(parseRange(arguments[1]), firstCommand: Int(arguments[2]) ?? 0)
  case "--seed" where arguments.count >= 2:
    try await Worker().runOne(UInt64(arguments[1]) ?? 0, command: arguments.dropFirst(2).first)
  default:
    print("usage: IndexFuzzer --seeds 0..<10000 | --texts 0..<1000 PROGRAM | --seed 17 [COMMAND]")
    exit(2)
  }

  /// Parses `0..<10`, and ends the program for other text.
  func parseRange(_ text: String) -> Range<UInt64> {
    let ends = text.split(separator: "..<").compactMap { UInt64($0) }
    guard ends.count == 2, ends[0] <= ends[1] else {
      print("not a range: \(text)")
      exit(2)
    }
    return ends[0]..<ends[1]
  }
#endif
