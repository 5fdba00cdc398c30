internal import Glibc
internal import LinearAlgebra
public import SeriesCore

/// The fitted or predicted mean of one row, with intervals.
public struct Prediction: Sendable {
  /// The row of the table, from 0.
  public let row: Int
  /// y; nil where the row has none.
  public let actual: Double?
  /// μ̂ in the unit of the response; nil where the row has a level that the fit has not seen, or is
  /// not estimable.
  public let fitted: Double?
  /// The standard error of the linear predictor; nil when it is not known.
  public let standardError: Double?
  /// The interval of the mean.
  public let mean: (low: Double, high: Double)?
  /// The interval of a new value of the response: Gaussian with independent errors of the variance
  /// σ²/w, w the row's own weight (1 without weights); nil where the row's weight is missing or zero.
  public let value: (low: Double, high: Double)?
}

/// Fitted values of all rows in use and predictions of the rows without a response.
///
/// Standard errors come from the covariance of the coefficients by the delta method. With fixed
/// effects the columns are decomposed once more with a dummy a level, as long as that is a matter of
/// seconds; beyond, and with instruments, standard errors are left out.
public struct Predictions: Sendable {
  /// One a row in use and one a row without a response, in the order of the table.
  public let rows: [Prediction]
  /// Rows of the table without a prediction: some level is not among the rows in use.
  public let unseen: [Int]
  /// Rows of the table without a prediction: the fit tells nothing of their combination of terms and
  /// levels, such as levels of two effects that no chain of rows joins.
  public let notEstimable: [Int]
  /// Whether standard errors include the fixed effects; false leaves them out.
  public let hasErrors: Bool

  /// Rows × columns of the dummies up to which they are made.
  private static let greatestSize = 20_000_000
  private static let mostLevels = 1_000

  /// - Parameter level: of the intervals, in percent.
  /// - Throws: `RegressionError`.
  public init(
    _ fit: RegressionFit, kind: CovarianceKind, level: Double, table: DataTable,
    options: ModelFrame.Options
  ) throws(RegressionError) {
    guard !kind.isOfSingleCoefficients else {
      throw .unsupported(
        "the errors '\(kind.name)' are of single coefficients: a mean has no interval by them "
          + "(use cluster)")
    }
    let levels = fit.frame.effects.reduce(0) { $0 + $1.codes.levels }
    let count = fit.count + fit.frame.unanswered.count
    let isDense =
      levels <= Self.mostLevels && levels * count <= Self.greatestSize
      && fit.frame.instruments.isEmpty
    var explicit: RegressionFit? = fit
    if levels > 0 {
      explicit = isDense ? try fit.withDummies() : nil
    }
    hasErrors = explicit != nil
    var errors: [Double]?
    var newErrors: [Double]?
    let fresh = try fit.frame.unansweredTerms(table: table, options: options)
    var predictors = try Self.predictors(fit, fresh, options: options, table: table)
    unseen = predictors.indices.filter { predictors[$0].isNaN }.map { fit.frame.unanswered[$0] }
    let isEstimable = try Estimability.rows(fit, fresh: fresh, table: table)
    notEstimable = predictors.indices.filter { !predictors[$0].isNaN && !isEstimable[$0] }.map {
      fit.frame.unanswered[$0]
    }
    for i in predictors.indices where !isEstimable[i] { predictors[i] = .nan }
    var critical = Double.nan
    if let explicit {
      // Of dummies of effects most rest on few rows.
      let covariance = try CoefficientCovariance(explicit, kind, findsLone: levels == 0)
      critical = covariance.critical(level: level)
      let inUse = explicit.frame.terms + explicit.frame.endogenous
      errors = Self.standardErrors(explicit, covariance, columns: inUse)
      newErrors = Self.standardErrors(
        explicit, covariance, columns: fresh + fit.frame.unansweredDummies(table: table))
    }
    let variance = fit.family == .gaussian ? fit.dispersion : nil
    let kernel = FamilyKernel(family: fit.family, theta: fit.theta ?? 1)
    func prediction(
      row: Int, actual: Double?, eta: Double, error: Double?, weight: Double
    ) -> Prediction {
      guard eta.isFinite else {
        return Prediction(
          row: row, actual: actual, fitted: nil, standardError: nil, mean: nil, value: nil)
      }
      let known = error.flatMap { $0.isFinite && critical.isFinite ? $0 : nil }
      return Prediction(
        row: row, actual: actual, fitted: kernel.mean(eta), standardError: known,
        mean: known.map {
          (kernel.mean(eta - critical * $0), kernel.mean(eta + critical * $0))
        },
        value: known.flatMap { error in
          guard let variance, weight > 0 else { return nil }
          let spread = critical * (error * error + variance / weight).squareRoot()
          return (eta - spread, eta + spread)
        })
    }
    let frame = fit.frame
    var rows = frame.rows.indices.map { i in
      prediction(
        row: frame.rows[i], actual: frame.response.values[i], eta: fit.linearPredictor[i],
        error: errors?[i], weight: frame.weights?[i] ?? 1)
    }
    let weights = options.weights.flatMap { table.numbers($0) }?.values
    for (i, row) in frame.unanswered.enumerated() {
      rows.append(
        prediction(
          row: row, actual: nil, eta: predictors[i], error: newErrors?[i],
          weight: weights?[row] ?? 1))
    }
    self.rows = rows.sorted { $0.row < $1.row }
  }

  /// √(x′Vx) for each row of the columns.
  private static func standardErrors(
    _ fit: RegressionFit, _ covariance: CoefficientCovariance, columns: [Design.Term]
  ) -> [Double] {
    let n = columns.first?.values.count ?? 0
    let used = fit.termNames.map { name in columns.first { $0.name == name }?.values }
    guard used.allSatisfy({ $0 != nil }) else { return [Double](repeating: .nan, count: n) }
    let x = used.compactMap { $0 }
    let v = covariance.matrix
    return (0..<n).map { i in
      var sum = 0.0
      for a in x.indices where x[a][i] != 0 {
        for b in x.indices where x[b][i] != 0 { sum += x[a][i] * x[b][i] * v[a, b] }
      }
      return sum >= 0 || sum.isNaN ? sum.squareRoot() : 0
    }
  }

  /// Linear predictors of the rows without a response; NaN for unseen levels.
  private static func predictors(
    _ fit: RegressionFit, _ fresh: [Design.Term], options: ModelFrame.Options, table: DataTable
  ) throws(RegressionError) -> [Double] {
    let frame = fit.frame
    var eta = [Double](repeating: 0, count: frame.unanswered.count)
    guard !eta.isEmpty else { return eta }
    for (name, beta) in zip(fit.termNames, fit.coefficients) {
      guard let term = fresh.first(where: { $0.name == name }) else { continue }
      for i in eta.indices { eta[i] += beta * term.values[i] }
    }
    if let offset = options.offset.flatMap({ table.numbers($0) }) {
      for (i, row) in frame.unanswered.enumerated() { eta[i] += offset.values[row] }
    }
    if let sum = fit.effectSum {
      let recovery = try fit.recoveredEffects(sum)
      for (effect, groups) in zip(recovery.effects, frame.effects) {
        let codes = frame.unansweredCodes(of: groups, table: table)
        for i in eta.indices {
          eta[i] += codes[i] < 0 ? .nan : effect[codes[i]]
        }
      }
    }
    return eta
  }
}

extension RegressionFit {
  /// One estimate a level of each fixed effect.
  func recoveredEffects(_ sum: [Double]) throws(RegressionError) -> FixedEffectRecovery {
    do throws(FixedEffectError) {
      return try FixedEffectRecovery(
        sum: sum, factors: frame.effects.map(\.codes), weights: workingWeights)
    } catch { throw RegressionError(error) }
  }

  /// The estimates of the fixed effects: name of the effect, level, estimate and rows; empty without.
  ///
  /// In each connected part the first level of every later effect is zero, and the first effect
  /// carries the constant.
  public func fixedEffects() throws(RegressionError) -> [(
    effect: String, level: String, estimate: Double, count: Int
  )] {
    guard let effectSum else { return [] }
    let recovery = try recoveredEffects(effectSum)
    var rows: [(effect: String, level: String, estimate: Double, count: Int)] = []
    for (groups, estimates) in zip(frame.effects, recovery.effects) {
      let counts = groups.codes.counts
      for level in groups.levelNames.indices {
        rows.append((groups.name, groups.levelNames[level], estimates[level], counts[level]))
      }
    }
    return rows
  }
}

extension RegressionFit {
  /// The same fit with a dummy a level in place of the fixed effects: equal coefficients, weights and
  /// residuals, so that one decomposition under the last weights is all it takes.
  func withDummies() throws(RegressionError) -> RegressionFit {
    let frame = frame.withDummies()
    let terms = frame.endogenous.isEmpty ? frame.terms : frame.endogenous + frame.terms
    precondition(frame.instruments.isEmpty, "dummies of instruments are not known")
    let solution = try WeightedLeastSquares(
      terms, response: Design.Term("working residual", workingResiduals),
      weights: workingWeights, isFinal: false)
    return RegressionFit(
      frame: frame, family: family, termNames: solution.kept.map { terms[$0].name },
      coefficients: solution.coefficients, droppedTerms: [], droppedInstruments: [],
      inverseGram: solution.inverseGram, absorbed: 0, fitted: fitted,
      linearPredictor: linearPredictor, effectSum: nil, condition: solution.condition,
      deviance: deviance, residualSquares: residualSquares, totalSquares: totalSquares,
      withinSquares: nil, logLikelihood: logLikelihood, nullLogLikelihood: nullLogLikelihood,
      iterations: iterations, theta: theta, pearson: pearson,
      columns: solution.kept.map { terms[$0].values }, workingWeights: workingWeights,
      workingResiduals: workingResiduals)
  }
}
