public import Forecasting
internal import Glibc
public import SeriesCore
public import StatisticsCore

// log y_{T+h} = log y_T + h·g + Σ ε,  ε ~ N(0, σ²) a period,  g ~ N(m, τ²) once a path.
//
// Nothing is estimated: m and τ come from a stated range of growth, σ from a stated volatility. It
// serves series with too few points for any model, and is labelled `assumption` wherever it stands.

/// A projection under stated growth, for series on which no model can be fitted.
public struct AssumedGrowth: Sendable, Equatable {
  /// The rate a period, a fraction over −1, that true growth is below with probability 10 %.
  public let low: Double
  /// The same with probability 90 %; not under `low`.
  public let high: Double
  /// Standard deviation of a period's log change around that growth.
  public let volatility: Double
  /// Why these numbers: copied into the reports.
  public let reason: String

  /// The name under which the reports show it.
  public static let modelName = "assumption"

  /// Makes a projection. `low` over −1, `high` no less, a volatility of 0 or more are not checked
  /// here.
  public init(low: Double, high: Double, volatility: Double, reason: String) {
    self.low = low
    self.high = high
    self.volatility = volatility
    self.reason = reason
  }

  /// The projection from the last observation of a positive series.
  ///
  /// - Throws: `ForecastingError.tooShort` without an observation, `.nonPositiveValue`.
  public func applied(to series: TimeSeries) throws(ForecastingError) -> FittedSeries {
    guard let last = series.ordinals.last, let first = series.ordinals.first,
      let value = series.values.last
    else { throw .tooShort(needed: 1, found: 0) }
    guard value > 0 else {
      throw .nonPositiveValue(period: series.axis.text(last), value: value)
    }
    let (a, b) = (log1p(low), log1p(high))
    let fitted = Fitted(
      origin: log(value), centre: (a + b) / 2, spread: (b - a) / (2 * Normal.quantile(0.9)),
      volatility: volatility)
    return FittedSeries(
      model: Self.modelName, fitted: fitted, scale: .log, series: series, sampleStart: first,
      sampleEnd: last)
  }

  /// The projection from one observed value, on logs.
  public struct Fitted: FittedModel {
    let origin: Double
    let centre: Double
    let spread: Double
    let volatility: Double

    /// `growth`, the median rate a period; `growth_spread` τ and `volatility` σ, of logs.
    public var parameters: [(name: String, value: Double)] {
      [("growth", expm1(centre)), ("growth_spread", spread), ("volatility", volatility)]
    }

    /// The normal distribution of log y at each step, variance hσ² + h²τ²; `horizon` is 1 or more.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { h in
        let steps = Double(h)
        return TMixture(
          location: origin + steps * centre,
          scale: (steps * volatility * volatility + steps * steps * spread * spread).squareRoot(),
          degreesOfFreedom: .infinity)
      }
    }

    /// Writes one path of log y: its growth is drawn once, then a shock a period.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let growth = centre + spread * random.normal()
      var value = origin
      for i in path.indices {
        value += growth + volatility * random.normal()
        path[i] = value
      }
    }
  }
}
