import Corridor

/// The outputs of `corridor regress`.
struct RegressionReport {
  let fit: RegressionFit
  let covariance: CoefficientCovariance
  let level: Double
  let table: DataTable
  /// What the fit is of, when it is between series or with random effects.
  var panel: PanelEstimate?
  /// What the fit and its errors should not be taken for.
  var warnings: [String] = []

  private struct Row {
    let term: String
    let estimate: Double
    let error: Double
    let statistic: Double
    let pValue: Double
    let low: Double
    let high: Double
  }

  private var rows: [Row] {
    let critical = covariance.critical(level: level)
    return zip(zip(fit.termNames, fit.coefficients), covariance.standardErrors).map { pair, error in
      let (term, estimate) = pair
      let statistic = estimate / error
      return Row(
        term: term, estimate: estimate, error: error, statistic: statistic,
        pValue: covariance.pValue(statistic: statistic), low: estimate - critical * error,
        high: estimate + critical * error)
    }
  }

  /// What is not finite is no value.
  private static func finite(_ value: Double?) -> Double? {
    value.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func short(_ value: Double, _ digits: Int) -> String {
    NumberText.shortest(SignificantDigits.round(value, to: digits))
  }

  func coefficients() -> [UInt8] {
    var writer = CSVWriter(header: [
      "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",
    ])
    for row in rows {
      writer.field(row.term)
      for value in [row.estimate, row.error, row.statistic, row.pValue, row.low, row.high] {
        writer.field(Self.finite(value))
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// The table as text, for a terminal.
  func text() -> String {
    var lines = [["", "estimate", "std. error", "statistic", "p-value", ""]]
    for row in rows {
      let stars =
        row.pValue < 0.001 ? "***" : row.pValue < 0.01 ? "**" : row.pValue < 0.05 ? "*" : ""
      lines.append(
        [row.term]
          + [row.estimate, row.error, row.statistic, row.pValue].map {
            $0.isFinite ? Self.short($0, 5) : "-"
          } + [stars])
    }
    let widths = (0..<6).map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for line in lines {
      var cells: [String] = []
      for (column, cell) in line.enumerated() {
        let pad = String(repeating: " ", count: widths[column] - cell.count)
        cells.append(column == 0 || column == 5 ? cell + pad : pad + cell)
      }
      var joined = cells.joined(separator: "  ")
      while joined.last == " " { joined.removeLast() }
      text += joined + "\n"
    }
    var facts = ["n = \(fit.count)", "errors: \(covariance.kind.name)"]
    if let r2 = fit.rSquared { facts.append("R² = " + Self.short(r2, 4)) }
    if let within = fit.withinRSquared {
      facts.append("within R² = " + Self.short(within, 4))
    }
    if let pseudo = fit.pseudoRSquared {
      facts.append("pseudo R² = " + Self.short(pseudo, 4))
    }
    if let theta = panel?.figures.last?.value { facts.append("theta = " + Self.short(theta, 4)) }
    return text + facts.joined(separator: ", ") + "\n"
  }

  func summary() -> [UInt8] {
    let frame = fit.frame
    var writer = CSVWriter(header: [
      "formula", "family", "se", "n_read", "n_used", "dropped_missing", "dropped_no_lag",
      "dropped_not_finite", "dropped_zero_weight", "dropped_singleton", "dropped_separated",
      "terms", "collinear_terms", "fixed_effects", "absorbed", "clusters", "hac_lag", "rank",
      "df_residual", "r_squared", "adj_r_squared", "within_r_squared", "pseudo_r_squared", "sigma",
      "log_likelihood", "null_log_likelihood", "aic", "bic", "deviance", "dispersion", "theta",
      "iterations", "condition_number", "press",
      "collinear_instruments",
    ])
    writer.field(frame.formula.text)
    writer.field(fit.family.rawValue)
    writer.field(covariance.kind.name)
    writer.field(frame.readCount)
    writer.field(fit.count)
    for reason in DropReason.allCases { writer.field(frame.dropped[reason] ?? 0) }
    writer.field(fit.coefficients.count)
    writer.field(fit.droppedTerms.joined(separator: ";"))
    writer.field(
      frame.effects.map { "\($0.name):\($0.codes.levels)" }.joined(separator: ";"))
    writer.field(fit.absorbed)
    writer.field(
      zip(frame.clusters, covariance.clusterCounts).map { "\($0.name):\($1)" }
        .joined(separator: ";"))
    writer.field(covariance.lag.map(Double.init) ?? covariance.bandwidth)
    writer.field(fit.parameterCount)
    writer.field(fit.degreesOfFreedom)
    let press = (try? Influence(fit)).map(\.press)
    let isLikelihood = panel?.hasLikelihood ?? true
    let likelihoods = [fit.logLikelihood, fit.nullLogLikelihood, fit.aic, fit.bic]
    for value in [
      fit.rSquared, fit.adjustedRSquared, fit.withinRSquared, fit.pseudoRSquared, fit.sigma,
    ] + likelihoods.map({ isLikelihood ? $0 : nil }) + [fit.deviance, fit.dispersion, fit.theta] {
      writer.field(Self.finite(value))
    }
    writer.field(fit.iterations)
    writer.field(Self.finite(fit.condition))
    writer.field(Self.finite(press))
    writer.field(fit.droppedInstruments.joined(separator: ";"))
    writer.endRow()
    return writer.takeBytes()
  }

  func tests() throws(RegressionError) -> [UInt8] {
    var writer = CSVWriter(header: ["test", "statistic", "df1", "df2", "p_value", "null"])
    func row(
      _ name: String, _ statistic: Double, _ df1: Double?, _ df2: Double?, _ p: Double?,
      _ null: String
    ) {
      writer.field(name)
      for value in [statistic, df1, df2, p] { writer.field(Self.finite(value)) }
      writer.field(null)
      writer.endRow()
    }
    let slopes = fit.termNames.indices.filter { fit.termNames[$0] != "(Intercept)" }
    if let wald = covariance.wald(fit.coefficients, places: slopes) {
      row(
        wald.denominator == nil ? "wald" : "f", wald.statistic, wald.numerator, wald.denominator,
        wald.pValue, "all coefficients but the intercept are zero")
    }
    for test in try specification() {
      row(
        test.name, test.statistic, test.numerator, test.denominator, test.pValue, test.null)
    }
    for (name, value) in panel?.figures ?? [] { row(name, value, nil, nil, nil, "") }
    for (term, value) in panel == nil ? fit.varianceInflation ?? [] : [] {
      row("vif:" + term, value, nil, nil, nil, "")
    }
    return writer.takeBytes()
  }

  private func specification() throws(RegressionError) -> [SpecificationTest] {
    switch panel {
    case nil: return try SpecificationTests.all(of: fit) + InstrumentTests.all(of: fit)
    case .between: return try SpecificationTests.normality(of: fit)
    case .random(let effects):
      let hausman = effects.within == nil ? nil : try HausmanTest(effects).test
      return try (hausman.map { [$0] } ?? []) + SpecificationTests.normality(of: fit)
    }
  }

  func predictions(_ predictions: Predictions) -> [UInt8] {
    let influence = try? Influence(fit)
    var placeOf: [Int: Int] = [:]
    for (i, row) in fit.frame.rows.enumerated() { placeOf[row] = i }
    var writer = CSVWriter(header: [
      "line", "actual", "fitted", "std_error", "conf_low", "conf_high", "pred_low", "pred_high",
      "residual", "leverage", "cook", "studentized",
    ])
    for row in predictions.rows {
      writer.field(table.line(ofRow: row.row))
      let residual = row.actual.flatMap { y in row.fitted.map { y - $0 } }
      let place = row.actual == nil ? nil : placeOf[row.row]
      for value in [
        row.actual, row.fitted, row.standardError, row.mean?.low, row.mean?.high, row.value?.low,
        row.value?.high, residual, place.flatMap { influence?.leverage[$0] },
        place.flatMap { influence?.cook[$0] }, place.flatMap { influence?.studentized[$0] },
      ] { writer.field(Self.finite(value)) }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  func fixedEffects() throws(RegressionError) -> [UInt8] {
    var writer = CSVWriter(header: ["effect", "level", "estimate", "n"])
    for row in try fit.fixedEffects() {
      writer.field(row.effect)
      writer.field(row.level)
      writer.field(Self.finite(row.estimate))
      writer.field(row.count)
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// Says on stderr which rows and terms the fit goes without.
  func announce(file: String) {
    let frame = fit.frame
    var messages: [String] = []
    let names: [DropReason: String] = [
      .missing: "with an empty cell", .noLag: "without a lagged value",
      .notFinite: "not finite (\(frame.notFiniteTerms.keys.sorted().joined(separator: ", ")))",
      .zeroWeight: "of weight zero", .singleton: "alone in a fixed effect",
      .separated: "separated (predicted without error)",
    ]
    let parts = DropReason.allCases.compactMap { reason -> String? in
      guard let count = frame.dropped[reason], count > 0 else { return nil }
      return "\(count) \(names[reason] ?? reason.rawValue)"
    }
    if !parts.isEmpty {
      messages.append(
        "\(file): \(frame.dropped.values.reduce(0, +)) of \(frame.readCount) rows left out: "
          + parts.joined(separator: ", "))
    }
    if !fit.droppedTerms.isEmpty {
      messages.append(
        "\(file): left out as constant, zero or a combination of others: "
          + fit.droppedTerms.joined(separator: ", "))
    }
    if !fit.droppedInstruments.isEmpty {
      messages.append(
        "\(file): instruments left out as combinations of fixed effects, exogenous terms and other "
          + "instruments: " + fit.droppedInstruments.joined(separator: ", "))
    }
    messages += warnings.map { "\(file): " + $0 }
    if covariance.wasRepaired {
      messages.append(
        "\(file): the multi-way covariance was not positive semidefinite; its negative part is zero"
      )
    }
    messages += (panel?.messages ?? []).map { "\(file): " + $0 }
    StandardError.lines(messages)
  }
}
