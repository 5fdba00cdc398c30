import Forecasting
import Foundation
import Regression
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Projections along drivers of small scenarios: what they rest on is what they say.
@Suite struct DriverProjectionTests {
  /// Made rows of pairs over waves, in which trade grows as both sizes and its residual halves each wave.
  static func panel(pairs: Int = 12) -> String {
    var numbers = SeededNumbers(8)
    var rows = ["year,from,to,flow,gdp"]
    for pair in 0..<pairs {
      for (from, to) in [("A\(pair)", "B\(pair)"), ("B\(pair)", "A\(pair)")] {
        var residual = numbers.symmetric() / 2
        for (wave, year) in stride(from: 2000, through: 2020, by: 4).enumerated() {
          residual = residual / 2 + numbers.symmetric() / 2
          let gdp = 100 * exp(0.1 * Double(wave) + 0.3 * numbers.symmetric() / 2)
          rows.append("\(year),\(from),\(to),\(gdp * exp(0.4 * residual)),\(gdp)")
        }
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  static let series =
    "unique_id,ds,y\n" + (2000..<2021).map { "t,\($0),\(100 + $0 - 2000)" }.joined(separator: "\n")

  static func scenario(_ keys: String, project: String = "") -> String {
    """
    series: [{id: t, file: t.csv}]
    scenarios: [{name: baseline}]
    targets: [{name: more, series: t, level: 150, by: [2024]}]
    regressions:
      - name: pairs
        file: p.csv
        formula: flow ~ log(gdp) | from^to + year
        family: poisson
        rows: {from: A0, to: B0}
        \(keys)
        project:
          series: t
          level: 150
          by: [2024]
          growth: [{column: gdp, baseline: 0.02}]
          \(project)
    """
  }

  static func answer(
    _ yaml: String, data: [String: String], asOf: String? = nil
  ) throws -> ScenarioRegressionAnswer {
    try ScenarioFiles.with(yaml, data: data) { path in
      var options = ScenarioRun.Options()
      options.paths = 100
      options.asOf = asOf.flatMap { PeriodText($0) }
      let run = ScenarioRun(try ScenarioReader.read(path: path), options: options)
      return try #require(run.regressions.first).answer.get()
    }
  }

  static func panelAnswer(
    _ keys: String = "spacing: 4", project: String = "", pairs: Int = 12, asOf: String? = nil
  ) throws -> ScenarioRegressionAnswer {
    try answer(
      scenario(keys, project: project), data: ["p.csv": panel(pairs: pairs), "t.csv": series],
      asOf: asOf)
  }

  /// All pairs speak, in one direction or both; without `residuals` the pair alone does, and says so.
  @Test func thePanelSpeaksForThePair() throws {
    let oneWay = try Self.panelAnswer(project: "residuals: {period: year}")
    let errors = try #require(oneWay.errors)
    #expect(errors.basis == .pairs(size: nil) && errors.pairs == 24 && errors.count == 144)
    let both = try #require(
      try Self.panelAnswer(project: "residuals: {period: year, both_ways: true}").errors)
    #expect(both.pairs == 12 && both.count == 72)
    // Two directions that know nothing of each other vary less together.
    #expect(both.deviation < errors.deviation)
    let alone = try Self.panelAnswer()
    #expect(alone.errors?.basis == .ownRows && alone.errors?.count == 6)
    #expect(alone.assumes?.contains("the chosen rows alone, 6") == true)
    let few = try Self.panelAnswer(project: "residuals: {period: year, both_ways: true}", pairs: 9)
    #expect(few.errors?.basis == .ownRows)
    #expect(few.errors?.fallback == "9 pairs do not tell how residuals go on")
    let outcome = try #require(few.outcomes.first)
    #expect(DriverVerdict.text(few, outcome).contains("9 pairs do not tell"))
  }

  /// Effects of later periods are said to stay, and their spread widens the interval.
  @Test func periodEffectsAreSaidAndCounted() throws {
    let answer = try Self.panelAnswer(project: "residuals: {period: year}")
    let (errors, effects) = (try #require(answer.errors), try #require(answer.effects))
    #expect(effects.count == 5)
    #expect(answer.assumes?.contains("effects of later periods stay at that of 2020") == true)
    let outcome = try #require(answer.outcomes.first)
    let place = try #require(answer.fit.termNames.firstIndex(of: "log(gdp)"))
    let change = 4 * log(1.02)
    let parts = [
      change * change * answer.covariance[place, place], errors.changeVariance(4),
      effects.changeVariance(4),
    ]
    #expect(relativeError(outcome.deviation, parts.reduce(0, +).squareRoot()) < 1e-12)
    // Welch (1947) and Satterthwaite (1946).
    let (own, common) = (parts[0] + parts[1], parts[2])
    let freedom = (own + common) * (own + common) / (own * own / 23 + common * common / 5)
    #expect(relativeError(outcome.degreesOfFreedom, freedom) < 1e-12)
  }

  /// `--as-of` cuts a panel at its waves, which `residuals` names.
  @Test func anEarlierTimeCutsThePanel() throws {
    let answer = try Self.panelAnswer(project: "residuals: {period: year}", asOf: "2013")
    #expect(answer.fit.count == 24 * 4)
  }

  /// A correction changes the fit, and the answer without it stands beside.
  @Test func aCorrectionSaysWhatItChanges() throws {
    let residuals = "residuals: {period: year}"
    let plain = try Self.panelAnswer(project: residuals)
    let rows = "rows: {from: A0, to: B0, year: \"2008\"}, column: flow"
    let changed = try Self.panelAnswer(
      "corrections: [{\(rows), value: 5000, reason: a source}]", project: residuals)
    let (before, after) = (try #require(plain.outcomes.first), try #require(changed.outcomes.first))
    #expect(after.uncorrected == before.probability && after.probability != before.probability)
    let verdict = DriverVerdict.text(changed, after)
    #expect(verdict.contains("without the correction: flow of A0 B0 2008"))
    let out = try Self.panelAnswer(
      "corrections: [{\(rows), reason: a fault}]", project: residuals)
    #expect(out.fit.count == plain.fit.count - 1)
    #expect(out.question.corrections.map(\.text) == ["1 row of A0 B0 2008 left out"])
    #expect(before.uncorrected == nil)
  }

  /// The median's growth gives one half.
  @Test func theMediansGrowthGivesOneHalf() throws {
    func solved(_ rate: Double) throws -> ScenarioRegressionAnswer.Outcome {
      let yaml = Self.scenario(
        "spacing: 4", project: "solve: {columns: [gdp], probability: 0.8, low: -0.5, high: 2}"
      ).replacing("baseline: 0.02", with: "baseline: \(rate)")
      let answer = try Self.answer(yaml, data: ["p.csv": Self.panel(), "t.csv": Self.series])
      return try #require(answer.outcomes.first)
    }
    guard case .growth(let median) = try solved(0.02).medianSolution,
      case .growth(let sure) = try solved(0.02).solution
    else {
      Issue.record("no growth was found")
      return
    }
    let outcome = try solved(median)
    #expect(abs(outcome.probability - 0.5) < 1e-9 && relativeError(outcome.median, 150) < 1e-9)
    #expect(sure > median)
  }

  /// A relation that is one dies out at the error correction's speed from the base's own residual.
  @Test func aLongRunRelationDrawsBack() throws {
    var numbers = SeededNumbers(5)
    var rows = ["unique_id,ds,y"]
    var (x, residual) = (3.0, 0.0)
    for year in 1900..<2000 {
      x += 0.02 + 0.2 * numbers.symmetric() / 2
      residual = 0.3 * residual + 0.2 * numbers.symmetric() / 2
      rows += ["x,\(year),\(exp(x))", "y,\(year),\(exp(1 + 0.8 * x + residual))"]
    }
    let yaml = """
      series: [{id: y, file: d.csv}]
      scenarios: [{name: baseline}]
      targets: [{name: more, series: y, level: 1000, by: [2010]}]
      regressions:
        - name: r
          columns: [{name: y, file: d.csv}, {name: x, file: d.csv}]
          formula: log(y) ~ log(x)
          project: {series: y, level: 1000, by: [2010], growth: [{column: x, baseline: 0}]}
      """
    let answer = try Self.answer(yaml, data: ["d.csv": rows.joined(separator: "\n") + "\n"])
    #expect(try #require(answer.relation).isShown)
    let errors = try #require(answer.errors)
    #expect(errors.wandering == nil && abs(errors.left(1) - 0.3) < 0.2)
    let last = try #require(errors.last)
    #expect(relativeError(last, try #require(answer.fit.residuals.last)) < 1e-9)
    // With drivers that stand still only the residual moves, back to its relation.
    let outcome = try #require(answer.outcomes.first)
    #expect(relativeError(outcome.logGrowth, -last * (1 - errors.left(11))) < 1e-9)
    // A method that is right passes the gate and beats naive.
    let gate = try #require(answer.record).gate
    #expect(gate.passed && (gate.errorOverNaive ?? 9) < 1)
  }

  /// Two regressions of the same data, formula, family and errors are one fit.
  @Test func theSameFitIsOne() throws {
    let one = "{name: NAME, file: p.csv, formula: log(flow) ~ log(gdp), KEYS}"
    func item(_ name: String, _ keys: String) -> String {
      "  - " + one.replacing("NAME", with: name).replacing("KEYS", with: keys)
    }
    let yaml =
      (["regressions:"] + [
        item("a", "rows: {from: A0}, labels: [from, year]"),
        item("b", "rows: {from: B0}, labels: [from, year]"), item("c", "se: hc1"),
      ]).joined(separator: "\n")
    let rows = try ScenarioFiles.with(yaml, data: ["p.csv": Self.panel()]) { path in
      ScenarioRun(try ScenarioReader.read(path: path)).regressions
    }
    let answers = try rows.map { try $0.answer.get() }
    #expect(answers.map(\.sameFit) == [nil, "a", nil])
    #expect(answers[1].fit.coefficients == answers[0].fit.coefficients)
    #expect(answers[1].fittedRows.first?.label == "B0 2000")
  }

  @Test(arguments: [
    ("residuals: {period: yaer}", "", "yaer"),
    ("residuals: {period: year, size: 1}", "", "a size is over 1"),
    ("residuals: {period: year, sise: 2}", "", "unknown key 'sise'"),
    ("", "corrections: [{column: flow, value: 3, reason: why}]", "no row is named"),
    (
      "", "corrections: [{rows: {from: Z, to: B0}, column: flow, value: 3, reason: why}]",
      "no row of the file"
    ),
  ])
  func faultsAreNamed(_ project: String, _ keys: String, _ message: String) throws {
    let faults = try ScenarioFaults.found(
      in: Self.scenario(keys.isEmpty ? "spacing: 4" : keys, project: project),
      data: ["p.csv": Self.panel(), "t.csv": Self.series])
    #expect(faults.contains { $0.message.contains(message) }, "\(faults)")
  }
}
