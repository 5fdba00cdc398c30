internal import Glibc
internal import SeriesCore

/// The coefficients of a fit with their errors, tests and intervals.
public struct CoefficientTable: Sendable {
  /// One term.
  public struct Row: Sendable, Equatable {
    /// The name of the term, as the fit names it.
    public let term: String
    /// β̂, in the unit of the (linked) response per unit of the term.
    public let estimate: Double
    /// nil where there is none: no degree of freedom, or a covariance that cannot be had.
    public let standardError: Double?
    /// β̂ over its error, t or normal.
    public let statistic: Double?
    /// Of β = 0, two-sided.
    public let pValue: Double?
    /// The lower end of the interval of `level`; nil without a standard error.
    public let low: Double?
    /// The upper end of that interval; nil as the lower one.
    public let high: Double?

    /// A row by its parts, as they are printed.
    private init(
      term: String, estimate: Double, standardError: Double?, statistic: Double?, pValue: Double?,
      low: Double?, high: Double?
    ) {
      self.term = term
      self.estimate = estimate
      self.standardError = standardError
      self.statistic = statistic
      self.pValue = pValue
      self.low = low
      self.high = high
    }

    /// An estimate without errors.
    init(term: String, estimate: Double) {
      self.init(
        term: term, estimate: estimate, standardError: nil, statistic: nil, pValue: nil, low: nil,
        high: nil)
    }

    /// An estimate with what a bootstrap says of it.
    init(term: String, estimate: Double, error: Double, outcome: WildBootstrap.Outcome) {
      func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
      self.init(
        term: term, estimate: estimate, standardError: finite(error),
        statistic: finite(estimate / error), pValue: finite(outcome.pValue), low: outcome.low,
        high: outcome.high)
    }

    /// What an estimate and its error give; what is not finite is no value.
    ///
    /// - Parameter critical: standard errors from the estimate to the ends of the interval.
    package init(
      term: String, estimate: Double, error: Double, critical: Double, pValue: (Double) -> Double
    ) {
      func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
      self.init(
        term: term, estimate: estimate, standardError: finite(error),
        statistic: finite(estimate / error), pValue: finite(pValue(estimate / error)),
        low: finite(estimate - critical * error), high: finite(estimate + critical * error))
    }
  }

  /// In the order of the formula.
  public let rows: [Row]
  /// Percent.
  public let level: Double
  /// How the errors are estimated.
  public let errors: CovarianceKind
  /// Why the errors are absent, when they are.
  public let reason: String?

  /// - Parameter level: of the intervals, percent, between 0 and 100.
  public init(_ fit: RegressionFit, _ kind: CovarianceKind, level: Double = 95) {
    do throws(RegressionError) {
      self.init(fit, try CoefficientCovariance(fit, kind), level: level)
    } catch {
      self.init(
        rows: zip(fit.termNames, fit.coefficients).map {
          Row(term: $0, estimate: $1)
        }, level: level, errors: kind, reason: error.description)
    }
  }

  /// With a covariance that is there; with `wild`, by 9,999 draws from the seed 1.
  public init(_ fit: RegressionFit, _ covariance: CoefficientCovariance, level: Double = 95) {
    guard case .wild = covariance.kind else {
      let errors = covariance.standardErrors
      let rows = fit.termNames.indices.map { j in
        Row(
          term: fit.termNames[j], estimate: fit.coefficients[j], error: errors[j],
          critical: covariance.critical(level: level, term: j)
        ) { covariance.pValue(statistic: $0, term: j) }
      }
      self.init(rows: rows, level: level, errors: covariance.kind, reason: nil)
      return
    }
    do throws(RegressionError) {
      self.init(fit, covariance, try WildBootstrap(fit, covariance, level: level), level: level)
    } catch {
      self.init(
        rows: zip(fit.termNames, fit.coefficients).map { Row(term: $0, estimate: $1) },
        level: level, errors: covariance.kind, reason: error.description)
    }
  }

  /// With the p-values and intervals of a bootstrap.
  package init(
    _ fit: RegressionFit, _ covariance: CoefficientCovariance, _ bootstrap: WildBootstrap,
    level: Double
  ) {
    let errors = covariance.standardErrors
    let rows = bootstrap.outcomes.enumerated().map { j, outcome in
      Row(
        term: fit.termNames[j], estimate: fit.coefficients[j], error: errors[j], outcome: outcome)
    }
    self.init(rows: rows, level: level, errors: covariance.kind, reason: nil)
  }

  private init(rows: [Row], level: Double, errors: CovarianceKind, reason: String?) {
    self.rows = rows
    self.level = level
    self.errors = errors
    self.reason = reason
  }

  /// The row of a term; nil for a name that the fit has not, or has left out.
  public subscript(term: String) -> Row? { rows.first { $0.term == term } }
}

extension CoefficientTable: CustomStringConvertible {
  /// The table as aligned text, five significant digits, one star a level of 5, 1 and .1 %.
  public var description: String {
    func short(_ value: Double?) -> String {
      value.map { NumberText.shortest(SignificantDigits.round($0, to: 5)) } ?? "-"
    }
    var lines = [["", "estimate", "std. error", "statistic", "p-value", ""]]
    for row in rows {
      let p = row.pValue ?? 1
      let stars = p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : ""
      lines.append(
        [row.term] + [row.estimate, row.standardError, row.statistic, row.pValue].map(short)
          + [stars])
    }
    let widths = (0..<6).map { column in lines.map { $0[column].count }.max() ?? 0 }
    let text = lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let pad = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 || column == 5 ? cell + pad : pad + cell
      }
      var joined = cells.joined(separator: "  ")
      while joined.last == " " { joined.removeLast() }
      return joined
    }
    return (text + (reason.map { ["no errors: \($0)"] } ?? [])).joined(separator: "\n")
  }
}
