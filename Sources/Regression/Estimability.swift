internal import Glibc
internal import LinearAlgebra
internal import SeriesCore
internal import StatisticsCore

/// Which rows without a response a fit can predict.
///
/// Terms and effects have coefficients δ that change no fitted value, where terms were left out as
/// collinear, or levels of effects hang together by no chain of rows. A new row x is estimable when
/// x′δ = 0 for all of them. One random δ tells: draw coefficients of all terms and levels, fit what
/// they give at the rows in use, and take the fit from them. A row that some δ reaches has x′δ = 0
/// with probability zero.
///
/// Source: Searle (1971), 5.4, for estimable functions.
enum Estimability {
  /// A difference over this share of its parts is no rounding.
  private static let tolerance = 1e-6

  /// - Parameter fresh: the columns of all terms at the rows without a response.
  /// - Returns: one flag a row without a response.
  static func rows(
    _ fit: RegressionFit, fresh: [Design.Term], table: DataTable
  ) throws(RegressionError) -> [Bool] {
    let frame = fit.frame
    let count = frame.unanswered.count
    guard count > 0, !fit.droppedTerms.isEmpty || frame.effects.count > 1 else {
      return [Bool](repeating: true, count: count)
    }
    // The same draws every time.
    var generator = PhiloxGenerator(seed: 0)
    func draw() -> Double { 0.5 + generator.uniform() }
    let terms = frame.terms + frame.endogenous
    var sum = [Double](repeating: 0, count: frame.count)
    var (value, size) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    func add(_ part: Double, at i: Int) {
      value[i] += part
      size[i] += abs(part)
    }
    for term in terms {
      let greatest = term.values.reduce(0) { max($0, abs($1)) }
      let beta = greatest > 0 ? draw() / greatest : draw()
      for i in sum.indices { sum[i] += beta * term.values[i] }
      guard let new = fresh.first(where: { $0.name == term.name }) else { continue }
      for i in value.indices { add(beta * new.values[i], at: i) }
    }
    var codes: [[Int]] = []
    for groups in frame.effects {
      let gamma = (0..<groups.codes.levels).map { _ in draw() }
      for i in sum.indices { sum[i] += gamma[Int(groups.codes.codes[i])] }
      codes.append(frame.unansweredCodes(of: groups, table: table))
      for (i, code) in (codes.last ?? []).enumerated() where code >= 0 { add(gamma[code], at: i) }
    }

    // What the fit makes of it.
    let beta = try coefficients(fit, of: sum)
    for (name, beta) in zip(fit.termNames, beta) {
      if let term = terms.first(where: { $0.name == name }) {
        for i in sum.indices { sum[i] -= beta * term.values[i] }
      }
      if let new = fresh.first(where: { $0.name == name }) {
        for i in value.indices { add(-beta * new.values[i], at: i) }
      }
    }
    if !frame.effects.isEmpty {
      let recovery = try fit.recoveredEffects(sum)
      for (effects, codes) in zip(recovery.effects, codes) {
        for (i, code) in codes.enumerated() where code >= 0 { add(-effects[code], at: i) }
      }
    }
    return value.indices.map { abs(value[$0]) <= tolerance * size[$0] }
  }

  /// (X̃′WX̃)⁻¹X̃′Ws, s less the fixed effects.
  private static func coefficients(
    _ fit: RegressionFit, of sum: [Double]
  ) throws(RegressionError) -> [Double] {
    var columns = [sum]
    if !fit.frame.effects.isEmpty {
      do throws(FixedEffectError) {
        let demeaner = try Demeaner(
          factors: fit.frame.effects.map(\.codes), weights: fit.workingWeights)
        try demeaner.demean(&columns, tolerance: DemeanedTerms.tolerance)
      } catch { throw RegressionError(error) }
    }
    let scores = fit.columns.map { column in
      var score = 0.0
      for i in column.indices {
        score += (fit.workingWeights?[i] ?? 1) * column[i] * columns[0][i]
      }
      return score
    }
    let k = scores.count
    return (0..<k).map { i in
      (0..<k).reduce(0) { $0 + fit.inverseGram[i, $1] * scores[$1] }
    }
  }
}
