import Glibc

/// A line of progress on a terminal, once the work has lasted a second.
struct Progress {
  private let what: String
  private let start = Progress.seconds()
  private var shown = false
  private var last = 0.0

  init(_ what: String) { self.what = what }

  /// - Parameters:
  ///   - done: series done so far, for the rate; nil when nothing is counted.
  ///   - share: the share of the work that is done; nil when the whole is not known.
  mutating func update(done: Int? = nil, share: Double?) {
    guard StandardError.isTerminal else { return }
    let elapsed = Self.seconds() - start
    guard elapsed > 1, elapsed - last > 0.1 else { return }
    last = elapsed
    shown = true
    StandardError.write(
      "\r\u{1B}[K\(what): " + Self.text(done: done, share: share, elapsed: elapsed))
  }

  /// `1200 series, 40 %, 600 series/s, about 3 s left`.
  static func text(done: Int?, share: Double?, elapsed: Double) -> String {
    var parts: [String] = []
    if let done { parts.append("\(done) series") }
    if let share { parts.append("\(Int(share * 100)) %") }
    if let done {
      let rate = Double(done) / elapsed
      parts.append(
        (rate >= 10 ? "\(Int(rate))" : "\((rate * 10).rounded() / 10)") + " series/s")
    }
    if let share, share > 0 {
      parts.append("about \(Int((elapsed * (1 - share) / share).rounded(.up))) s left")
    }
    return parts.joined(separator: ", ")
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
