/// How strongly a season shows, as the rule for seasonal differences asks it.
public enum SeasonalStrength {
  /// Over this strength a series is differenced at the seasonal lag.
  ///
  /// Source: R forecast `nsdiffs(test = "seas")`, chosen there by forecast accuracy on M3 and M4.
  public static let threshold = 0.64

  /// 1 − Var(remainder) / Var(remainder + seasonal) of an STL with a seasonal window of 11.
  ///
  /// - Parameter values: one a period, without gaps, finite.
  /// - Parameter seasonLength: m, periods.
  /// - Returns: in [0, 1]; nil for m < 2 and for n ≤ 2·m, where no season can be told.
  /// - Throws: `.gapsNotTaken` for NaN, `.overflow` for values too large.
  ///
  /// Source: Wang, Smith & Hyndman (2006). Checked: R forecast 8.20 `seas.heuristic`, to rounding.
  public static func measure(
    _ values: [Double], seasonLength m: Int
  ) throws(ForecastingError) -> Double? {
    guard m >= 2, (values.count - 1) / 2 >= m else { return nil }
    return try STL(seasonalWindow: .span(11)).decompose(values, seasonLength: m).seasonalStrength
  }
}
