public import Storage
import TestSupport

/// Runs a scenario with a fault at its first operation, then at its second, and so on until it
/// passes, for each kind of fault. The caller checks the disk after each run.
///
/// The disk is checked twice: in the state that the next process finds, and in a state that a power
/// cut may leave.
public struct FaultSweep: Sendable {
  /// The result of one run of the scenario.
  public struct Outcome: Sendable, CustomStringConvertible {
    public let fault: Fault
    /// The seed of the power cut after the run, or nil without a power cut.
    public let seed: UInt64?
    /// The error that the scenario threw, or nil when it completed.
    public let error: StorageError?

    public var description: String {
      let end = error.map { "\($0)" } ?? "completed"
      return "\(fault)\(seed.map { ", power cut with seed \($0)" } ?? ""): \(end)"
    }
  }

  private let faults: [(kind: Fault.Kind, isLasting: Bool)]
  private let powerCuts: Int

  /// - Parameters:
  ///   - faults: the faults, one for each run.
  ///   - powerCuts: the number of power cuts after a crash, multiplied by the test scale. After an
  ///     error there is one power cut.
  public init(
    faults: [(kind: Fault.Kind, isLasting: Bool)] = Self.everyFault,
    powerCuts: Int = 2
  ) {
    self.faults = faults
    self.powerCuts = TestScale.cases(powerCuts)
  }

  /// Single errors, lasting errors, and a crash.
  public static let everyFault =
    errors(areLasting: false) + errors(areLasting: true) + [(.crash, true)]

  public static func errors(areLasting: Bool) -> [(kind: Fault.Kind, isLasting: Bool)] {
    [(.noSpace, areLasting), (.inputOutput, areLasting), (.shortWrite, areLasting)]
  }

  /// Runs the sweep.
  ///
  /// - Parameters:
  ///   - prepare: makes the directory on a reliable disk. When nil, there is no directory.
  ///   - scenario: changes the directory. It throws storage errors only when the disk fails.
  ///   - check: checks the directory on a reliable disk, and may change it.
  /// - Returns: the number of operations of the scenario.
  @discardableResult
  public func run(
    on prepare: ((IndexDirectory) async throws -> Void)? = nil,
    scenario: (IndexDirectory) async throws -> Void,
    check: (IndexDirectory, Outcome) async throws -> Void
  ) async throws -> Int {
    let template = Self.makeFolder()
    if let prepare {
      template.makeDirectory("index")
      try await prepare(Self.reliable(template.path(of: "index")))
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

  /// Runs the scenario once, and returns true when it reached the fault.
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
    try await check(Self.reliable(path), Outcome(fault: fault, seed: nil, error: failure))
    for cut in 0..<(fault.kind == .crash ? powerCuts : 1) {
      try disk.cutPower(seed: seed + UInt64(cut))
      try await check(
        Self.reliable(path), Outcome(fault: fault, seed: seed + UInt64(cut), error: failure))
    }
    withExtendedLifetime(folder) {}
    return isReached
  }

  /// A directory on a reliable disk that does not wait for syncs.
  private static func reliable(_ path: String) -> IndexDirectory {
    IndexDirectory(path, disk: UnsyncedDisk())
  }

  /// A temporary folder, in memory if possible: a sweep makes thousands of files.
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
