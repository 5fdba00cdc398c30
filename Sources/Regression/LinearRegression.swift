internal import Glibc
internal import LinearAlgebra

/// y = Xβ + Σ effects + ε by (weighted) least squares, and two-stage least squares with instruments.
///
/// Fixed effects are taken out of response and columns first (Frisch & Waugh 1933; Lovell 1963). With
/// instruments the endogenous columns are replaced by their projection on instruments and exogenous
/// columns; residuals are those of the columns as they are.
enum LinearRegression {
  /// Error of demeaned columns relative to their norm.
  static let demeaningTolerance = 1e-12

  static func fit(_ frame: ModelFrame) throws(RegressionError) -> RegressionFit {
    var response = frame.response
    if let offset = frame.offset {
      response = Design.Term(
        response.name, zip(response.values, offset).map { $0 - $1 })
    }
    let exogenous = frame.terms
    var within = [response] + exogenous + frame.endogenous + frame.instruments
    if !frame.effects.isEmpty {
      within = try demeaned(within, frame: frame)
    }
    let (y, rest) = (within[0], Array(within.dropFirst()))
    let x = Array(rest.prefix(exogenous.count))
    let p = Array(rest.dropFirst(exogenous.count).prefix(frame.endogenous.count))
    let z = Array(rest.suffix(frame.instruments.count))

    // The terms as they are, and as they enter the normal equations.
    var terms = Self.ordered(x, endogenous: p)
    var projected = terms
    if !p.isEmpty {
      let stage = try projections(of: p, on: x + z, weights: frame.weights)
      projected = Self.ordered(x, endogenous: stage)
    }
    let usable = terms.indices.filter { !Self.isGone(terms[$0], frame) }
    let gone = terms.indices.filter { !usable.contains($0) }.map { terms[$0].name }
    terms = usable.map { terms[$0] }
    projected = usable.map { projected[$0] }
    guard !terms.isEmpty else { throw .noTerms }
    let solution = try WeightedLeastSquares(projected, response: y, weights: frame.weights)
    guard !solution.kept.isEmpty else { throw .noTerms }
    let lost = (gone + solution.dropped.map { terms[$0].name }).filter { name in
      p.contains { $0.name == name }
    }
    // Without such a regressor the others would be estimated as if it had no part in y.
    guard lost.isEmpty else { throw .notIdentified(lost) }

    var residuals = solution.residuals
    var squares = solution.residualSumOfSquares
    if !p.isEmpty {
      residuals = y.values
      for (j, place) in solution.kept.enumerated() {
        let beta = solution.coefficients[j]
        for i in residuals.indices { residuals[i] -= beta * terms[place].values[i] }
      }
      squares = .zero
      for (i, e) in residuals.enumerated() {
        squares = squares + DoubleDouble((frame.weights?[i] ?? 1) * e * e)
      }
    }
    return RegressionFit(
      linear: frame, response: response, within: y, residuals: residuals, squares: squares,
      names: solution.kept.map { terms[$0].name },
      columns: solution.kept.map { projected[$0].values }, solution: solution,
      dropped: gone + solution.dropped.map { terms[$0].name })
  }

  /// Intercept, endogenous terms, exogenous terms.
  private static func ordered(
    _ exogenous: [Design.Term], endogenous: [Design.Term]
  ) -> [Design.Term] {
    guard exogenous.first?.name == "(Intercept)" else { return endogenous + exogenous }
    return [exogenous[0]] + endogenous + exogenous.dropFirst()
  }

  /// Whether demeaning leaves nothing of a term: it is constant within the fixed effects.
  static func isGone(_ term: Design.Term, _ frame: ModelFrame, share: Double = 1e-20) -> Bool {
    guard !frame.effects.isEmpty else { return false }
    guard
      let original = (frame.terms + frame.endogenous).first(where: { $0.name == term.name })
    else { return false }
    let (before, after) = (sumOfSquares(original.values), sumOfSquares(term.values))
    // What demeaning leaves of a column that is within the effects is its tolerance and rounding.
    return !(after > share * before)
  }

  private static func sumOfSquares(_ x: [Double]) -> Double {
    let greatest = x.reduce(0) { max($0, abs($1)) }
    guard greatest > 0 else { return 0 }
    // In units of the greatest value's power of two, so that squares stay in range.
    let unit = scalbn(1, Int(greatest.exponent))
    return x.reduce(0) { $0 + ($1 / unit) * ($1 / unit) } * unit * unit
  }

  static func demeaned(
    _ terms: [Design.Term], frame: ModelFrame, tolerance: Double = demeaningTolerance
  ) throws(RegressionError) -> [Design.Term] {
    var columns = terms.map(\.values)
    let report: DemeanReport
    do throws(FixedEffectError) {
      let demeaner = try Demeaner(factors: frame.effects.map(\.codes), weights: frame.weights)
      report = try demeaner.demean(&columns, tolerance: tolerance)
    } catch { throw RegressionError(error) }
    guard report.allConverged else {
      throw .didNotConverge(
        what: "taking out the fixed effects", iterations: report.iterations.max() ?? 0)
    }
    return terms.indices.map { Design.Term(terms[$0].name, columns[$0]) }
  }

  /// P̂ = Z(Z′WZ)⁻¹Z′WP, column by column.
  static func projections(
    of endogenous: [Design.Term], on instruments: [Design.Term], weights: [Double]?
  ) throws(RegressionError) -> [Design.Term] {
    var result: [Design.Term] = []
    for term in endogenous {
      let stage = try WeightedLeastSquares(instruments, response: term, weights: weights)
      result.append(
        Design.Term(term.name, zip(term.values, stage.residuals).map { $0 - $1 }))
    }
    return result
  }
}

extension RegressionFit {
  /// - Parameter within: the response less the fixed effects.
  fileprivate init(
    linear frame: ModelFrame, response: Design.Term, within: Design.Term, residuals: [Double],
    squares: DoubleDouble, names: [String], columns: [[Double]], solution: WeightedLeastSquares,
    dropped: [String]
  ) {
    let n = frame.count
    self.frame = frame
    family = .gaussian
    termNames = names
    coefficients = solution.coefficients
    droppedTerms = dropped
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
