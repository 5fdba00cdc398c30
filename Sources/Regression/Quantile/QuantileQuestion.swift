internal import LinearAlgebra
internal import StatisticsCore

/// A quantile regression of the rows of a table, with errors and intervals.
package struct QuantileQuestion: Sendable {
  /// Rows without fixed effects and instruments.
  package let frame: ModelFrame
  /// The probability of the quantile, between 0 and 1.
  package let tau: Double
  /// How standard errors are estimated.
  package var errors = QuantileFit.ErrorMethod.nid
  /// Of the intervals, in percent.
  package var level = 95.0

  /// Asks for a quantile of the response of `frame`.
  package init(_ frame: ModelFrame, tau: Double) {
    self.frame = frame
    self.tau = tau
  }

  /// - Throws: `QuantileRegressionError` as `QuantileRegression.fit`; errors that cannot be estimated
  ///   are no error (`QuantileAnswer.missingErrors`).
  package func answer() throws(QuantileRegressionError) -> QuantileAnswer {
    try QuantileAnswer(self)
  }
}

/// A fitted quantile regression with what can be said of its errors.
package struct QuantileAnswer: Sendable {
  /// The rows in use.
  package let frame: ModelFrame
  /// The estimates.
  package let fit: QuantileFit
  /// Estimates with errors and intervals by Student's t; without errors where there are none.
  package let coefficients: [CoefficientTable.Row]
  /// Why there are no standard errors; nil when there are.
  package let missingErrors: String?

  fileprivate init(_ question: QuantileQuestion) throws(QuantileRegressionError) {
    frame = question.frame
    let design: Design
    do throws(RegressionError) { design = try Design(question.frame.terms) } catch {
      throw .regression(error)
    }
    let fit = try QuantileRegression(tau: question.tau).fit(
      design, response: question.frame.response)
    self.fit = fit
    let errors: [Double]
    // The estimate needs no density of the errors; where that cannot be estimated it stands alone.
    do throws(QuantileRegressionError) {
      errors = try fit.standardErrors(question.errors)
      missingErrors = nil
    } catch {
      if case .regression(.numeric(.wrongKernel)) = error { throw error }
      errors = fit.coefficients.map { _ in .nan }
      missingErrors = Self.reason(error)
    }
    let freedom = Double(fit.count - fit.coefficients.count)
    let critical =
      freedom > 0
      ? StudentT.quantile(0.5 + question.level / 200, degreesOfFreedom: freedom) : .nan
    coefficients = zip(fit.coefficients, errors).map { coefficient, error in
      CoefficientTable.Row(
        term: coefficient.term, estimate: coefficient.estimate, error: error, critical: critical
      ) {
        freedom > 0 && $0.isFinite
          ? 2 * StudentT.upperTail(abs($0), degreesOfFreedom: freedom) : .nan
      }
    }
  }

  private static func reason(_ error: QuantileRegressionError) -> String {
    switch error {
    case .regression(.numeric(.rankDeficient)):
      "the density of the errors at this quantile is estimated as zero almost everywhere"
    case .regression(.tooShort(let needed, let found)):
      "\(needed) residuals near the quantile are needed, \(found) rows there"
    default: error.description
    }
  }
}
