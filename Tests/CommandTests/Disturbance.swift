import TestSupport

/// A fault of system calls in a program under test. The library FaultShim, which its header
/// describes, is loaded before the C library and causes the fault.
struct Disturbance {
  enum Action {
    /// The call fails with an error number.
    case failure(Int32)
    /// The call begins later.
    case delay(milliseconds: Int)
    /// The call begins when a file exists.
    case hold(until: String)
    /// SIGKILL ends the process before the call.
    case kill
    /// SIGKILL ends the process after half of a write.
    case tear
    /// Every access to a new mapping fails with SIGBUS.
    case bus

    fileprivate var text: String {
      switch self {
      case .failure(let code): "\(code)"
      case .delay(let milliseconds): "delay:\(milliseconds)"
      case .hold(let path): "hold:\(path)"
      case .kill: "kill"
      case .tear: "tear"
      case .bus: "bus"
      }
    }
  }

  static let reading = [
    "open", "mmap", "read", "pread", "fstat", "stat", "access", "realpath", "opendir", "readdir",
  ]
  static let writing = [
    "create", "write", "pwrite", "fsync", "ftruncate", "unlink", "rename", "link", "mkdir",
  ]

  /// The calls that count.
  var calls: [String]
  /// The number of the disturbed call, from 1; 0 for none.
  var number: Int
  /// True to disturb all later calls, too.
  var isLasting = false
  var action: Action

  /// The variables that cause the fault in a program.
  ///
  /// - Parameters:
  ///   - paths: the folders and files whose calls count.
  ///   - log: the file that receives the disturbed call and the number of calls.
  func environment(paths: [String], log: String) -> [String] {
    [
      "LD_PRELOAD=\(Self.library)", "XUNWEN_FAULT_FOLDERS=\(paths.joined(separator: ":"))",
      "XUNWEN_FAULT_CALLS=\(calls.joined(separator: ","))", "XUNWEN_FAULT_AT=\(number)",
      "XUNWEN_FAULT_ACTION=\(action.text)", "XUNWEN_FAULT_LOG=\(log)",
      // A command that hangs fails the test.
      "XUNWEN_FAULT_LIMIT=100",
    ] + (isLasting ? ["XUNWEN_FAULT_LASTING=1"] : [])
  }

  private static let library = TestFile.executable("libFaultShim.so")

  /// True where programs can be disturbed: on Linux with the GNU C library.
  static let isPossible = TestFile.bytes(library) != nil
}

/// The effect of a disturbance, from the log of FaultShim.
struct DisturbanceLog {
  /// The disturbed call and its path; nil when the program made fewer calls.
  let disturbed: (call: String, path: String)?
  /// The number of calls; nil when the program did not end by `exit`.
  let callCount: Int?

  init(_ bytes: [UInt8]) {
    var (disturbed, callCount) = (nil as (String, String)?, nil as Int?)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { continue }
      if words[0] == "count" {
        callCount = Int(words[1])
      } else {
        disturbed = disturbed ?? (words[0], words[1])
      }
    }
    (self.disturbed, self.callCount) = (disturbed, callCount)
  }

  /// The name of the file that the disturbed call concerned.
  var fileName: String? { disturbed?.path.split(separator: "/").last.map(String.init) }
}

/// A kind of fault, which a sweep causes at every call.
struct FaultKind {
  let name: String
  let calls: [String]
  let action: Disturbance.Action

  // The error numbers of Linux.
  static let all = [
    FaultKind(name: "EIO", calls: Disturbance.reading + Disturbance.writing, action: .failure(5)),
    FaultKind(name: "EMFILE", calls: ["open", "create", "opendir"], action: .failure(24)),
    FaultKind(
      name: "EACCES",
      calls: ["open", "create", "opendir", "stat", "access", "realpath", "mkdir", "unlink"]
        + ["rename", "link"], action: .failure(13)),
    FaultKind(name: "ENOMEM", calls: ["mmap"], action: .failure(12)),
    FaultKind(
      name: "ENOSPC", calls: ["create", "write", "pwrite", "fsync", "mkdir", "rename", "link"],
      action: .failure(28)),
    FaultKind(name: "SIGBUS", calls: ["mmap"], action: .bus),
  ]
}
