internal import LinearAlgebra
public import Regression
public import SeriesCore
public import StatisticsCore

/// A straight line through time, on logs constant growth, optionally with a step at a break.
///
///     y_t = a + b·(t − T) [+ c·1(t ≥ B)] + ε,  ε ~ N(0, σ²) independent; on logs b is a growth rate.
///
/// - Estimation: OLS (scaled, pivoted QR); time counts from the last observation T, which keeps the
///   columns well conditioned. Form `trend:PERIOD` adds a step dummy from that period on.
/// - Predictive: t_{n−k}(x′β̂, s·√(1 + x′(XᵀX)⁻¹x)).
/// - Reference implementation: R `lm` with `predict(interval = "prediction")`, the same.
/// - Source: Hyndman & Athanasopoulos (2021), 7.4; R lm
public struct LogLinearTrend: ForecastModel {
  /// The first period after a break in level, as it is written in a form; nil for none.
  public let breakPeriod: PeriodText?

  /// A line, with a step from `breakPeriod` on if one is given; `fit` checks that it lies inside.
  public init(breakPeriod: PeriodText? = nil) { self.breakPeriod = breakPeriod }

  static let entry = ModelCatalog.Entry(
    name: "trend",
    summary: "OLS line on time, on logs constant growth; trend:PERIOD adds a step at a break",
    leastObservations: "3 (4 with a break)", takesGaps: true, isSeasonal: false,
    source: "Hyndman & Athanasopoulos (2021), 7.4; R lm",
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return LogLinearTrend() }
      guard let period = PeriodText(form) else {
        throw .badForm(
          model: "trend", form: form, hint: "give the break's first period: trend:2014")
      }
      return LogLinearTrend(breakPeriod: period)
    })

  /// 3, with a break 4, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { breakPeriod == nil ? 3 : 4 }

  /// - Throws: `.tooShort`; `.badForm` for a break outside the sample; `.overflow`; `.numeric`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(leastObservations(seasonLength: 1))
    let end = sample.times[sample.count - 1]
    var terms = [
      Design.Term.intercept(count: sample.count),
      Design.Term("slope", sample.times.map { Double($0 - end) }),
    ]
    if let breakPeriod {
      guard let start = sample.axis.ordinal(of: breakPeriod), start > sample.times[0], start <= end
      else {
        throw .badForm(
          model: "trend", form: breakPeriod.written, hint: "the break must lie inside the sample")
      }
      terms.append(Design.Term("step", sample.times.map { $0 >= start ? 1 : 0 }))
    }
    do {
      let fit = try OLS().fit(Design(terms), response: Design.Term("y", sample.values))
      guard fit.droppedTerms.isEmpty else {
        throw RegressionError.tooShort(needed: terms.count + 1, found: fit.rank)
      }
      return try Fitted(fit: fit, terms: terms.count)
    } catch let error as RegressionError {
      switch error {
      case .numeric(.nonFinite): throw .overflow
      case .numeric(let inner): throw .numeric(inner)
      case .tooShort(let needed, let found): throw .tooShort(needed: needed, found: found)
      default: throw .overflow
      }
    } catch LinearAlgebraError.nonFinite {
      throw .overflow
    } catch let error as LinearAlgebraError {
      throw .numeric(error)
    } catch {
      throw .overflow
    }
  }

  /// The estimated line, with its step where there is one.
  public struct Fitted: FittedModel {
    /// The regression behind the line.
    let fit: OLSFit
    private let terms: Int
    /// L with L·Lᵀ = (XᵀX)⁻¹, row by row.
    private let root: [[Double]]

    init(fit: OLSFit, terms: Int) throws(LinearAlgebraError) {
      self.fit = fit
      self.terms = terms
      var gram = Matrix(rows: terms, columns: terms)
      for i in 0..<terms {
        for j in 0..<terms { gram[i, j] = fit.inverseGram(i, j) ?? 0 }
      }
      let factor = try Cholesky(gram).factor
      self.root = (0..<terms).map { i in (0...i).map { factor[i, $0] } }
    }

    /// The regression behind the line, never nil; time is 0 at the last observation.
    public var regression: OLSFit? { fit }

    /// `with a step` where there is a break, else empty.
    public var form: String { terms == 3 ? "with a step" : "" }

    /// The intercept at the last observation, `slope` a period, `step` with a break, and `sigma`.
    public var parameters: [(name: String, value: Double)] {
      fit.coefficients.map { ($0.term, $0.estimate) }
        + [("sigma", fit.residualStandardDeviation)]
    }

    /// One t distribution a step, from 1, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { h in
        let (mean, leverage) = fit.predict(row(h))
        return TMixture(
          location: mean,
          scale: fit.residualStandardDeviation * (1 + leverage).squareRoot(),
          degreesOfFreedom: Double(fit.degreesOfFreedom))
      }
    }

    private func row(_ h: Int) -> [Double] { Array([1, Double(h), 1].prefix(terms)) }

    /// One sample path on the working scale: σ and the coefficients drawn once, an error a step.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let nu = Double(fit.degreesOfFreedom)
      let sigma =
        fit.residualStandardDeviation
        * (nu / random.chiSquared(degreesOfFreedom: nu)).squareRoot()
      // β ~ N(β̂, σ²·LLᵀ), drawn once a path; rows past the first two only shift the level.
      var z = (0.0, 0.0, 0.0)
      z.0 = random.normal()
      z.1 = random.normal()
      if terms == 3 { z.2 = random.normal() }
      var level = fit.coefficients[0].estimate + sigma * root[0][0] * z.0
      let slope = fit.coefficients[1].estimate + sigma * (root[1][0] * z.0 + root[1][1] * z.1)
      if terms == 3 {
        level +=
          fit.coefficients[2].estimate
          + sigma * (root[2][0] * z.0 + root[2][1] * z.1 + root[2][2] * z.2)
      }
      for i in path.indices {
        path[i] = level + slope * Double(i + 1) + sigma * random.normal()
      }
    }
  }
}
