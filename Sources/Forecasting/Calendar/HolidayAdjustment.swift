internal import Glibc
internal import LinearAlgebra
public import SeriesCore
internal import StatisticsCore

// Model: y_t = Σ β_j x_jt + μ_t + γ_t + ε_t, a basic structural model (level and slope only when the
// series is too short for a season) with regressors.
//
// Estimation: for given variance ratios the filter turns y and every x into innovations that are
// independent with variance σ²F_t; least squares of v_y/√F on v_x/√F is generalised least squares,
// gaps included. Variances and β are found in turn until β stands still.
// Reference: Durbin & Koopman (2012), 6.2; X-13ARIMA-SEATS does the same with an ARIMA model.

/// The effect of moving holidays on a series: estimated, taken out, and put back on a forecast.
public struct HolidayAdjustment: Sendable {
  /// The estimated effect of one holiday.
  public struct Effect: Sendable, Equatable {
    /// The name of the holiday, such as `ramadan`.
    public let name: String
    /// β, on the working scale: on logs a window that lies wholly in one period multiplies it by
    /// exp(β).
    public let coefficient: Double
    /// Of the coefficient, on the working scale; 0 where the fit is exact.
    public let standardError: Double
    /// Coefficient ÷ standard error, without unit; not finite where the standard error is 0.
    public var tValue: Double { coefficient / standardError }
    /// Two-sided, from a t distribution.
    public let pValue: Double
  }

  /// One a holiday, in the order in which they were given.
  public let effects: [Effect]
  /// The scale on which the effects add up.
  public let scale: Scale
  private let regressors: [HolidayRegressor]
  /// L of cov(β̂) = LLᵀ, p × p.
  private let root: Matrix
  /// The last period whose effect is known, the end of 2098, of the user's own dates or of the series.
  public let lastKnown: Int
  /// The year of that end.
  private let lastYear: Int

  /// Estimates the effects.
  ///
  /// - Parameter series: weeks, months, quarters or half-years; gaps are allowed.
  /// - Parameter scale: the scale on which the effects add up.
  /// - Throws: `.tooShort`; `.noEstimate` for periods without dates and for effects that the series
  ///   cannot tell apart; `.holidayYears`; `.nonPositiveValue` and `.overflow` from the scale.
  public init(
    _ series: TimeSeries, holidays: [MovingHoliday], scale: Scale, seasonLength: Int? = nil
  ) throws(ForecastingError) {
    let sample = try Sample(series, scale: scale, seasonLength: seasonLength)
    let p = holidays.count
    let m = sample.seasonLength
    let form: StructuralForm =
      m > 1 && m <= Structural.longestSeason.seasonal && sample.count >= 2 * m + 1 + p
      ? .seasonal(length: m) : .trend
    try sample.require(form.stateCount + p + 3)
    let (first, last) = (sample.times[0], sample.times[sample.count - 1])
    lastYear = holidays.map(\.lastYear).min() ?? 2098
    lastKnown = Self.end(of: lastYear, after: last, series.axis)
    var regressors: [HolidayRegressor] = []
    for holiday in holidays {
      regressors.append(
        try HolidayRegressor(
          holiday, axis: series.axis, ordinals: first...lastKnown))
    }
    let values = try sample.dense()
    let design = regressors.map { regressor in
      let column = Self.column(regressor, first...last, form)
      return values.indices.map { values[$0].isNaN ? .nan : column[$0] }
    }
    let solution = try Self.solve(values, design, form)
    self.scale = scale
    self.regressors = regressors
    root = solution.root
    effects = holidays.indices.map { j in
      let error = solution.standardErrors[j]
      let t = abs(solution.coefficients[j] / error)
      return Effect(
        name: holidays[j].name, coefficient: solution.coefficients[j], standardError: error,
        pValue: 2 * StudentT.upperTail(t, degreesOfFreedom: solution.degreesOfFreedom))
    }
  }

  private static func end(of year: Int, after last: Int, _ axis: PeriodAxis) -> Int {
    let limit = CalendarArithmetic.dayNumber(year: year, month: 12, day: 1)
    return max(last, axis.ordinal(ofDay: limit) ?? last)
  }

  /// The regressor as the estimation takes it. Beside a season of its own what recurs each year is no
  /// matter: less the sample's means by place in the season, the column does not depend on the years that
  /// a calendar covers, to the last digit.
  private static func column(
    _ regressor: HolidayRegressor, _ ordinals: ClosedRange<Int>, _ form: StructuralForm
  ) -> [Double] {
    let axis = regressor.axis
    let m = axis.frequency.seasonLength
    guard axis.frequency != .week, form == .seasonal(length: m) else {
      return ordinals.map { regressor.value(at: $0) }
    }
    var column = ordinals.map { regressor.share(at: $0) }
    for place in 0..<min(m, column.count) {
      let places = stride(from: place, to: column.count, by: m)
      let mean = places.reduce(0) { $0 + column[$1] } / Double(Array(places).count)
      for t in places { column[t] -= mean }
    }
    return column
  }

  private struct Solution {
    var coefficients: [Double]
    var standardErrors: [Double] = []
    var root = Matrix(rows: 0, columns: 0)
    var degreesOfFreedom = 1.0
  }

  private static func solve(
    _ values: [Double], _ design: [[Double]], _ form: StructuralForm
  ) throws(ForecastingError) -> Solution {
    let p = design.count
    var solution = Solution(coefficients: [Double](repeating: 0, count: p))
    for _ in 0..<20 {
      var rest = values
      for (x, beta) in zip(design, solution.coefficients) {
        for t in rest.indices { rest[t] -= beta * x[t] }
      }
      let normalised = NormalisedSeries(rest)
      guard let estimate = StructuralEstimate.fit(normalised, form: form, prunes: false) else {
        throw .noEstimate("the observations do not determine level, slope and every season")
      }
      let ratios =
        estimate.isExact ? SIMD4(0, 0, 0, 1) : estimate.variances / estimate.variances.max()
      let response = try innovations(rest, form, ratios, scale: normalised.scale)
      var columns: [[Double]] = []
      for x in design { columns.append(try innovations(x, form, ratios, scale: 1)) }
      let change: LeastSquaresSolution
      do throws(LinearAlgebraError) {
        change = try LeastSquares.solve(design: Matrix(columns: columns), response: response)
      } catch { throw .numeric(error) }
      guard change.rank == p else {
        throw .noEstimate(
          "the series cannot tell the holidays' effects from each other or its season")
      }
      let freedom = Double(max(1, response.count - p - (form.components.count - 1)))
      let variance =
        change.residualSumOfSquares.value / freedom * normalised.scale * normalised.scale
      var isStill = true
      let gram = (0..<p).map { i in (0..<p).map { change.inverseGram(i, $0) ?? 0 } }
      solution.standardErrors = (0..<p).map { (variance * gram[$0][$0]).squareRoot() }
      do throws(LinearAlgebraError) {
        // (X'X)⁻¹ has a factor where the variance is zero as well.
        solution.root = try Cholesky(Matrix(columns: gram)).factor
      } catch { throw .numeric(error) }
      for i in 0..<p {
        for j in 0..<p { solution.root[i, j] *= variance.squareRoot() }
        let step = change.coefficients[i] * normalised.scale
        solution.coefficients[i] += step
        if abs(step) > 1e-5 * solution.standardErrors[i] { isStill = false }
      }
      solution.degreesOfFreedom = freedom
      if isStill { break }
    }
    return solution
  }

  /// v/√F of the periods after the initial states are fixed.
  private static func innovations(
    _ values: [Double], _ form: StructuralForm, _ ratios: SIMD4<Double>, scale: Double
  ) throws(ForecastingError) -> [Double] {
    let filter = StructuralFilter(values.map { $0 / scale }, form: form)
    guard filter.filter(ratios) != nil else {
      throw .noEstimate("the observations do not determine level, slope and every season")
    }
    return filter.standardisedInnovations
  }

  /// The effect of all holidays in a period, on the working scale, and its standard error.
  ///
  /// - Precondition: the period is in the series or up to `lastKnown`.
  public func effect(at ordinal: Int) -> (value: Double, standardError: Double) {
    let x = regressors.map { $0.value(at: ordinal) }
    let p = x.count
    var (value, variance) = (0.0, 0.0)
    for j in 0..<p {
      value += x[j] * effects[j].coefficient
      let part = (j..<p).reduce(0) { $0 + x[$1] * root[$1, j] }
      variance += part * part
    }
    return (value, variance.squareRoot())
  }

  /// The effect of all holidays in a period with these errors of the coefficients.
  func effect(at ordinal: Int, errors: [Double]) -> Double {
    zip(regressors, zip(effects, errors)).reduce(0) {
      $0 + $1.0.value(at: ordinal) * ($1.1.0.coefficient + $1.1.1)
    }
  }

  /// Errors of the coefficients, normal with their covariance: one draw is one world.
  func drawErrors(using random: inout PhiloxGenerator) -> [Double] {
    let p = effects.count
    let normal = (0..<p).map { _ in random.normal() }
    return (0..<p).map { i in (0...i).reduce(0) { $0 + root[i, $1] * normal[$1] } }
  }

  /// Working values of a sample without the effects.
  func adjusted(_ sample: Sample) -> Sample {
    sample.replacing(zip(sample.times, sample.values).map { $1 - effect(at: $0).value })
  }

  /// The series without the holidays' effects.
  public func adjusted(_ series: TimeSeries) -> TimeSeries {
    TimeSeries(
      id: series.id, axis: series.axis,
      observations: zip(series.ordinals, series.values).map { ordinal, value in
        let working = scale.working(value) - effect(at: ordinal).value
        return (ordinal: ordinal, value: scale.observed(working))
      }, unit: series.unit, basis: series.basis, sources: series.sources)
  }

  /// The centre of a step that keeps its sign, with an effect on the level: what would be below zero
  /// stays above. With it moves what a unit of the step's scale is worth.
  private static func moved(_ centre: Double, by value: Double) -> Double {
    max(centre + value, 1e-3 * centre)
  }

  /// A forecast of the adjusted series with the effects put back.
  ///
  /// On the adjustment's own scale each location moves by the effect and each variance grows by the
  /// effect's, also of steps with a scale of their own; an effect on logs multiplies a forecast on any
  /// other scale.
  ///
  /// - Throws: `.noEstimate` beyond `lastKnown`, and when an effect on another scale than logs meets a
  ///   forecast on another.
  public func restored(_ forecast: Forecast) throws(ForecastingError) -> Forecast {
    guard forecast.start + forecast.horizon - 1 <= lastKnown else {
      throw .noEstimate("moving holidays are known to the end of \(lastYear)")
    }
    var distributions: [PredictiveDistribution] = []
    for (step, distribution) in forecast.distributions.enumerated() {
      let (value, error) = effect(at: forecast.start + step)
      if distribution.scale == scale || scale == .level && distribution.scale == .nonnegative {
        let components = distribution.working.components.map {
          var moved = $0
          moved.location += value
          moved.scale = ($0.scale * $0.scale + error * error).squareRoot()
          return moved
        }
        distributions.append(
          PredictiveDistribution(
            working: TMixture(components), scale: distribution.scale,
            factor: distribution.factor))
      } else if scale == .level, case .hyperbolic(let centre, let bend) = distribution.scale {
        let moved = Self.moved(centre, by: value)
        let components = distribution.working.components.map {
          var part = $0
          part.scale = hypot($0.scale * centre, error) / moved
          return part
        }
        distributions.append(
          PredictiveDistribution(
            working: TMixture(components), scale: .hyperbolic(centre: moved, bend: bend),
            factor: distribution.factor))
      } else if scale == .level, distribution.scale == .log {
        let components = distribution.working.components.map {
          var part = $0
          let centre = exp($0.location)
          let moved = Self.moved(centre, by: value)
          part.location = log(moved)
          part.scale = hypot($0.scale * centre, error) / moved
          return part
        }
        distributions.append(
          PredictiveDistribution(
            working: TMixture(components), scale: .log, factor: distribution.factor))
      } else if scale == .log {
        distributions.append(
          PredictiveDistribution(
            working: distribution.working, scale: distribution.scale,
            factor: distribution.factor * scale.observed(value)))
      } else {
        throw .noEstimate("the holidays' effect and the forecast are on different scales")
      }
    }
    return Forecast(
      seriesID: forecast.seriesID, model: forecast.model, axis: forecast.axis,
      start: forecast.start, distributions: distributions, unit: forecast.unit,
      basis: forecast.basis)
  }
}
