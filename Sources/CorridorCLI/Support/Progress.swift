import Glibc

/// A line of progress on a terminal, once the work has lasted a second.
struct Progress {
  private let what: String
  private let start = Progress.seconds()
  private var shown = false
  private var last = 0.0

  init(_ what: String) { self.what = what }

  mutating func update(_ share: Double) {
    guard StandardError.isTerminal else { return }
    let elapsed = Self.seconds() - start
    guard elapsed > 1, elapsed - last > 0.1 else { return }
    last = elapsed
    shown = true
    let left = share > 0 ? elapsed * (1 - share) / share : 0
    StandardError.write(
      "\r\u{1B}[K\(what): \(Int(share * 100)) %, about \(Int(left.rounded(.up))) s left")
  }

  /// Removes the line.
  mutating func finish() {
    if shown { StandardError.write("\r\u{1B}[K") }
    shown = false
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
