internal import LinearAlgebra

/// How much single rows decide a least squares fit.
public struct Influence: Sendable {
  /// h_i, from 0 to 1.
  public let leverage: [Double]
  /// Cook's distance; NaN for a row that alone decides its fit.
  public let cook: [Double]
  /// Residuals over their standard deviation estimated without the row.
  public let studentized: [Double]
  /// Σ (e_i ÷ (1 − h_i))², the squared errors of forecasting each row from the others; NaN when a row
  /// alone decides its fit, so that the others say nothing of it.
  public let press: Double

  /// - Throws: `.unsupported` for other families, instruments and several fixed effects.
  public init(_ fit: RegressionFit) throws(RegressionError) {
    guard fit.family == .gaussian, fit.frame.instruments.isEmpty else {
      throw .unsupported("influence is known for least squares")
    }
    let h = try fit.leverages()
    let k = Double(fit.parameterCount)
    let variance = fit.dispersion
    let freedom = Double(fit.degreesOfFreedom)
    var (cook, studentized) = ([Double](), [Double]())
    var press = 0.0
    for i in 0..<fit.count {
      let w = fit.workingWeights?[i] ?? 1
      let e = fit.residuals[i] * w.squareRoot()
      let rest = 1 - h[i]
      press += rest > 1e-10 ? (e / rest) * (e / rest) : .nan
      guard rest > 1e-10, variance > 0 else {
        cook.append(.nan)
        studentized.append(.nan)
        continue
      }
      cook.append(e * e * h[i] / (rest * rest * k * variance))
      let without = (fit.deviance - e * e / rest) / (freedom - 1)
      studentized.append(without > 0 ? e / (without * rest).squareRoot() : .nan)
    }
    leverage = h
    self.cook = cook
    self.studentized = studentized
    self.press = press
  }
}

extension RegressionFit {
  /// Variance inflation of each term but the intercept: the variance of its estimate over what it
  /// would be if no other term were there; nil with fixed effects, weights or other families.
  public var varianceInflation: [(term: String, value: Double)]? {
    guard family == .gaussian, frame.effects.isEmpty, workingWeights == nil,
      frame.instruments.isEmpty, termNames.contains("(Intercept)"), termNames.count > 2
    else { return nil }
    return slopePlaces.map { j in
      let mean = columns[j].reduce(0, +) / Double(count)
      let spread = columns[j].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (termNames[j], inverseGram[j, j] * spread)
    }
  }
}
