internal import Glibc
package import Regression

/// Whether levels that a regression relates have a long-run relation: the test that they have none.
package struct LongRunRelation: Sendable {
  package let test: EngleGranger
  /// Periods behind the relation.
  package let count: Int
  /// Fewer periods than these tell little: the test then finds even a relation that is there rarely.
  static let fewPeriods = 50

  /// At 5 %.
  package var critical: Double { test.criticalValues[1] }
  /// Whether it is shown at 5 %.
  package var isShown: Bool { test.statistic < critical }
  var isSmall: Bool { count < Self.fewPeriods }

  /// - Returns: nil where the fit is no relation of one response to the levels of one to five columns over
  ///   all periods.
  init?(_ fit: RegressionFit) {
    guard let (response, drivers) = Self.columns(fit),
      let test = try? EngleGranger(response, drivers: drivers)
    else { return nil }
    self.test = test
    count = fit.count
  }

  /// The share of the last residual that is left after a period, 1 + λ of the error correction: between
  /// none and 0.99; nil where the equation cannot be fitted.
  static func left(_ fit: RegressionFit) -> Double? {
    guard let (response, drivers) = columns(fit),
      let correction = try? ErrorCorrection().fit(response, drivers: drivers)
    else { return nil }
    return min(max(1 + correction.adjustment.estimate, 0), 0.99)
  }

  /// The root mean square of the changes of the residuals from one period to the next.
  static func deviationOfChanges(_ fit: RegressionFit) -> Double {
    let order = fit.frame.order ?? Array(0..<fit.count)
    let residuals = order.map { fit.residuals[$0] }
    let squares = zip(residuals, residuals.dropFirst()).map { ($1 - $0) * ($1 - $0) }
    return (squares.reduce(0, +) / Double(max(1, squares.count))).squareRoot()
  }

  private static func columns(
    _ fit: RegressionFit
  ) -> (response: Design.Term, drivers: [Design.Term])? {
    let frame = fit.frame.inOrder
    guard fit.family == .gaussian, frame.formula.relatesColumns, fit.droppedTerms.isEmpty,
      frame.weights == nil, frame.offset == nil, frame.series == nil,
      let ordinals = frame.ordinals,
      zip(ordinals, ordinals.dropFirst()).allSatisfy({ $1 == $0 + 1 })
    else { return nil }
    let drivers = frame.terms.filter { $0.name != "(Intercept)" }
    guard (1...EngleGranger.maximumDrivers).contains(drivers.count),
      drivers.count == fit.termNames.count - 1
    else { return nil }
    return (frame.response, drivers)
  }
}
