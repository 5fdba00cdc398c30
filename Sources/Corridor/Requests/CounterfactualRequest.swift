internal import LinearAlgebra
internal import Regression
package import Reports
package import SeriesCore
package import Trade

/// A counterfactual of trade as it is asked for by names: what they may be together, and the answer.
package struct CounterfactualRequest: Sendable {
  package var columns: TradeColumns
  /// `TERM=COEFFICIENT[:ERROR][,…]`; nil where costs are estimated.
  package var cost: String?
  /// The formula of a Poisson regression of the flows.
  package var estimate: String?
  /// Errors of the regression; nil for the usual ones.
  package var errors: String?
  /// `VALUE[:ERROR]`.
  package var sigma = "5"
  package var reference: String?
  package var options = TradeTable.Options()
  package var equilibrium = TradeEconomy.Equilibrium.full
  /// nil for as many as are usual where something is uncertain.
  package var draws: Int?
  package var seed: UInt64?
  package var jobs = 1

  package static let usualDraws = 1_000

  package init(columns: TradeColumns) { self.columns = columns }

  /// Checks what needs no table.
  package func validate() throws(UsageFault) {
    switch (cost, estimate) {
    case (nil, nil): throw UsageFault("give --cost, or --estimate to estimate the costs")
    case (.some, .some): throw UsageFault("give --cost or --estimate, not both")
    default: break
    }
    if let cost { _ = try Self.costs(cost) }
    if let estimate { try requireEstimate(estimate) }
    if errors != nil, estimate == nil { throw UsageFault("--se goes with --estimate") }
    if let errors, CovarianceKind(errors) == nil {
      throw UsageFault("unknown standard error '\(errors)': hc0 to hc4, cluster:COLUMN, …")
    }
    _ = try elasticity()
    if let draws, !(0...CounterfactualQuestion.drawLimit).contains(draws) {
      throw UsageFault("--draws is from 0 to \(CounterfactualQuestion.drawLimit)")
    }
    if columns.chosenYear != nil, columns.year == nil { throw UsageFault("--at needs --year") }
    if (columns.production == nil) != (columns.expenditure == nil) {
      throw UsageFault("--production and --expenditure go together")
    }
    if options.baseline == .observed, columns.production != nil {
      throw UsageFault(
        "--baseline observed takes output and expenditure from the flows: drop --production")
    }
    let names =
      [columns.exporter, columns.importer, columns.flow] + [columns.year].compactMap { $0 }
    if Set(names).count < names.count {
      throw UsageFault("--exporter, --importer, --flow and --year are different columns")
    }
  }

  private func requireEstimate(_ text: String) throws(UsageFault) {
    let formula = try TableRegression.formula(text)
    guard formula.responseName.filter({ $0 != "`" }) == columns.flow else {
      throw UsageFault(
        "the formula explains '\(formula.responseName)', --flow is '\(columns.flow)'")
    }
    if formula.usesLags { throw UsageFault("--estimate takes no lags") }
    if formula.hasInstruments { throw UsageFault("--estimate takes no instruments") }
    guard options.baseline == .modelled else { return }
    let beyond = formula.effectNames(
      beyond: [columns.exporter, columns.importer], with: columns.year)
    guard beyond.isEmpty else {
      throw UsageFault(
        "effects beyond those of exporters and importers are trade costs that no term tells: "
          + "\(beyond.joined(separator: ", ")) (write them as terms, or give --baseline observed)")
    }
  }

  private static func costs(_ text: String) throws(UsageFault) -> CostTermList {
    do throws(CostTermList.Fault) { return try CostTermList(text) } catch {
      throw UsageFault("--cost: " + error.description)
    }
  }

  private func elasticity() throws(UsageFault) -> Elasticity {
    do throws(CostTermList.Fault) {
      let (value, deviation) = try CostTermList.uncertain(sigma, of: "the elasticity")
      guard value > 1 else {
        throw CostTermList.Fault(
          "\(NumberText.shortest(value)) is not above 1: goods of different countries "
            + "would be no substitutes (5 is usual)")
      }
      return Elasticity(value, deviation: deviation)
    } catch {
      throw UsageFault("--sigma: " + error.description)
    }
  }

  /// Reads the tables, estimates where that is asked, and solves.
  ///
  /// - Parameters:
  ///   - flows: the table of flows.
  ///   - changes: the table of new values of cost terms.
  /// - Throws: `UsageFault`, `InputFault`, `RegressionError`, `TradeError`.
  package func answer(
    flows: (name: String, bytes: [UInt8]), changes: (name: String, bytes: [UInt8]),
    reading: ObservationOptions
  ) throws -> CounterfactualReply {
    let read = try CounterfactualTable(self, flows, reading)
    let table = try read.trade(self)
    let costs = read.costs
    let changed = try CostChanges(
      TableReader(ByteSource(name: changes.name, bytes: changes.bytes), options: reading).read(
        numbers: CostChanges.numbers, levels: CostChanges.levels),
      countries: table.economy.countries, terms: costs.names, leftOut: table.leftOut,
      columns: read.columns)
    let terms = read.chosen(table.terms)
    let (after, count) = try changed.applied(to: terms)
    var experiment = TradeExperiment(table.economy, terms: terms, changedTerms: after)
    experiment.baseline = options.baseline
    experiment.equilibrium = equilibrium
    experiment.reference = try reference.map { name in
      guard let place = table.economy.countries.firstIndex(of: name) else {
        throw read.table.fault(
          "no country '\(name)' to hold prices against",
          advice: choiceAdvice(
            for: name, among: table.economy.countries, called: "--reference is one of"))
      }
      return place
    }
    var question = CounterfactualQuestion(experiment, costs: costs, sigma: try elasticity())
    let isUncertain = costs.isUncertain || question.sigma.deviation > 0
    question.draws = draws ?? (isUncertain ? Self.usualDraws : 0)
    guard isUncertain || question.draws == 0 else {
      throw UsageFault(
        "--draws: nothing is uncertain (give standard errors, --cost 'TERM=COEFFICIENT:ERROR' or "
          + "--sigma VALUE:ERROR)")
    }
    question.seed = seed ?? CounterfactualQuestion.usualSeed
    question.jobs = jobs
    let answer = try question.answer()
    var warnings = read.warnings + self.warnings(of: table, changes: changes.name, count)
    warnings += CounterfactualReply.warnings(answer)
    let basis = answer.basis(sample: table.year.map { "in \($0)" })
    return CounterfactualReply(
      warnings: warnings, answer: answer,
      package: CounterfactualPackage(
        answer, basis: basis,
        sources: [("flows", flows), ("changes", changes)].map { role, file in
          CounterfactualPackage.Source(
            role: role, path: file.name, hash: SHA256.hexDigest(file.bytes))
        }))
  }

  private func warnings(of table: TradeTable, changes: String, _ count: Int) -> [String] {
    var warnings: [String] = []
    if let year = table.year, table.otherYears > 0, columns.chosenYear == nil {
      let others = table.otherYears == 1 ? "1 other" : "\(table.otherYears) others"
      warnings.append("the baseline is \(year), the last year (\(others); --at chooses)")
    }
    if !table.leftOut.isEmpty {
      let count = table.leftOut.count
      warnings.append(
        (count == 1 ? "a country lacks" : "\(count) countries lack") + " pairs, left out: "
          + table.leftOut.joined(separator: ", "))
    }
    if abs(table.outputFactor - 1) > 1e-9 {
      let factor = NumberText.shortest(SignificantDigits.round(table.outputFactor, to: 6))
      warnings.append(
        "output and expenditure differ in sum: output is multiplied by \(factor)")
    }
    if count == 0 { warnings.append("\(changes): the changes leave every term as it is") }
    return warnings
  }
}

/// The answer to a `CounterfactualRequest`.
package struct CounterfactualReply: Sendable {
  /// What the answer should not be taken for. A sentence each.
  package let warnings: [String]
  package let answer: CounterfactualAnswer
  package let package: CounterfactualPackage

  static func warnings(_ answer: CounterfactualAnswer) -> [String] {
    var warnings: [String] = []
    let failures = answer.failures
    if let first = failures.first, let reason = first.failure {
      let left = answer.draws.count - failures.count
      warnings.append(
        "\(failures.count) of \(answer.draws.count) draws have no equilibrium and are named in "
          + "draws.csv, the first since \(reason); "
          + (answer.intervals != nil
            ? "intervals are of the \(left) others"
            : "that many leave no intervals: the others are no sample of all"))
    }
    if answer.question.experiment.equilibrium == .firstRound {
      warnings.append(
        "after one round of prices flows do not add up to output and expenditure")
    }
    return warnings
  }
}
