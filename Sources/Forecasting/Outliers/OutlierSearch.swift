// One at a time, as X-13ARIMA-SEATS's 'addone' does: the candidate with the greatest |t| comes in while it
// reaches the critical value, and everything is estimated again; then the one with the least |t| by the
// usual standard error leaves while it falls short.
// Source: Chang, Tiao & Chen (1988); Chen & Liu (1993); Findley et al. (1998), 3.2.

/// Finds outliers of a series beside moving holidays.
enum OutlierSearch {
  /// - Parameters:
  ///   - kinds: what is looked for.
  ///   - critical: the least |t|.
  /// - Throws: `.noEstimate` when a tenth of the values would be outliers; what the regression throws.
  static func find(
    _ problem: AdjustmentRegression.Problem, kinds: [Outlier.Kind], critical: Double
  ) throws(ForecastingError) -> AdjustmentRegression {
    let count = problem.values.count
    let observed = problem.values.count { !$0.isNaN }
    let candidates = kinds.flatMap { kind in
      places(kind, problem.values).map {
        AdjustmentRegression.Candidate(kind: kind, place: $0)
      }
    }
    var found: [AdjustmentRegression.Candidate] = []
    var model = try AdjustmentRegression(problem, outliers: found)
    while let best = model.best(among: candidates), abs(best.statistic) >= critical {
      guard 10 * (found.count + 1) <= observed else {
        throw .noEstimate(
          "more than a tenth of the \(count) values would be outliers: the series is no regular "
            + "one, or the critical value is too low")
      }
      found.append(best.candidate)
      model = try AdjustmentRegression(problem, outliers: found)
    }
    while let least = found.indices.min(by: { abs(model.statistic($0)) < abs(model.statistic($1)) }
    ),
      abs(model.statistic(least)) < critical
    {
      found.remove(at: least)
      model = try AdjustmentRegression(problem, outliers: found)
    }
    return model
  }

  /// Where an outlier can be told from others: in the last period all kinds are one, and a level shift in
  /// the first is the level.
  private static func places(_ kind: Outlier.Kind, _ values: [Double]) -> [Int] {
    values.indices.filter { place in
      guard !values[place].isNaN else { return false }
      switch kind {
      case .additive: return true
      case .levelShift: return place > 0 && place < values.count - 1
      case .temporaryChange: return place < values.count - 1
      }
    }
  }
}
