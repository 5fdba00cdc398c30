internal import Regression
package import SeriesCore

/// A regression by formula as it is asked for by names: what they may be together, and the fit.
package struct RegressionRequest: Sendable {
  /// A table beside the coefficients.
  package enum Part: String, Sendable, CaseIterable {
    case summary
    case tests
    case predict
    case fixedEffects = "fixed-effects"
  }

  package let formula: String
  package var family = Family.gaussian.rawValue
  /// nil for the usual errors of the family, or of a quantile.
  package var errors: String?
  package var weights: String?
  package var offset: String?
  /// nil for the mean.
  package var quantile: Double?
  /// Effects of the series of `id`.
  package var effects: String?
  /// Of the intervals, in percent.
  package var level = 95.0
  package var id: String?
  package var time: String?
  package var parts: Set<Part> = []
  /// Draws of a wild bootstrap; nil for the usual number.
  package var draws: Int?
  /// Of its random draws; nil for the usual one.
  package var seed: UInt64?
  /// Whether levels are let through that a spreadsheet would run as formulas.
  package var allowsFormulas = false

  package init(_ formula: String) { self.formula = formula }

  /// Checks what needs no table.
  package func validate() throws(UsageFault) {
    guard Family(rawValue: family) != nil else {
      let names = Family.allCases.map(\.rawValue)
      let near = nearestName(to: family, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw UsageFault("unknown family '\(family)'\(near)")
    }
    if let quantile {
      try validate(quantile: quantile)
    } else if let errors {
      try validate(errors: errors)
    }
    try validateDraws()
    try validateEffects()
    try LevelList.require(level)
  }

  private func validate(errors: String) throws(UsageFault) {
    guard let kind = CovarianceKind(errors) else {
      throw UsageFault(
        "unknown standard error '\(errors)': iid, hc0 to hc4, hac, hac:LAG, andrews, "
          + "cluster:COLUMN, cr2:COLUMN, cr3:COLUMN, wild:COLUMN")
    }
    if let fault = kind.clusterFault { throw UsageFault(fault) }
    if kind.isOfSingleCoefficients, parts.contains(.predict) {
      throw UsageFault(
        "--predict goes without --se cr2, cr3 and wild: their tests are of single coefficients "
          + "(use cluster)")
    }
  }

  private func validateDraws() throws(UsageFault) {
    let isWild = if case .wild = errors.flatMap(CovarianceKind.init) { true } else { false }
    guard isWild && quantile == nil || draws == nil && seed == nil else {
      throw UsageFault("--draws and --seed go with --se wild")
    }
    if let draws, !(99...1_000_000).contains(draws) {
      throw UsageFault("--draws is from 99 to 1000000")
    }
  }

  private func validate(quantile: Double) throws(UsageFault) {
    guard quantile > 0, quantile < 1 else {
      throw UsageFault("--quantile is between 0 and 1")
    }
    let others: [(String, Bool)] = [
      ("--family", family != Family.gaussian.rawValue), ("--weights", weights != nil),
      ("--offset", offset != nil), ("--tests", parts.contains(.tests)),
      ("--predict", parts.contains(.predict)), ("--fixed-effects", parts.contains(.fixedEffects)),
      ("--effects", effects != nil),
    ]
    if let other = others.first(where: { $0.1 }) {
      throw UsageFault("--quantile goes without \(other.0)")
    }
    if let errors, QuantileReport.method(errors) == nil {
      throw UsageFault("standard errors of a quantile are nid, iid or ker, not '\(errors)'")
    }
  }

  private func validateEffects() throws(UsageFault) {
    guard let effects else { return }
    guard PanelEffects(rawValue: effects) != nil else {
      throw UsageFault(
        "--effects is random or between, not '\(effects)' (fixed effects stand in the formula)")
    }
    guard id != nil else { throw UsageFault("--effects needs --id") }
    let others: [(String, Bool)] = [
      ("--family", family != Family.gaussian.rawValue), ("--weights", weights != nil),
      ("--predict", parts.contains(.predict)), ("--fixed-effects", parts.contains(.fixedEffects)),
    ]
    if let other = others.first(where: { $0.1 }) {
      throw UsageFault("--effects goes without \(other.0)")
    }
  }

  /// Reads the table and fits.
  ///
  /// - Throws: `UsageFault` for the formula, `InputFault`, `RegressionError`.
  package func answer(
    _ source: consuming ByteSource, reading: ObservationOptions
  ) throws -> RegressionReply {
    let parsed = try TableRegression.formula(formula)
    if let quantile { return try answer(quantile, parsed, source, reading) }
    let covariance = errors.flatMap(CovarianceKind.init)
    var options = ModelFrame.Options()
    options.weights = weights
    options.offset = offset
    options.id = id
    options.time = time
    options.clusters = covariance?.clusters ?? []
    if parts.contains(.fixedEffects), parsed.effectNames.isEmpty {
      throw UsageFault("--fixed-effects needs fixed effects in the formula, after '|'")
    }
    let file = source.name
    let (table, resolved) = try TableRegression.read(source, parsed, options, reading)
    var question = RegressionQuestion(resolved, table: table)
    question.family = Family(rawValue: family) ?? .gaussian
    question.options = options
    question.errors = covariance
    question.level = level
    question.effects = effects.flatMap(PanelEffects.init)
    question.details = details
    if let draws { question.bootstrap.draws = draws }
    if let seed { question.bootstrap.seed = seed }
    let answer = try TableRegression.attempt(file) { () throws(RegressionError) in
      try question.answer()
    }
    if parts.contains(.fixedEffects) { try refuseFormulas(answer.fit.frame, table) }
    return .mean(RegressionReport(answer: answer, table: table))
  }

  /// What the parts need.
  private var details: Set<RegressionQuestion.Detail> {
    var details: Set<RegressionQuestion.Detail> = []
    if parts.contains(.summary) { details.insert(.influence) }
    if parts.contains(.tests) { details.insert(.tests) }
    if parts.contains(.predict) { details.formUnion([.predictions, .influence]) }
    if parts.contains(.fixedEffects) { details.insert(.fixedEffects) }
    return details
  }

  private func answer(
    _ quantile: Double, _ parsed: Formula, _ source: consuming ByteSource,
    _ reading: ObservationOptions
  ) throws -> RegressionReply {
    guard parsed.effectNames.isEmpty, !parsed.hasInstruments else {
      throw UsageFault("a quantile is fitted without fixed effects and instruments")
    }
    var options = ModelFrame.Options()
    options.id = id
    options.time = time
    let file = source.name
    let (table, resolved) = try TableRegression.read(source, parsed, options, reading)
    let frame = try TableRegression.attempt(file) { () throws(RegressionError) in
      try ModelFrame(resolved, table: table, options: options)
    }
    var question = QuantileQuestion(frame, tau: quantile)
    let name = errors ?? "nid"
    question.errors = QuantileReport.method(name) ?? .nid
    question.level = level
    do throws(QuantileRegressionError) {
      return .quantile(QuantileReport(answer: try question.answer(), errorName: name))
    } catch {
      throw InputFault(.malformed, file: file, error.description)
    }
  }

  /// Levels are copied to an output as they are.
  private func refuseFormulas(_ frame: ModelFrame, _ table: DataTable) throws(InputFault) {
    let names = SettingNames(options: [.formulas])
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: names)
    for groups in frame.effects {
      for (code, name) in groups.levelNames.enumerated() {
        guard let objection = gate.objection(name, what: "the level") else { continue }
        let place = groups.codes.codes.firstIndex(of: Int32(code))
        throw table.fault(
          row: place.map { frame.rows[$0] }, objection.message, advice: objection.advice)
      }
    }
  }
}
