import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Regression

/// The linear NIST sets from CSV text through a formula: the way of a user, not of `corridor verify`.
@Suite struct FormulaNISTTests {
  static func records(_ name: String) throws -> [[String: String]] {
    let text = try String(
      contentsOfFile: Repository.path("Sources/Regression/NIST/Data/linear_\(name).csv"),
      encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  static func fit(_ name: String, _ formula: String) throws -> RegressionFit {
    let path = Repository.path("Sources/Regression/NIST/Data/linear_\(name).csv")
    let (table, resolved) = try RegressionModel.read(
      ByteSource(path: path), formula: Formula(formula), options: ModelFrame.Options())
    return try RegressionModel(resolved).fit(to: table)
  }

  /// NIST certifies 15 digits; data read as exact decimals leave no less than 13 of them.
  @Test(arguments: CertifiedData.linear.map(\.name))
  func thirteenDigits(_ name: String) throws {
    let summary = try #require(
      try Self.records("certified_summary").first { $0["dataset"] == name })
    let degree = Int(summary["degree_or_predictors"] ?? "") ?? 1
    let intercept = summary["intercept"] == "1" ? "" : " - 1"
    // A polynomial in each way that it can be written.
    let forms =
      summary["kind"] == "poly"
      ? [
        "poly(x, \(degree))",
        (1...degree).map { $0 == 1 ? "x" : "I(x^\($0))" }.joined(separator: " + "),
      ] : ["."]
    let certified = try Self.records("certified_coefficients").filter { $0["dataset"] == name }
    for form in forms {
      let fit = try Self.fit(name, "y ~ \(form)\(intercept)")
      let errors = try CoefficientCovariance(fit, .iid).standardErrors
      #expect(certified.count == fit.coefficients.count && fit.droppedTerms.isEmpty)
      for (j, row) in certified.enumerated() {
        let estimate = Certification.digits(
          certified: row["estimate"] ?? "", computed: fit.coefficients[j])
        #expect(estimate >= 13, "\(name) \(form) \(fit.termNames[j]): \(estimate)")
        let error = Certification.digits(certified: row["std_dev"] ?? "", computed: errors[j])
        #expect(error >= 13, "\(name) \(form) se of \(fit.termNames[j]): \(error)")
      }
      let sigma = Certification.digits(
        certified: summary["residual_sd"] ?? "", computed: fit.sigma ?? .nan)
      #expect(sigma >= 13, "\(name) \(form) sigma: \(sigma)")
      let r2 = Certification.digits(
        certified: summary["r_squared"] ?? "", computed: fit.rSquared ?? .nan)
      #expect(r2 >= 13, "\(name) \(form) R²: \(r2)")
    }
  }
}
