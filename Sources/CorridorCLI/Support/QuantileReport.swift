import Corridor

/// The outputs of `corridor regress --quantile`.
struct QuantileReport {
  private let frame: ModelFrame
  private let fit: QuantileFit
  private let errorName: String
  private let standardErrors: [Double]
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
    standardErrors = try fit.standardErrors(Self.method(errors) ?? .nid)
  }

  func coefficients() -> [UInt8] {
    var writer = CSVWriter(header: [
      "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",
    ])
    let freedom = Double(fit.count - fit.coefficients.count)
    let critical =
      freedom > 0 ? StudentT.quantile(0.5 + level / 200, degreesOfFreedom: freedom) : .nan
    for (coefficient, error) in zip(fit.coefficients, standardErrors) {
      let statistic = coefficient.estimate / error
      let p = 2 * StudentT.upperTail(abs(statistic), degreesOfFreedom: freedom)
      writer.field(coefficient.term)
      for value in [
        coefficient.estimate, error, statistic, p, coefficient.estimate - critical * error,
        coefficient.estimate + critical * error,
      ] { writer.field(value.isFinite ? value : nil) }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  func summary() -> [UInt8] {
    var writer = CSVWriter(header: [
      "formula", "family", "quantile", "se", "n_read", "n_used", "dropped_missing",
      "dropped_no_lag", "dropped_not_finite", "terms", "collinear_terms", "objective", "unique",
    ])
    writer.field(frame.formula.text)
    writer.field("quantile")
    writer.field(fit.tau)
    writer.field(errorName)
    writer.field(frame.readCount)
    writer.field(frame.count)
    for reason in [DropReason.missing, .noLag, .notFinite] {
      writer.field(frame.dropped[reason] ?? 0)
    }
    writer.field(fit.coefficients.count)
    writer.field(fit.droppedTerms.joined(separator: ";"))
    writer.field(fit.objective)
    writer.field(fit.isUnique ? "yes" : "no")
    writer.endRow()
    return writer.takeBytes()
  }

  func announce(file: String) {
    var messages: [String] = []
    let left = frame.readCount - frame.count
    if left > 0 { messages.append("\(file): \(left) of \(frame.readCount) rows left out") }
    if !fit.droppedTerms.isEmpty {
      messages.append(
        "\(file): left out as combinations of others: "
          + fit.droppedTerms.joined(separator: ", "))
    }
    if !fit.isUnique {
      messages.append("\(file): other coefficients may fit the quantile as well")
    }
    StandardError.lines(messages)
  }
}
