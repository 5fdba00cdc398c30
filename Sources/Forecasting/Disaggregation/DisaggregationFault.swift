public import SeriesCore

extension Disaggregation {
  /// Why a series cannot be spread over shorter periods.
  public enum Fault: Error, Equatable, Sendable {
    /// A longer period is no whole number of the shorter ones.
    case notNested(from: Frequency, to: Frequency)
    /// A period between the first and the last benchmark has none.
    case missingBenchmark(period: String)
    /// No indicator has the id of the series.
    case noIndicator(id: String)
    /// The indicator is not of the wanted frequency.
    case indicatorFrequency(id: String, found: Frequency, needed: Frequency)
    /// A period between the first and the last of the indicator has no value.
    case indicatorGap(id: String, period: String)
    /// The indicator begins after the first benchmark's periods or ends before the last one's.
    case indicatorSpan(id: String, first: String, last: String)
    /// The indicator has one value in all periods of the benchmarks.
    case constantIndicator(id: String)
    /// The indicators cannot be told from each other or from the constant.
    case collinearIndicators
    /// A proportional indicator that is zero or changes its sign.
    case indicatorSign(id: String, period: String)
  }
}

package typealias DisaggregationFault = Disaggregation.Fault

extension Disaggregation.Fault {
  /// A short word for machine-read failure lists.
  public var reason: String {
    switch self {
    case .notNested: "not_nested"
    case .missingBenchmark: "missing_benchmark"
    case .noIndicator: "no_indicator"
    case .indicatorFrequency: "indicator_frequency"
    case .indicatorGap: "indicator_gap"
    case .indicatorSpan: "indicator_span"
    case .constantIndicator: "constant_indicator"
    case .collinearIndicators: "collinear_indicators"
    case .indicatorSign: "indicator_sign"
    }
  }
}

extension Disaggregation.Fault: CustomStringConvertible {
  /// The reason in one line, with what to do.
  public var description: String {
    switch self {
    case .notNested(let from, let to):
      "periods of frequency \(from.rawValue) are not made of whole ones of frequency "
        + "\(to.rawValue) (years, half-years and quarters are, of months or quarters)"
    case .missingBenchmark(let period):
      "no benchmark at \(period) (give one, or cut the series there)"
    case .noIndicator(let id): "no indicator has the id '\(id)' (add it, or give one for all)"
    case .indicatorFrequency(let id, let found, let needed):
      "the indicator '\(id)' is of frequency \(found.rawValue), not \(needed.rawValue)"
    case .indicatorGap(let id, let period):
      "the indicator '\(id)' has no value at \(period) (fill the gap)"
    case .indicatorSpan(let id, let first, let last):
      "the indicator '\(id)' does not cover the benchmarks, \(first) to \(last) (lengthen it, or cut "
        + "the series)"
    case .constantIndicator(let id):
      "the indicator '\(id)' is constant over the benchmarks and says nothing (leave it out)"
    case .collinearIndicators:
      "the indicators cannot be told from each other or from the constant (leave one out)"
    case .indicatorSign(let id, let period):
      "the indicator '\(id)' is zero or changes its sign at \(period), and values are to follow it in "
        + "proportion (take chow-lin, fernandez or litterman)"
    }
  }
}
