internal import Forecasting
internal import SeriesCore

/// How far ahead a scenario may look, and how much it may ask of that span: the one place that makes
/// the axis of what is to come, before anything is allocated for it.
enum HorizonLimit {
  /// Periods after the last observation.
  static let periods = FittedSeries.horizons.upperBound
  /// Periods × courses × what is asked in each, where a count or a row is held for each.
  static let cells = 1_000_000
  /// The same where the sample paths themselves are held for quantiles: up to 20,000 numbers a cell
  /// and quantity, so that 2,500 cells stay under 2 GB.
  static let sampledCells = 2_500

  /// The numbers that a scenario reckons with, beside 0: their squares and quotients, and sums and
  /// products of some of them, stay far inside the doubles, and single precision holds them.
  static let magnitudes = 1e-30...1e30
}

extension ScenarioNode {
  /// The ordinal of this part's period as the end of a span on the axis of a series.
  ///
  /// - Parameter isAhead: whether it must lie after the last observation.
  /// - Returns: nil, and a fault here, for what is no period, none of the series, or too far ahead.
  func deadline(on series: TimeSeries, isAhead: Bool = false) -> Int? {
    guard let period = asPeriod() else { return nil }
    guard let ordinal = series.axis.ordinal(of: period, periodEnd: true) else {
      fault(
        "'\(period.written)' is no period of the \(series.frequency.rawValue) series "
          + "'\(series.id)'")
      return nil
    }
    guard let end = series.end else { return ordinal }
    guard ordinal > end || !isAhead else {
      fault(
        "'\(period.written)' is no period after the last observation of '\(series.id)'",
        advice: "it ends in \(series.axis.text(end))")
      return nil
    }
    guard ordinal - end <= HorizonLimit.periods else {
      fault(
        "'\(period.written)' is more than \(HorizonLimit.periods) periods after the end of "
          + "'\(series.id)'", advice: "name an earlier one")
      return nil
    }
    return ordinal
  }

  /// Refuses a span that would be asked too much of.
  ///
  /// - Parameters:
  ///   - factors: what is asked in each period, with its name: `("scenarios", 4)`.
  ///   - limit: the most cells.
  /// - Returns: whether there is room; else a fault stands here.
  func hasRoom(
    periods: Int, _ factors: [(name: String, count: Int)], limit: Int = HorizonLimit.cells
  ) -> Bool {
    var cells = max(1, periods)
    for factor in factors {
      let (product, overflow) = cells.multipliedReportingOverflow(by: max(1, factor.count))
      cells = overflow ? .max : product
    }
    guard cells > limit else { return true }
    let parts = ["\(periods) periods"] + factors.map { "\($0.count) \($0.name)" }
    fault(
      parts.joined(separator: " × ") + " are more than \(limit) cells",
      advice: "ask less far ahead, or fewer at once")
    return false
  }
}

extension Scenario.Course {
  /// What is wrong with the shocks when they leave the range of factors in one of the `horizon` periods
  /// after the series; nil when they do not.
  func excess(for series: TimeSeries, horizon: Int) -> String? {
    guard let end = series.end, shocks[series.id] != nil else { return nil }
    let factors = factors(for: series.id, axis: series.axis, start: end + 1, horizon: horizon)
    return factors.firstIndex { !HorizonLimit.magnitudes.contains($0) }.map {
      "the shocks of '\(name)' multiply '\(series.id)' beyond 1e30 either way by "
        + series.axis.text(end + 1 + $0)
    }
  }
}
