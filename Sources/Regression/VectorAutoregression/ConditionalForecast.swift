public import LinearAlgebra
public import StatisticsCore

/// The forecast of all variables when some are known at some steps.
///
/// With errors M·η, η ~ N(0, I), the conditions are Rη = r: their rows of M, and how far they are
/// from the unconditional forecast. Then η ~ N(R′(RR′)⁻¹r, I − R′(RR′)⁻¹R). All of it comes from the
/// pivoted QR of R′, with rows scaled to unit length; RR′ is never formed.
///
/// Source: Waggoner & Zha (1999), hard conditions at given coefficients. Checked: conditioning of the
/// joint normal distribution of all steps.
public struct ConditionalForecast: Sendable {
  /// A variable's value at a step.
  public struct Condition: Sendable, Equatable {
    /// The name of one of the fit's variables.
    public let variable: String
    /// Periods after the last observation, from 1.
    public let step: Int
    /// In the variable's unit.
    public let value: Double

    /// Makes a condition; `conditionalForecast` refuses unknown names, steps outside of the horizon
    /// and values that are not finite.
    public init(variable: String, step: Int, value: Double) {
      self.variable = variable
      self.step = step
      self.value = value
    }
  }

  /// The variables, in the order of the values of a step.
  public let names: [String]
  /// By step from 1, K values each; the conditions hold exactly.
  public let mean: [[Double]]
  /// The joint covariance, KH × KH, the variables of step 1 first; zero rows at the conditions.
  public let covariance: Matrix
  /// r′(RR′)⁻¹r: the squared distance of the conditions from the forecast; χ² with one degree of
  /// freedom a condition in long samples, when they are no surprise.
  public let plausibility: Double
  /// The conditions as they were given.
  public let conditions: [Condition]

  private let places: [Int]
  private let factor: Matrix
  /// An orthonormal basis of the conditions' directions of η, KH × q.
  private let basis: Matrix
  private let steps: Int
  /// n − m of the equations.
  private let freedom: Double

  /// P(a distance as large): near 0 when the model holds the conditions for next to impossible. 1
  /// without a condition.
  ///
  /// The covariance of the errors is estimated with ν = n − m degrees of freedom: with q conditions on d
  /// variables (ν − d + 1)/(ν q) times the distance is F with q and ν − d + 1. For one value of each of d
  /// variables this is Hotelling's T², for several of one variable the F test; no value is known between.
  public var plausibilityTail: Double {
    guard !conditions.isEmpty else { return 1 }
    let q = Double(conditions.count)
    let rest = freedom - Double(Set(conditions.map(\.variable)).count) + 1
    guard rest > 0 else { return .nan }
    return FDistribution.upperTail(
      rest / (freedom * q) * plausibility, numerator: q, denominator: rest)
  }

  init(
    recursion: ForecastRecursion, factor: Matrix, conditions: [Condition]
  ) throws(RegressionError) {
    let names = recursion.fit.names
    let size = names.count
    let total = factor.rows
    var places: [Int] = []
    var rows = Matrix(rows: total, columns: conditions.count)
    var distances = [Double](repeating: 0, count: conditions.count)
    for (k, condition) in conditions.enumerated() {
      let variable = try recursion.fit.index(of: condition.variable)
      guard (1...recursion.horizon).contains(condition.step), condition.value.isFinite else {
        throw .invalid(
          argument: "condition on '\(condition.variable)'",
          detail:
            "step \(condition.step), value \(condition.value); a finite value at a step from 1 "
            + "to \(recursion.horizon) is needed")
      }
      let place = (condition.step - 1) * size + variable
      guard !places.contains(place) else {
        throw .invalid(
          argument: "condition on '\(condition.variable)'",
          detail: "step \(condition.step) has two")
      }
      places.append(place)
      let length = factor.block(rows: place..<(place + 1), columns: 0..<total).copied()
        .frobeniusNorm
      for j in 0..<total { rows[j, k] = factor[place, j] / length }
      distances[k] = (condition.value - recursion.mean[condition.step - 1][variable]) / length
    }
    do throws(LinearAlgebraError) {
      let qr = try PivotedQR(rows)
      let q = conditions.count
      guard qr.rank(rcond: 1e-10) == q else {
        throw LinearAlgebraError.rankDeficient(rank: qr.rank(rcond: 1e-10), columns: q)
      }
      let basis = try qr.orthogonalFactor()
      let right = try Matrix(rows: q, columns: 1, columnMajor: qr.pivots.map { distances[$0] })
      let coordinates = try qr.triangularFactor(order: q)
        .solveTriangular(.upper, .transposed, rightSide: right)
      let shift = try factor.multiplied(by: basis.multiplied(by: coordinates))
      let known = try factor.multiplied(by: basis)
      var covariance = try factor.multiplied(by: factor, .transposed)
      let explained = try known.multiplied(by: known, .transposed)
      for j in 0..<total {
        for i in 0..<total { covariance[i, j] -= explained[i, j] }
      }
      for place in places {
        for i in 0..<total { (covariance[i, place], covariance[place, i]) = (0, 0) }
      }
      for i in 0..<total { covariance[i, i] = max(0, covariance[i, i]) }
      var mean = recursion.mean
      for i in 0..<total { mean[i / size][i % size] += shift[i, 0] }
      for condition in conditions {
        mean[condition.step - 1][names.firstIndex(of: condition.variable) ?? 0] = condition.value
      }
      self.mean = mean
      self.covariance = covariance
      self.plausibility = coordinates.elements.reduce(0) { $0 + $1 * $1 }
      self.basis = basis
    } catch {
      throw .numeric(error)
    }
    self.names = names
    self.conditions = conditions
    self.places = places
    self.factor = factor
    self.steps = recursion.horizon
    self.freedom = Double(recursion.fit.degreesOfFreedom)
  }

  /// One path of all variables that meets the conditions.
  ///
  /// - Returns: by step, K values each.
  /// - Complexity: O((KH)²) a path.
  public func draw(using random: inout PhiloxGenerator) -> [[Double]] {
    let total = factor.rows
    var eta = (0..<total).map { _ in random.normal() }
    // Without what lies along the conditions: I − QQ′.
    for k in 0..<basis.columns {
      var product = 0.0
      for i in 0..<total { product += basis[i, k] * eta[i] }
      for i in 0..<total { eta[i] -= basis[i, k] * product }
    }
    var path = mean
    let size = names.count
    for j in 0..<total {
      for i in 0..<total { path[i / size][i % size] += factor[i, j] * eta[j] }
    }
    for place in places { path[place / size][place % size] = mean[place / size][place % size] }
    return path
  }
}

extension VectorAutoregressionFit {
  /// The forecast given values of some variables at some steps.
  ///
  /// - Parameters:
  ///   - horizon: periods after the last observation; variables × steps is 2,000 at most.
  ///   - conditions: at most one a variable and step; none gives the unconditional forecast.
  ///   - parameterUncertainty: as for `forecast`.
  /// - Throws: `RegressionError.invalid` for an unknown variable, a step outside of the horizon, a
  ///   value that is not finite, or two conditions on one value, be they the same or not;
  ///   `.numeric(.rankDeficient)` when the conditions depend on each other.
  public func conditionalForecast(
    horizon: Int, conditions: [ConditionalForecast.Condition], parameterUncertainty: Bool = false
  ) throws(RegressionError) -> ConditionalForecast {
    let recursion = try ForecastRecursion(self, horizon: horizon)
    let factor = try recursion.jointFactor(parameterUncertainty: parameterUncertainty)
    return try ConditionalForecast(recursion: recursion, factor: factor, conditions: conditions)
  }
}
