package import Reports

/// The answer to a `RegressionRequest`.
package enum RegressionReply: Sendable {
  case mean(RegressionReport)
  case quantile(QuantileReport)

  /// What the answer should not be taken for. A sentence each.
  package var warnings: [String] {
    switch self {
    case .mean(let report): report.answer.warnings
    case .quantile(let report): report.warnings
    }
  }

  /// The columns of all tables; one name means one kind of column in each.
  package var columns: [ColumnDescription] {
    switch self {
    case .mean: RegressionReport.columns
    case .quantile: QuantileReport.columns
    }
  }

  /// The table of coefficients as CSV.
  package func coefficients() -> [UInt8] {
    switch self {
    case .mean(let report): report.coefficients()
    case .quantile(let report): report.coefficients()
    }
  }

  /// Another table as CSV; nil for what a quantile has not.
  package func table(_ part: RegressionRequest.Part) -> [UInt8]? {
    switch (self, part) {
    case (.mean(let report), .summary): report.summary()
    case (.mean(let report), .tests): report.tests()
    case (.mean(let report), .predict): report.predictions()
    case (.mean(let report), .fixedEffects): report.fixedEffects()
    case (.quantile(let report), .summary): report.summary()
    case (.quantile, _): nil
    }
  }
}
