import Glibc

/// What is known of the terminal, if there is one.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The columns that text may fill: `COLUMNS` where it is set, as POSIX has it, else the width of the
  /// terminal, else a width that a mail or a log bears.
  ///
  /// - Parameter other: the width where neither is known.
  static func columns(of descriptor: Int32, otherwise other: Int = 100) -> Int {
    if let asked = getenv("COLUMNS"), let width = Int(String(cString: asked)), width > 0 {
      return max(width, least)
    }
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(Int(size.ws_col), least)
    }
    return other
  }

  /// Lines longer than this are hard to read, however wide the terminal is.
  static let longestProse = 100

  /// Narrower than this nothing can be laid out.
  private static let least = 40

  /// A title in bold on a terminal; plain elsewhere, and where `NO_COLOR` is set (no-color.org).
  static func title(_ text: String, on descriptor: Int32) -> String {
    isStyled(descriptor) ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private static func isStyled(_ descriptor: Int32) -> Bool {
    func value(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
    return isTerminal(descriptor) && value("NO_COLOR").isEmpty && value("TERM") != "dumb"
  }
}
