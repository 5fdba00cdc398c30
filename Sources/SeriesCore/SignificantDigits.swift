internal import Glibc

/// Rounding to significant digits, for tables that people read and compare between machines.
public enum SignificantDigits {
  /// The double nearest to the value's decimal rounding; 0 and what is not finite stay.
  public static func round(_ value: Double, to digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    let place = digits - 1 - Int(floor(log10(abs(value))))
    // Powers above 10^22 are no exact doubles: very small values are scaled in two exact steps.
    if place > 22 { return self.round(value * 1e22, to: digits) / 1e22 }
    if place >= 0 {
      let unit = pow(10, Double(place))
      return (value * unit).rounded() / unit
    }
    let unit = pow(10, Double(-place))
    return (value / unit).rounded() * unit
  }
}
