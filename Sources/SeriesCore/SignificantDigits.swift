internal import Glibc

/// Rounding to significant digits, for tables that people read and compare between machines.
package enum SignificantDigits {
  /// The double nearest to the value's rounding to so many decimal digits; 0 and what is not finite
  /// stay.
  ///
  /// The C library prints and reads the digits: scaling by powers of ten would round twice.
  package static func round(_ value: Double, to digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    var text = [CChar](repeating: 0, count: 48)
    _ = withVaList([Int32(digits - 1), value]) { vsnprintf(&text, text.count, "%.*e", $0) }
    return strtod(text, nil)
  }
}
