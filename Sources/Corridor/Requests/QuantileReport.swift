package import Regression
package import Reports

/// The tables of a quantile regression.
package struct QuantileReport {
  let answer: QuantileAnswer
  /// The standard errors as they were asked for.
  let errorName: String

  private var frame: ModelFrame { answer.frame }
  private var fit: QuantileFit { answer.fit }

  /// `nid`, `iid` or `ker`, as R's quantreg names them.
  package static func method(_ name: String) -> QuantileFit.ErrorMethod? {
    switch name {
    case "nid": .nid
    case "iid": .iid
    case "ker", "kernel": .kernel
    default: nil
    }
  }

  /// The columns of all outputs.
  package static var columns: [ColumnDescription] {
    CoefficientColumns.table.descriptions + summaryTable.descriptions
  }

  package func coefficients() -> [UInt8] { CoefficientColumns.table.csv(answer.coefficients) }

  package func summary() -> [UInt8] { Self.summaryTable.csv([self]) }

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

  /// What the coefficients and their errors should not be taken for. A sentence each.
  package var warnings: [String] {
    var messages: [String] = []
    let left = frame.readCount - frame.count
    if left > 0 { messages.append("\(left) of \(frame.readCount) rows left out") }
    if !fit.droppedTerms.isEmpty {
      messages.append(
        "left out as combinations of others: " + fit.droppedTerms.joined(separator: ", "))
    }
    if let missing = answer.missingErrors {
      messages.append(
        "no standard errors (\(errorName)): \(missing) (try another --se: nid, iid or ker, or a "
          + "quantile nearer to the middle)")
    }
    if Self.method(errorName) == .iid {
      messages.append(
        "errors iid suppose one spread for all rows: where it grows with a term, intervals hold far "
          + "less than they say (nid does not suppose it)")
    }
    if !fit.isUnique { messages.append("other coefficients may fit the quantile as well") }
    return messages
  }
}
