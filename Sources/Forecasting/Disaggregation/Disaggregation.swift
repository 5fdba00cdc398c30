internal import Glibc
public import SeriesCore
internal import StatisticsCore

// Denton–Cholette: the values follow the indicator x in proportion, y_t/x_t moving as little as it can,
// min Σ (y_t/x_t − y_{t−1}/x_{t−1})²; without an indicator x is 1. That is `BenchmarkRegression` of the
// ratios on a constant with a random walk, C diag(x) in the place of C.
// The others: y = Xβ + u with a constant and the indicators in X; ρ of greatest likelihood where u has
// one.
// Sources: Denton (1971), Cholette (1984); Chow & Lin (1971); Fernández (1981); Litterman (1983);
// Sax & Steiner (2013) for the likelihood's bounds.

/// A series of long periods spread over shorter ones, so that it comes back when these are put together.
public struct Disaggregation: Sendable {
  /// How the shorter periods are found.
  public enum Method: String, Sendable, CaseIterable {
    /// In proportion to the indicator, or smoothly without one; a rule without a model, so that there
    /// are no standard errors.
    case dentonCholette = "denton-cholette"
    /// A regression whose errors follow an autoregression.
    case chowLin = "chow-lin"
    /// A regression whose errors follow a random walk.
    case fernandez
    /// A regression whose errors' changes follow an autoregression.
    case litterman
  }

  /// What short periods give together.
  public enum Aggregate: String, Sendable, CaseIterable {
    /// Flows: the long period is the sum.
    case sum
    /// Rates and indices: it is the mean.
    case mean
    /// Stocks: it is the last one.
    case last
  }

  /// An end of the range in which ρ is looked for.
  public enum Bound: String, Sendable {
    case lower
    case upper
  }

  /// How a series is spread.
  public struct Options: Sendable {
    /// Of the short periods: months or quarters.
    public var frequency = Frequency.quarter
    /// How they are found; nil takes Chow–Lin with an indicator and Denton–Cholette without one.
    public var method: Method?
    /// What they give together.
    public var aggregate = Aggregate.sum
    /// ρ, over −1 and under 1; nil estimates it.
    public var rho: Double?
    /// Whether regressions have a constant beside the indicators.
    public var hasConstant = true

    /// Quarters that add up.
    public init() {}
  }

  /// One short period.
  public struct Point: Sendable, Equatable {
    /// Of `axis`.
    public let ordinal: Int
    /// In the unit of the series.
    public let value: Double
    /// Of the value: by generalised least squares at ρ, and for Litterman's method with an estimated ρ
    /// over what is not known of it; nil for Denton–Cholette. 0 where a benchmark gives the period itself.
    public let standardError: Double?
  }

  /// A coefficient of the regression; of Denton–Cholette the ratio at which the path begins.
  public struct Coefficient: Sendable, Equatable {
    /// `constant` if there is one, then `indicator`, or `indicator1`, `indicator2`, ….
    public let term: String
    /// In units of the benchmarks' periods: of a sum, per short period.
    public let estimate: Double
    /// By generalised least squares at ρ.
    public let standardError: Double
  }

  /// How ρ was looked for: from independent errors to short of a root on the unit circle, as usual.
  public static let rhoBounds = 0.0...0.999

  /// The id of the series.
  public let seriesID: String
  /// How it was spread.
  public let method: Method
  /// What the short periods give together.
  public let aggregate: Aggregate
  /// Of the short periods.
  public let axis: PeriodAxis
  /// One a short period: those of the benchmarks, and with an indicator all of its periods.
  public let points: [Point]
  /// N, the benchmarks.
  public let benchmarkCount: Int
  /// Short periods outside of the benchmarks, which the indicator alone carries.
  public let extrapolatedCount: Int
  /// Given or estimated; nil where the method has none.
  public let rho: Double?
  /// The bound at which ρ was found, where the likelihood still rises; nil inside, and when given.
  public let rhoBound: Bound?
  /// Of the regression; empty for Denton–Cholette.
  public let coefficients: [Coefficient]
  /// σ̂ of the innovations, in the unit of the series; nil for Denton–Cholette.
  public let deviation: Double?
  /// Concentrated, at ρ; nil for Denton–Cholette and for an exact fit.
  public let logLikelihood: Double?
  /// N less the coefficients; nil for Denton–Cholette.
  public let degreesOfFreedom: Double?

  /// Spreads a series.
  ///
  /// - Parameters:
  ///   - series: benchmarks: years, half-years or quarters without a gap.
  ///   - indicators: of the short frequency, without a gap; all cover the benchmarks. The periods that
  ///     all of them have are spread over, beyond the benchmarks too.
  /// - Throws: `.disaggregation` with what does not fit; `.tooShort` with fewer benchmarks than
  ///   coefficients and one; `.badForm` for several indicators of Denton–Cholette, for a ρ where there
  ///   is none and for a regression on nothing; `.overflow`.
  /// - Complexity: O(nN²) a step of the search for ρ, some 60 of them; O(n²N) for the standard errors.
  ///
  /// Source: as the head of this file. Checked: closed forms by dense covariances; Python tempdisagg.
  public init(
    _ series: TimeSeries, indicators: [TimeSeries] = [], options: Options = Options()
  ) throws(ForecastingError) {
    let problem = try BenchmarkProblem(series, indicators, options)
    let benchmarks = series.values
    seriesID = series.id
    method = problem.method
    aggregate = options.aggregate
    axis = problem.axis
    benchmarkCount = benchmarks.count
    let grid = problem.grid
    extrapolatedCount = grid.count - benchmarks.count * grid.width
    let (fit, rho, bound) = try problem.fit(benchmarks, rho: options.rho)
    (self.rho, rhoBound) = (rho, bound)
    var values = try fit.values(problem.design)
    if let proportion = problem.proportion {
      for t in values.indices { values[t] *= proportion[t] }
    }
    grid.settle(&values, on: benchmarks)
    guard values.allSatisfy(\.isFinite) else { throw .overflow }
    guard method != .dentonCholette else {
      (coefficients, deviation, logLikelihood, degreesOfFreedom) = ([], nil, nil, nil)
      points = values.enumerated().map {
        Point(ordinal: grid.first + $0.offset, value: $0.element, standardError: nil)
      }
      return
    }
    let freedom = Double(benchmarks.count - problem.design.count)
    let variance = fit.sumOfSquares / freedom
    degreesOfFreedom = freedom
    deviation = variance.squareRoot()
    logLikelihood = fit.logLikelihood
    coefficients = problem.terms.enumerated().map { i, term in
      Coefficient(
        term: term, estimate: fit.coefficients[i],
        standardError: (variance * fit.inverseGram[i][i]).squareRoot())
    }
    let isUncertain = method == .litterman && options.rho == nil && fit.logLikelihood != nil
    let variances =
      isUncertain
      ? try RhoUncertainty.variances(problem, benchmarks, values: values)
      : try fit.variances(problem.design).map { variance * $0 }
    let known: Set<Int> =
      options.aggregate == .last
      ? Set(benchmarks.indices.flatMap { Array(grid.places($0)) }) : []
    var points: [Point] = []
    for t in values.indices {
      let error = known.contains(t) ? 0 : variances[t].squareRoot()
      guard error.isFinite else { throw .overflow }
      points.append(Point(ordinal: grid.first + t, value: values[t], standardError: error))
    }
    self.points = points
  }

  /// A central interval of a point, by t with N − coefficients degrees of freedom.
  ///
  /// - Parameter level: in percent.
  /// - Returns: nil for Denton–Cholette.
  public func interval(_ point: Point, level: Double) -> (low: Double, high: Double)? {
    guard let error = point.standardError, let degreesOfFreedom else { return nil }
    let quantile = StudentT.quantile(0.5 + level / 200, degreesOfFreedom: degreesOfFreedom)
    return (point.value - quantile * error, point.value + quantile * error)
  }
}
