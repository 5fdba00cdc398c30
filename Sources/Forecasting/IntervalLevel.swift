internal import SeriesCore

/// The level of a central interval as it is given: percent, over 0 and under 100.
package enum IntervalLevel {
  package struct Fault: Error, CustomStringConvertible {
    package let message: String
    package let advice: String?

    package var description: String { message + (advice.map { " (\($0))" } ?? "") }
  }

  /// Reads a level.
  ///
  /// - Throws: `Fault` for what is no such number, and for shares: nobody asks for an interval that
  ///   holds less than one value in a hundred, so `0.8` is 80 percent written otherwise.
  package static func read(_ text: String) throws(Fault) -> Double {
    let level: Double
    do throws(NumberText.Fault) { level = try NumberText.parse(text) } catch {
      throw Fault(message: "'\(text)' is no level between 0 and 100", advice: nil)
    }
    try check(level)
    return level
  }

  /// - Throws: `Fault` as `read` does.
  package static func check(_ level: Double) throws(Fault) {
    let text = NumberText.shortest(level)
    guard level > 0, level < 100 else {
      throw Fault(message: "'\(text)' is no level between 0 and 100", advice: nil)
    }
    guard level >= 1 else {
      let percent = NumberText.shortest(SignificantDigits.round(100 * level, to: 12))
      throw Fault(message: "the level \(text) is a share", advice: "percent: \(percent)")
    }
  }
}
