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
    var writer = CSVWriter(header: [
      "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",
    ])
    let freedom = Double(fit.count - fit.coefficients.count)
    let critical =
      freedom > 0 ? StudentT.quantile(0.5 + level / 200, degreesOfFreedom: freedom) : .nan
    for (coefficient, error) in zip(fit.coefficients, standardErrors) {
      let statistic = coefficient.estimate / error
      let p =
        freedom > 0 && statistic.isFinite
        ? 2 * StudentT.upperTail(abs(statistic), degreesOfFreedom: freedom) : .nan
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
