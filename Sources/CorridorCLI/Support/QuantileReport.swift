import Corridor

/// The outputs of `corridor regress --quantile`.
struct QuantileReport {
  private let frame: ModelFrame
  private let fit: QuantileFit
  private let errorName: String
  private let standardErrors: [Double]
  /// Why there are no standard errors; nil when there are.
  private let missingErrors: String?
  private let level: Double

  /// `nid`, `iid` or `ker`, as R's quantreg names them.
  static func method(_ name: String) -> QuantileFit.ErrorMethod? {
    switch name {
    case "nid": .nid
    case "iid": .iid
    case "ker", "kernel": .kernel
    default: nil
    }
  }

  init(
    _ frame: ModelFrame, tau: Double, errors: String, level: Double
  ) throws(QuantileRegressionError) {
    self.frame = frame
    self.level = level
    errorName = errors
    let design: Design
    do throws(RegressionError) { design = try Design(frame.terms) } catch {
      throw .regression(error)
    }
    fit = try QuantileRegression(tau: tau).fit(design, response: frame.response)
    // The estimate needs no density of the errors; where that cannot be estimated it stands alone.
    do throws(QuantileRegressionError) {
      standardErrors = try fit.standardErrors(Self.method(errors) ?? .nid)
      missingErrors = nil
    } catch {
      if case .regression(.numeric(.wrongKernel)) = error { throw error }
      standardErrors = fit.coefficients.map { _ in .nan }
      missingErrors = Self.reason(error)
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

  func coefficients() -> [UInt8] {
    let freedom = Double(fit.count - fit.coefficients.count)
    let critical =
      freedom > 0 ? StudentT.quantile(0.5 + level / 200, degreesOfFreedom: freedom) : .nan
    return CoefficientColumns.table.csv(
      zip(fit.coefficients, standardErrors).map { coefficient, error in
        CoefficientTable.Row(
          term: coefficient.term, estimate: coefficient.estimate, error: error, critical: critical
        ) {
          freedom > 0 && $0.isFinite
            ? 2 * StudentT.upperTail(abs($0), degreesOfFreedom: freedom) : .nan
        }
      })
  }

  func summary() -> [UInt8] { Self.summaryTable.csv([self]) }

  private static let summaryTable: Table<QuantileReport> = [
    .text("formula", "formula as written") { $0.frame.formula.text },
    .text("family", "always quantile") { _ in "quantile" },
    .exact("quantile", "quantile that is fitted") { $0.fit.tau },
    .text("se", "standard errors") { $0.errorName },
    .integer("n_read", "rows read") { $0.frame.readCount },
    .integer("n_used", "rows in use") { $0.frame.count },
    .integer("dropped_missing", "rows with an empty cell") { $0.frame.dropped[.missing] ?? 0 },
    .integer("dropped_no_lag", "rows without a lagged value") { $0.frame.dropped[.noLag] ?? 0 },
    .integer("dropped_not_finite", "rows with a value that is not finite") {
      $0.frame.dropped[.notFinite] ?? 0
    },
    .integer("terms", "terms of the fit") { $0.fit.coefficients.count },
    .text("collinear_terms", "terms left out as combinations of others") {
      $0.fit.droppedTerms.joined(separator: ";")
    },
    .exact("objective", "sum of the weighted absolute residuals") { $0.fit.objective },
    .answer("unique", "whether no other coefficients fit as well") { $0.fit.isUnique },
  ]

  func announce(file: String) {
    var messages: [String] = []
    let left = frame.readCount - frame.count
    if left > 0 { messages.append("\(file): \(left) of \(frame.readCount) rows left out") }
    if !fit.droppedTerms.isEmpty {
      messages.append(
        "\(file): left out as combinations of others: "
          + fit.droppedTerms.joined(separator: ", "))
    }
    if let missingErrors {
      messages.append(
        "\(file): no standard errors (\(errorName)): \(missingErrors) (try another --se: nid, iid "
          + "or ker, or a quantile nearer to the middle)")
    }
    if !fit.isUnique {
      messages.append("\(file): other coefficients may fit the quantile as well")
    }
    StandardError.lines(messages)
  }
}
