public import Storage
import TestSupport

/// Runs a scenario with a fault at its first operation, again with one at its second, and so on until it passes,
/// for every kind of fault; and has what is left on the disk checked each time.
///
/// What is left is checked as the next process finds it, and as it might be found after a power cut at the end.
public struct FaultSweep: Sendable {
  /// What happened to the scenario.
  public struct Outcome: Sendable, CustomStringConvertible {
    public let fault: Fault
    /// Of the power cut that came after; nil if none came.
    public let seed: UInt64?
    /// What the scenario threw; nil if it went through, whether it met the fault or not.
    public let error: StorageError?

    public var description: String {
      let end = error.map { "\($0)" } ?? "went through"
      return "\(fault)\(seed.map { ", power cut with seed \($0)" } ?? ""): \(end)"
    }
  }

  private let faults: [(kind: Fault.Kind, isLasting: Bool)]
  private let powerCuts: Int

  /// - Parameters:
  ///   - faults: in each run one of these.
  ///   - powerCuts: how many ways of losing power are tried after a crash, times the scale of testing; after
  ///     an error one is.
  public init(
    faults: [(kind: Fault.Kind, isLasting: Bool)] = Self.everyFault,
    powerCuts: Int = 2
  ) {
    self.faults = faults
    self.powerCuts = TestScale.cases(powerCuts)
  }

  /// Errors that go away, errors that stay, and the end.
  public static let everyFault =
    errors(areLasting: false) + errors(areLasting: true) + [(.crash, true)]

  public static func errors(areLasting: Bool) -> [(kind: Fault.Kind, isLasting: Bool)] {
    [(.noSpace, areLasting), (.inputOutput, areLasting), (.shortWrite, areLasting)]
  }

  /// - Parameters:
  ///   - prepare: makes what the directory has before, on a sound disk; without it there is no directory.
  ///   - scenario: changes the directory. Throws storage errors only where the disk fails.
  ///   - check: is given the directory on a sound disk; may change it.
  /// - Returns: operations of the scenario.
  @discardableResult
  public func run(
    on prepare: ((IndexDirectory) async throws -> Void)? = nil,
    scenario: (IndexDirectory) async throws -> Void,
    check: (IndexDirectory, Outcome) async throws -> Void
  ) async throws -> Int {
    let template = Self.makeFolder()
    if let prepare {
      template.makeDirectory("index")
      try await prepare(Self.sound(template.path(of: "index")))
    }
    var operationCount = 0
    for (number, fault) in faults.enumerated() {
      var operation = 0
      while true {
        let fault = Fault(fault.kind, at: operation, isLasting: fault.isLasting)
        let seed = UInt64(number * 1_000_000 + operation * 1_000)
        let isReached = try await run(
          fault, on: template, hasDirectory: prepare != nil, seed: seed, scenario, check)
        if !isReached { break }
        operation += 1
      }
      operationCount = max(operationCount, operation)
    }
    return operationCount
  }

  /// Runs the scenario once; returns whether it came to the fault.
  private func run(
    _ fault: Fault, on template: TemporaryDirectory, hasDirectory: Bool, seed: UInt64,
    _ scenario: (IndexDirectory) async throws -> Void,
    _ check: (IndexDirectory, Outcome) async throws -> Void
  ) async throws -> Bool {
    let folder = Self.makeFolder()
    let path = folder.path(of: "index")
    if hasDirectory { try Self.copy(template.path(of: "index"), to: path) }
    let disk = FaultyDisk(fault: fault)
    var failure: StorageError?
    do {
      try await scenario(IndexDirectory(path, disk: disk))
    } catch let error as StorageError where disk.hasFailed {
      failure = error
    }
    let isReached = disk.hasFailed
    try await check(Self.sound(path), Outcome(fault: fault, seed: nil, error: failure))
    for cut in 0..<(fault.kind == .crash ? powerCuts : 1) {
      try disk.cutPower(seed: seed + UInt64(cut))
      try await check(
        Self.sound(path), Outcome(fault: fault, seed: seed + UInt64(cut), error: failure))
    }
    withExtendedLifetime(folder) {}
    return isReached
  }

  /// A directory on a disk that does what it is told, and is not slow to sync.
  private static func sound(_ path: String) -> IndexDirectory {
    IndexDirectory(path, disk: UnsyncedDisk())
  }

  /// In memory, where the system has such a folder: a sweep makes many thousand files.
  private static func makeFolder() -> TemporaryDirectory {
    let hasMemory = IndexDirectory("/dev").exists("shm")
    return hasMemory ? TemporaryDirectory(in: "/dev/shm") : TemporaryDirectory()
  }

  private static func copy(_ path: String, to newPath: String) throws(StorageError) {
    let disk = SystemDisk()
    try disk.makeDirectory(newPath)
    for name in try IndexDirectory(path).list() {
      let file = try MappedFile(directory: IndexDirectory(path), name: name)
      let written = try disk.open("\(newPath)/\(name)", .emptied)
      try written.write(file.bytes, at: 0)
    }
  }
}
