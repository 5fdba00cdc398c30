internal import Corridor

/// Days and instants as the periods that the program reads: `2023-05-01`, with the time of day where
/// it is not midnight.
enum CalendarText {
  private static let secondsOfDay = 86_400

  /// - Parameter day: since 1970-01-01.
  static func append(day: Int, to text: inout [UInt8]) {
    let date = CalendarArithmetic.date(ofDay: day)
    append(date.year, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    append(date.month, digits: 2, to: &text)
    text.append(UInt8(ascii: "-"))
    append(date.day, digits: 2, to: &text)
  }

  /// - Parameter instant: since 1970-01-01T00:00, in parts of a second.
  static func append(instant: Int, perSecond: Int, to text: inout [UInt8]) {
    let (seconds, part) = divided(instant, by: perSecond)
    let (day, second) = divided(seconds, by: secondsOfDay)
    append(day: day, to: &text)
    guard second != 0 || part != 0 else { return }
    // A period has no time of day: the reader says so, with this text.
    text.append(UInt8(ascii: " "))
    for (place, unit) in [3600, 60, 1].enumerated() {
      if place > 0 { text.append(UInt8(ascii: ":")) }
      append(second / unit % 60, digits: 2, to: &text)
    }
    guard part != 0 else { return }
    text.append(UInt8(ascii: "."))
    append(part, digits: String(perSecond).count - 1, to: &text)
  }

  private static func divided(_ number: Int, by divisor: Int) -> (quotient: Int, rest: Int) {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }

  private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
    let written = String(number.magnitude)
    if number < 0 { text.append(UInt8(ascii: "-")) }
    for _ in 0..<max(0, digits - written.utf8.count) { text.append(UInt8(ascii: "0")) }
    text.append(contentsOf: written.utf8)
  }
}
