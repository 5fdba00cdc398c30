/// A test of a regression's assumptions.
public struct SpecificationTest: Sendable, Equatable {
  /// What reports call the test, such as `breusch_pagan`; a lag or a term may be part of it.
  public let name: String
  /// The value of the statistic, without a unit.
  public let statistic: Double
  /// Degrees of freedom, of the numerator for F; nil where the distribution has none.
  public let numerator: Double?
  /// Degrees of freedom of the denominator; nil for statistics other than F.
  public let denominator: Double?
  /// The probability of a value at least as extreme under `null`, 0 to 1; nil where none is
  /// computed.
  public let pValue: Double?
  /// The null hypothesis in words, against which a small p-value speaks.
  public let null: String

  init(
    _ name: String, _ statistic: Double, _ numerator: Double? = nil, _ denominator: Double? = nil,
    pValue: Double?, null: String
  ) {
    self.name = name
    self.statistic = statistic
    self.numerator = numerator
    self.denominator = denominator
    self.pValue = pValue
    self.null = null
  }
}

/// What the tests of one Gaussian regression share: rows times √w in the order of time.
struct TestedRegression {
  let columns: [Design.Term]
  let response: Design.Term
  let residuals: [Double]
  let rss: Double
  let parameters: Int
  let hasIntercept: Bool

  var count: Int { residuals.count }
  var freedom: Int { count - parameters }

  /// nil for other families, fixed effects and instruments, whose residuals these tests do not fit.
  init?(_ fit: RegressionFit) {
    guard fit.family == .gaussian, fit.frame.effects.isEmpty, fit.frame.instruments.isEmpty,
      fit.degreesOfFreedom > 0
    else { return nil }
    let order = fit.frame.order ?? Array(0..<fit.count)
    let root = fit.workingWeights.map { $0.map { $0.squareRoot() } }
    func arranged(_ x: [Double]) -> [Double] { order.map { x[$0] * (root?[$0] ?? 1) } }
    columns = zip(fit.termNames, fit.columns).map { Design.Term($0, arranged($1)) }
    let offset = fit.frame.offset
    response = Design.Term(
      "y",
      arranged(
        fit.count == 0
          ? []
          : fit.frame.response.values.indices.map {
            fit.frame.response.values[$0] - (offset?[$0] ?? 0)
          }))
    residuals = arranged(fit.residuals)
    rss = fit.deviance
    parameters = fit.parameterCount
    hasIntercept = fit.frame.hasIntercept
  }

  /// RSS and residuals of another response or with further columns.
  func auxiliary(
    _ response: [Double], adding further: [[Double]] = []
  ) throws(RegressionError) -> WeightedLeastSquares {
    try WeightedLeastSquares(
      columns + further.enumerated().map { Design.Term("added \($0)", $1) },
      response: Design.Term("auxiliary", response), isFinal: count <= 20_000)
  }
}
