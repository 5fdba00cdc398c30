import Corridor
import Glibc

/// Writing to stderr. A fault there cannot be reported anywhere and is let go.
enum StandardError {
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let wrote = rest.withUnsafeBufferPointer { Glibc.write(2, $0.baseAddress, $0.count) }
      if wrote > 0 { rest = rest.dropFirst(wrote) } else if errno != EINTR { return }
    }
  }

  /// One line each, with the program's name in front.
  static func lines(_ messages: [String]) {
    for message in messages { write("corridor: \(bearable(message))\n") }
  }

  /// A path or a message on one line: what others wrote must not steer a terminal.
  static func printable(_ text: String) -> String {
    String(CopyGate.printable(text).map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// A message on one line of bearable length.
  private static func bearable(_ message: String) -> String {
    let clean = printable(message)
    guard clean.count > 600 else { return clean }
    return clean.prefix(400) + " … " + clean.suffix(150)
  }

  static var isTerminal: Bool { isatty(2) == 1 }
}
