import Wire
import Xunwen

/// The limit of the process's address space (`ulimit -v`).
enum MemoryLimit {
  /// Refuses a command before it begins if the limit leaves less than it needs.
  ///
  /// - Parameter needed: the least memory of the command in bytes, without stacks.
  static func check(_ needed: Int) throws(CommandFailure) {
    guard let available = AddressSpace.available, available < needed else { return }
    throw CommandFailure(
      "the limit of the address space (ulimit -v) leaves \(NumberText.bytes(available)) "
        + "beside the stacks of threads, and the command needs \(NumberText.bytes(needed))")
  }
}
