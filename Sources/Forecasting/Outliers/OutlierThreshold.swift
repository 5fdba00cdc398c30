internal import Glibc

/// How large the t value of an outlier must be by the number of values among which it is looked for.
enum OutlierThreshold {
  /// Ljung's approximation to the 95 % point of the greatest of n absolute normal values, with the share
  /// as X-13ARIMA-SEATS sets it; 3.85 for ten years of months.
  ///
  /// Source: Ljung (1993), 'On outlier detection in time series'; X-13ARIMA-SEATS Reference Manual,
  /// 7.11, whose table goes lower under 100 values.
  static func critical(count: Int) -> Double {
    let n = Double(max(3, count))
    let spread = (2 * log(n)).squareRoot()
    let centre = spread - (log(log(n)) + log(4 * Double.pi)) / (2 * spread)
    // 2 − √1.05.
    let share = 2 - 1.05.squareRoot()
    return centre - log(-0.5 * log(share)) / spread
  }
}
