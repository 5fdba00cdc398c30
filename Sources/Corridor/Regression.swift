public import Regression
internal import SeriesCore

/// A regression of a CSV file by formula, fitted.
///
///     let fit = try Regression("log(tonnes) ~ log(distance) + rail", csv: "lanes.csv")
///     print(fit.table(.hc1), fit["rail"].estimate)
public struct Regression: Sendable {
  /// Estimates, and which rows and terms were left out.
  public let fit: RegressionFit

  /// Reads the file and fits the formula to it.
  ///
  /// - Parameters:
  ///   - formula: `RESPONSE ~ TERMS | FIXED EFFECTS | ENDOGENOUS ~ INSTRUMENTS`, as `corridor regress`
  ///     reads it.
  ///   - path: a CSV file with a header, gzip or not.
  ///   - family: of the response; gravity is `.poisson` with fixed effects.
  ///   - configure: sets further options: columns of weights, of clusters, of time.
  /// - Throws: `FormulaError`, `InputFault` with file and line, `RegressionError`.
  public init(
    _ formula: String, csv path: String, family: Family = .gaussian,
    configure: (inout ModelFrame.Options) -> Void = { _ in }
  ) throws {
    var options = ModelFrame.Options()
    configure(&options)
    let (table, resolved) = try RegressionModel.read(
      ByteSource(path: path), formula: Formula(formula), options: options)
    var model = RegressionModel(resolved, family: family)
    model.options = options
    fit = try model.fit(to: table)
  }

  /// The coefficients with their errors.
  ///
  /// - Parameters:
  ///   - errors: how the covariance of the coefficients is estimated.
  ///   - level: of the intervals, percent.
  public func table(_ errors: CovarianceKind = .iid, level: Double = 95) -> CoefficientTable {
    CoefficientTable(fit, errors, level: level)
  }

  /// The row of a term, with errors of independent observations.
  ///
  /// - Precondition: the fit has the term; `table()[term]` is nil where it has not.
  public subscript(term: String) -> CoefficientTable.Row {
    guard let row = table()[term] else {
      preconditionFailure(
        "no term '\(term)' in the fit: " + fit.termNames.joined(separator: ", ")
          + (fit.droppedTerms.isEmpty
            ? "" : "; left out: " + fit.droppedTerms.joined(separator: ", ")))
    }
    return row
  }
}
