import Corridor
import Glibc

extension ExitStatus {
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
