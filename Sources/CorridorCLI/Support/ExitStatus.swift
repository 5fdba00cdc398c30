import Glibc

/// The documented exit statuses.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case failed = 1
  case partlyDone = 3
  case usage = 64
  case badInput = 65
  case noInput = 66
  case wrongKernel = 70
  case cannotWrite = 73

  func leave() -> Never { exit(rawValue) }
}

/// An outcome that is no error of the program's own, to be thrown out of a command.
struct Stop: Error {
  let status: ExitStatus
  /// Lines for stderr, without the program's name.
  let messages: [String]

  init(_ status: ExitStatus, _ messages: String...) {
    self.init(status, messages)
  }

  init(_ status: ExitStatus, _ messages: [String]) {
    self.status = status
    self.messages = messages
  }
}
