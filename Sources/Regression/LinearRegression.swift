internal import Glibc
internal import LinearAlgebra

/// y = Xβ + Σ effects + ε by (weighted) least squares, and two-stage least squares with instruments.
///
/// Fixed effects are taken out of response and columns first (Frisch & Waugh 1933; Lovell 1963). With
/// instruments the endogenous columns are replaced by their projection on instruments and exogenous
/// columns; residuals are those of the columns as they are.
enum LinearRegression {
  static func fit(_ frame: ModelFrame) throws(RegressionError) -> RegressionFit {
    var response = frame.response
    if let offset = frame.offset {
      response = Design.Term(
        response.name, zip(response.values, offset).map { $0 - $1 })
    }
    guard frame.instruments.isEmpty else { return try instrumented(frame, response) }
    let within = try DemeanedTerms([response] + frame.terms, frame: frame)
    let (y, x) = (within.terms[0], within[1..<within.terms.count])
    let solution = try WeightedLeastSquares(
      x.terms, response: y, weights: frame.weights, errors: x.errors)
    let dropped = solution.dropped.map { x.terms[$0].name }
    // Effects alone are a model, terms of which nothing is left are none.
    if solution.kept.isEmpty, frame.effects.isEmpty { throw .noTerms }
    if solution.kept.isEmpty, !dropped.isEmpty { throw .absorbed(dropped) }
    return RegressionFit(
      linear: frame, response: response, within: y, residuals: solution.residuals,
      squares: solution.residualSumOfSquares, names: solution.kept.map { x.terms[$0].name },
      columns: solution.kept.map { x.terms[$0].values }, solution: solution, dropped: dropped,
      droppedInstruments: [])
  }

  /// Two-stage least squares.
  private static func instrumented(
    _ frame: ModelFrame, _ response: Design.Term
  ) throws(RegressionError) -> RegressionFit {
    let stage = try FirstStage(frame, response: response)
    let y = stage.response
    let terms = Self.ordered(stage.exogenous.terms, endogenous: stage.endogenous.terms)
    let projected = Self.ordered(stage.exogenous.terms, endogenous: stage.projections.terms)
    let solution = try WeightedLeastSquares(projected, response: y, weights: frame.weights)
    // The first stage has found these independent.
    guard solution.dropped.isEmpty else {
      throw .notIdentified(
        endogenous: stage.endogenous.terms.map(\.name), instruments: stage.droppedInstruments)
    }
    var residuals = y.values
    for (j, place) in solution.kept.enumerated() {
      let beta = solution.coefficients[j]
      for i in residuals.indices { residuals[i] -= beta * terms[place].values[i] }
    }
    var squares = DoubleDouble.zero
    for (i, e) in residuals.enumerated() {
      squares = squares + DoubleDouble((frame.weights?[i] ?? 1) * e * e)
    }
    return RegressionFit(
      linear: frame, response: response, within: y, residuals: residuals, squares: squares,
      names: solution.kept.map { terms[$0].name },
      columns: solution.kept.map { projected[$0].values }, solution: solution,
      dropped: stage.droppedTerms, droppedInstruments: stage.droppedInstruments)
  }

  /// Intercept, endogenous terms, exogenous terms.
  private static func ordered(
    _ exogenous: [Design.Term], endogenous: [Design.Term]
  ) -> [Design.Term] {
    guard exogenous.first?.name == "(Intercept)" else { return endogenous + exogenous }
    return [exogenous[0]] + endogenous + exogenous.dropFirst()
  }
}

extension RegressionFit {
  /// - Parameter within: the response less the fixed effects.
  fileprivate init(
    linear frame: ModelFrame, response: Design.Term, within: Design.Term, residuals: [Double],
    squares: DoubleDouble, names: [String], columns: [[Double]], solution: WeightedLeastSquares,
    dropped: [String], droppedInstruments: [String]
  ) {
    let n = frame.count
    self.frame = frame
    family = .gaussian
    termNames = names
    coefficients = solution.coefficients
    droppedTerms = dropped
    self.droppedInstruments = droppedInstruments
    inverseGram = solution.inverseGram
    absorbed =
      frame.effects.isEmpty ? 0 : FixedEffectRank.levelRule(frame.effects.map(\.codes))
    fitted = (0..<n).map { frame.response.values[$0] - residuals[$0] }
    linearPredictor = fitted
    if frame.effects.isEmpty {
      effectSum = nil
    } else {
      var sum = (0..<n).map { response.values[$0] - residuals[$0] }
      let terms = frame.terms + frame.endogenous
      for (name, beta) in zip(names, solution.coefficients) {
        guard let term = terms.first(where: { $0.name == name }) else { continue }
        for i in 0..<n { sum[i] -= beta * term.values[i] }
      }
      effectSum = sum
    }
    condition = solution.condition
    residualSquares = squares
    deviance = squares.value
    totalSquares = Self.totalSquares(
      response, weights: frame.weights, isCentred: frame.hasIntercept)
    withinSquares =
      frame.effects.isEmpty
      ? nil
      : within.values.indices.reduce(0.0) {
        $0 + (frame.weights?[$1] ?? 1) * within.values[$1] * within.values[$1]
      }
    let logWeights = frame.weights?.reduce(0) { $0 + log($1) } ?? 0
    func likelihood(_ squares: Double) -> Double {
      let n = Double(n)
      return 0.5 * (logWeights - n * (log(2 * Double.pi) + 1 - log(n) + log(squares)))
    }
    logLikelihood = likelihood(squares.value)
    nullLogLikelihood = likelihood(totalSquares.value)
    iterations = 0
    theta = nil
    pearson = squares.value
    self.columns = columns
    workingWeights = frame.weights
    workingResiduals = residuals
  }

  /// Rows over which sums go without pairs.
  private static var longTable: Int { 100_000 }

  /// Sums of blocks in double, their sum as a pair.
  private static func longTotalSquares(
    _ y: [Double], weights: [Double]?, isCentred: Bool
  ) -> DoubleDouble {
    func blockSums(_ body: (Int) -> Double) -> DoubleDouble {
      var total = DoubleDouble.zero
      for start in stride(from: 0, to: y.count, by: 256) {
        var sum = 0.0
        for i in start..<min(start + 256, y.count) { sum += body(i) }
        total = total + DoubleDouble(sum)
      }
      return total
    }
    var mean = 0.0
    if isCentred {
      // Twice: the second mean, of what the first one leaves, takes its rounding out.
      for _ in 0..<2 {
        let sum = blockSums { (weights?[$0] ?? 1) * (y[$0] - mean) }
        let total = weights == nil ? Double(y.count) : blockSums { weights?[$0] ?? 1 }.value
        mean += sum.value / total
      }
    }
    return blockSums { (weights?[$0] ?? 1) * (y[$0] - mean) * (y[$0] - mean) }
  }

  private static func totalSquares(
    _ response: Design.Term, weights: [Double]?, isCentred: Bool
  ) -> DoubleDouble {
    let n = response.values.count
    if n > longTable {
      return longTotalSquares(response.values, weights: weights, isCentred: isCentred)
    }
    func value(_ i: Int) -> DoubleDouble {
      DoubleDouble(response.values[i], response.low?[i] ?? 0)
    }
    var mean = DoubleDouble.zero
    if isCentred {
      var (sum, total) = (DoubleDouble.zero, DoubleDouble.zero)
      for i in 0..<n {
        sum = sum + value(i) * (weights?[i] ?? 1)
        total = total + DoubleDouble(weights?[i] ?? 1)
      }
      mean = sum / total
    }
    var squares = DoubleDouble.zero
    for i in 0..<n {
      let d = value(i) - mean
      squares = squares + d * d * (weights?[i] ?? 1)
    }
    return squares
  }
}
