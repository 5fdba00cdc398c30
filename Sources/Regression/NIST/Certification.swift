internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// Compares the numeric core with NIST's certified values, set by set.
package enum Certification {
  /// One compared quantity.
  package struct Check: Sendable {
    package let dataset: String
    /// `B0`, `se_B0`, `residual_sd`, `r_squared`, `f_statistic`, `mean`, `std_dev`,
    /// `autocorrelation`.
    package let quantity: String
    /// The certified value as NIST printed it.
    package let certified: String
    package let computed: Double
    /// The log relative error, at most 15: the number of digits that agree.
    package let digits: Double
    package let required: Double

    package var passes: Bool { digits >= required }
  }

  /// Digits that every coefficient, standard error and univariate statistic must show.
  package static let requiredDigits = 13.0

  /// All checks over the 11 linear and 8 univariate sets.
  ///
  /// - Throws: `RegressionError.numeric` when this machine's BLAS computes wrong results.
  package static func run() throws(RegressionError) -> [Check] {
    var checks: [Check] = []
    for set in CertifiedData.linear { checks += try linear(set.name, set.data) }
    for set in CertifiedData.univariate { checks += univariate(set.name, set.data) }
    return checks
  }

  private static func linear(
    _ name: String, _ bytes: [UInt8]
  ) throws(RegressionError) -> [Check] {
    let table = CertifiedData.Table(bytes)
    let summary = CertifiedData.summaries.row(name)
    let response = Design.Term("y", extended: table.decimals("y"))
    var terms: [Design.Term] = []
    if summary["intercept"] == "1" { terms.append(.intercept(count: response.values.count)) }
    if summary["kind"] == "poly" {
      let degree = Int(summary["degree_or_predictors"] ?? "") ?? 1
      terms += Design.Term.powers(of: "x", table.decimals("x"), degree: degree)
    } else {
      for column in table.header.dropFirst() {
        terms.append(Design.Term(column, extended: table.decimals(column)))
      }
    }
    let fit = try OLS().fit(Design(terms), response: response)
    var checks: [Check] = []
    let certified = CertifiedData.coefficients.rows.filter { $0[0] == name }
    for (row, term) in zip(certified, terms) {
      let found = fit[term.name]
      checks.append(check(name, row[1], row[2], found?.estimate ?? .nan))
      checks.append(check(name, "se_" + row[1], row[3], found?.standardError ?? .nan))
    }
    checks.append(
      check(name, "residual_sd", summary["residual_sd"] ?? "", fit.residualStandardDeviation))
    checks.append(check(name, "r_squared", summary["r_squared"] ?? "", fit.rSquared))
    // An exact fit has an infinite F, which no digits describe.
    if let f = summary["f_statistic"], let value = Double(f), value.isFinite {
      checks.append(check(name, "f_statistic", f, fit.fStatistic))
    }
    return checks
  }

  private static func univariate(_ name: String, _ bytes: [UInt8]) -> [Check] {
    let statistics = Descriptive(extended: CertifiedData.Table(bytes).decimals("y"))
    let certified = CertifiedData.univariateSummaries.row(name)
    return [
      check(name, "mean", certified["mean"] ?? "", statistics.mean),
      check(name, "std_dev", certified["std_dev"] ?? "", statistics.standardDeviation),
      check(
        name, "autocorrelation", certified["autocorrelation_lag1"] ?? "",
        statistics.autocorrelation),
    ]
  }

  private static func check(
    _ dataset: String, _ quantity: String, _ certified: String, _ computed: Double
  ) -> Check {
    Check(
      dataset: dataset, quantity: quantity, certified: certified, computed: computed,
      digits: digits(certified: certified, computed: computed),
      required: requiredDigits)
  }

  /// −log₁₀ of the relative error, of the absolute error where zero is certified, in [0, 15].
  ///
  /// Source: McCullough (1998). NIST's values have 15 significant digits, so more cannot be shown.
  package static func digits(certified: String, computed: Double) -> Double {
    guard let truth = DoubleDouble(decimal: certified), computed.isFinite else { return 0 }
    let difference = abs((DoubleDouble(computed) - truth).value)
    guard difference > 0 else { return 15 }
    let error = truth.value == 0 ? difference : difference / abs(truth.value)
    return min(15, max(0, -log10(error)))
  }
}
