package import SeriesCore
internal import StatisticsCore

/// Sums of one forecast over its horizon or over calendar years, with their joint distribution.
///
/// The quantiles of a sum are no sums of quantiles: errors of neighbouring periods hang together, partly
/// cancel, and on logs the sum has no closed form. So each path is summed, and the quantiles are those of
/// the sums (type 7). A path's sum adds its values in order of time, then what was observed: whoever adds
/// the values of a written path has the same number.
package struct ForecastTotals: Sendable {
  /// One total.
  package struct Total: Sendable {
    package let label: String
    /// Σ of the periods' means, exact; nil where a period has none.
    package let mean: Double?
    /// A sum a path, rising.
    let sums: [Double]

    /// The p-quantile, p in [0, 1].
    package func quantile(_ p: Double) -> Double { Quantile.ofSorted(sums, p) }
  }

  package let forecast: Forecast
  package let totals: [Total]

  /// - Parameters:
  ///   - paths: of the same fit and horizon as `forecast`.
  /// - Throws: `.noCalendarYears`; `.overflow` when a median leaves the doubles.
  package init(
    _ forecast: Forecast, of series: TimeSeries, over span: TotalSpan, paths: SamplePaths
  ) throws(ForecastingError) {
    let parts = try span.totals(
      of: series, after: forecast.start - 1, horizon: forecast.horizon)
    var sums = parts.map { _ in [Double]() }
    for k in sums.indices { sums[k].reserveCapacity(paths.count) }
    paths.draw { _, path in
      for (k, part) in parts.enumerated() {
        var sum = 0.0
        for step in part.steps { sum += path[step - 1] }
        sums[k].append(sum + part.observed)
      }
    }
    self.forecast = forecast
    let means = forecast.distributions.map(\.mean)
    totals = zip(parts, sums).map { part, sums in
      var mean: Double? = 0
      for step in part.steps { mean = mean.flatMap { sum in means[step - 1].map { sum + $0 } } }
      return Total(label: part.label, mean: mean.map { $0 + part.observed }, sums: sums.sorted())
    }
    guard totals.allSatisfy({ $0.quantile(0.5).isFinite }) else { throw .overflow }
  }
}
