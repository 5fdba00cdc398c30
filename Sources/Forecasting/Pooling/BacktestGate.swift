internal import SeriesCore

/// The gate before an answer counts: how its model forecast the observed past of the same series.
///
/// A model passes with at least `leastOrigins` origins, at least `leastCover` of the actuals inside its
/// 80 % intervals, and a weighted interval score of at most `mostError` times that of naive over the same
/// forecasts. Of 20 independent forecasts 12 or fewer are inside with 3 %; overlapping ones vary more.
package struct BacktestGate: Sendable {
  static let leastOrigins = 5
  static let leastCover = 0.65
  static let mostError = 1.5

  package let accuracy: RollingAccuracy
  /// The weighted interval score over naive's; nil when they judge other forecasts.
  package let errorOverNaive: Double?
  /// Why it does not count; nil when it passed.
  package let refusal: String?

  package var passed: Bool { refusal == nil }

  package init(_ accuracy: RollingAccuracy, naive: RollingAccuracy) {
    self.accuracy = accuracy
    let own = accuracy.measures.wis
    let other = naive.measures.wis
    errorOverNaive =
      naive.forecasts == accuracy.forecasts
      ? own.flatMap { own in other.flatMap { $0 > 0 ? own / $0 : nil } } : nil
    refusal = Self.refusal(accuracy, errorOverNaive)
  }

  private static func refusal(_ accuracy: RollingAccuracy, _ ratio: Double?) -> String? {
    guard accuracy.origins >= leastOrigins else {
      return "\(accuracy.origins) origins, \(leastOrigins) are needed to judge it"
    }
    if let cover = accuracy.measures.coverage(0), cover < leastCover {
      return "its 80 % intervals held \(Int((100 * cover).rounded())) % of what came, "
        + "\(accuracy.forecasts) values 1 to \(accuracy.horizon) ahead of \(accuracy.origins) origins"
    }
    if let ratio, ratio > mostError {
      let times =
        ratio > 1000 ? "over 1000" : NumberText.shortest(SignificantDigits.round(ratio, to: 2))
      return "its errors were \(times) times naive's"
    }
    return nil
  }
}
