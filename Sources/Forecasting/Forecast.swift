public import SeriesCore
public import StatisticsCore

/// The predictive distribution of one future period on the observed scale.
public struct PredictiveDistribution: Sendable, Equatable {
  let working: TMixture
  let scale: Scale
  /// The factor on the observed value: of a scenario, a unit of the fit or a holiday; 1 for none.
  let factor: Double

  /// Takes a distribution from its working scale to the observed one, times `factor`, over 0.
  public init(working: TMixture, scale: Scale, factor: Double = 1) {
    self.working = working
    self.scale = scale
    self.factor = factor
  }

  /// The p-quantile, p in (0, 1).
  public func quantile(_ p: Double) -> Double { factor * scale.observed(working.quantile(p)) }

  /// The same with the quantiles of t looked up in a table.
  package func quantile(_ p: Double, using table: inout QuantileTable) -> Double {
    factor * scale.observed(working.quantile(p, using: &table))
  }

  /// The median, in the unit of the series.
  public var median: Double { quantile(0.5) }

  /// The mean, nil where it does not exist: always so on logs with estimated variance, and on a
  /// Box–Cox scale when the degrees of freedom are not over 1/λ. Of a model on the level it is the model's,
  /// without what is cut at zero.
  public var mean: Double? {
    let observed: Double? =
      switch scale {
      case .level: working.mean
      case .nonnegative: working.mean.map { max(0, $0) }
      case .log: working.exponentialMean
      case .hyperbolic(_, let bend):
        // Where (1 + b)x + 1 − b is ±2i√b.
        working.expectation(
          growth: 1,
          singularity: (
            real: (bend - 1) / (1 + bend), imaginary: 2 * bend.squareRoot() / (1 + bend)
          ), of: scale.observed) ?? working.expectation(growth: 1, of: scale.observed)
      case .boxCox(let lambda):
        working.expectation(growth: 1 / lambda, zeroUpTo: -1 / lambda, of: scale.observed)
      }
    return observed.map { factor * $0 }
  }

  /// P(Y ≥ level).
  public func atLeast(_ level: Double) -> Double {
    let value = level / factor
    guard scale != .level else { return working.atLeast(value) }
    return value > 0 ? working.atLeast(scale.working(value)) : 1
  }
}

/// The forecast of one series: a distribution for each period after its last observation.
public struct Forecast: Sendable {
  /// The id of the series.
  public let seriesID: String
  /// The model as it was asked for, such as `drift+log`.
  public let model: String
  /// The axis of the series, to which `start` belongs.
  public let axis: PeriodAxis
  /// The first forecast period.
  public let start: Int
  /// One a forecast period, the first at `start`, in the unit of the series.
  public let distributions: [PredictiveDistribution]
  /// The unit of the series; nil where it states none.
  public let unit: SeriesUnit?
  /// The basis of the series; nil where it states none.
  public let basis: SeriesBasis?
  /// The medians, where they were computed when the forecast was made.
  var medians: [Double]?

  /// Forecast periods.
  public var horizon: Int { distributions.count }

  /// The lower and upper ends of the central interval of `level` percent, at step `h` from 1.
  public func interval(step h: Int, level: Double) -> (low: Double, high: Double) {
    distributions[h - 1].interval(level)
  }

  /// The same forecast with each period multiplied by a scenario's factor.
  public func scaled(by factors: [Double]) -> Forecast {
    precondition(factors.count == horizon, "one factor a period")
    return Forecast(
      seriesID: seriesID, model: model, axis: axis, start: start,
      distributions: zip(distributions, factors).map {
        PredictiveDistribution(working: $0.working, scale: $0.scale, factor: $0.factor * $1)
      }, unit: unit, basis: basis)
  }
}
