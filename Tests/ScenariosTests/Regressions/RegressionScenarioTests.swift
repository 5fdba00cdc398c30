import Forecasting
import Foundation
import Regression
import Scenarios
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// Regressions of scenario files: the shipped ones against R, and faults of new ones.
@Suite struct RegressionScenarioTests {
  static func answers(_ scenario: String, only: Set<Int>? = nil) throws
    -> [ScenarioRegressionAnswer]
  {
    let read = try ScenarioReader.read(path: Repository.path("datasets/scenarios/\(scenario).yaml"))
    let courses = read.courses.map(\.name)
    let questions = read.part(RegressionPart.self)?.questions ?? []
    return try questions.enumerated().filter { only?.contains($0.offset) ?? true }.map {
      try ScenarioRegressionAnswer($0.element, courses: courses)
    }
  }

  /// `Fixtures/r/make_drivers.R`; closed forms to 1e-8, the root to R's 1e-14 and its rounding.
  @Test func driversAreAsInR() throws {
    var expected: [String: Double] = [:]
    for row in try Repository.rows("r/drivers.csv") {
      expected[row["quantity"] ?? ""] = Double(row["value"] ?? "")
    }
    let answers = try Self.answers("drivers")
    let answer = try #require(answers.first { $0.question.name == "turnover with China" })
    #expect(answer.fit.count == 26)
    for (j, name) in answer.fit.termNames.enumerated() {
      let key = name.replacing("log(", with: "").replacing(")", with: "")
        .replacing("(Intercept", with: "(Intercept)")
      #expect(relativeError(answer.fit.coefficients[j], expected[key] ?? .nan) < 1e-8, "\(key)")
      let error = answer.covariance.standardErrors[j]
      #expect(relativeError(error, expected["se_" + key] ?? .nan) < 1e-8, "\(key)")
    }
    let errors = try #require(answer.errors)
    #expect(relativeError(errors.deviation, expected["sigma"] ?? .nan) < 1e-8)
    #expect(relativeError(errors.autocorrelation, expected["rho"] ?? .nan) < 1e-8)
    let relation = try #require(answer.relation)
    #expect(relativeError(relation.test.statistic, expected["engle_granger"] ?? .nan) < 1e-8)
    #expect(!relation.isShown)
    #expect(relativeError(try #require(errors.wandering), expected["wandering"] ?? .nan) < 1e-8)
    let misses = answer.misses.map(\.deviations)
    #expect(relativeError(try #require(misses.last), expected["miss_2024"] ?? .nan) < 1e-8)
    #expect(relativeError(misses[misses.count - 2], expected["miss_2023"] ?? .nan) < 1e-8)
    let record = try #require(answer.record).gate.accuracy
    #expect(Double(record.origins) == expected["origins"])
    #expect(Double(record.forecasts) == expected["judged"])
    #expect(relativeError(record.measures.coverage(0) ?? 0, expected["coverage_80"] ?? 1) < 1e-12)
    #expect(relativeError(record.measures.wis ?? 0, expected["wis"] ?? .nan) < 1e-8)
    let outcome = try #require(
      answer.outcomes.first { $0.course == "baseline" && $0.horizon == 5 })
    #expect(relativeError(outcome.probability, expected["p_2030"] ?? .nan) < 1e-8)
    guard case .growth(let growth) = outcome.solution else {
      Issue.record("no growth was found")
      return
    }
    #expect(relativeError(growth, expected["growth"] ?? .nan) < 1e-8)
    guard case .growth(let median) = outcome.medianSolution else {
      Issue.record("no growth gives the median")
      return
    }
    #expect(relativeError(median, expected["growth_50"] ?? .nan) < 1e-8)
    // Better drivers never lower a probability.
    for horizon in Set(answer.outcomes.map(\.horizon)) {
      let byCourse = Dictionary(
        uniqueKeysWithValues: answer.outcomes.filter { $0.horizon == horizon }.map {
          ($0.course, $0.probability)
        })
      #expect(byCourse["high"] ?? 0 > byCourse["baseline"] ?? 1)
      #expect(byCourse["low"] ?? 1 < byCourse["baseline"] ?? 0)
    }
  }

  /// The pair's rows are the panel's, and elasticities have the sign that gravity gives them.
  @Test func gravityReportsThePair() throws {
    let answers = try Self.answers("gravity", only: [0, 1])
    let pair = answers[0]
    #expect(pair.fittedRows.map(\.label).first == "KAZ CHN 1996")
    #expect(pair.fittedRows[4].actual == 4_214_833_408)
    // Both directions are rows of one fit, and what Kazakhstan reported of 2000 is none.
    #expect(pair.fittedRows.map(\.label).last == "CHN KAZ 2016")
    #expect(pair.fittedRows[1].label == "KAZ CHN 2004")
    #expect(pair.question.corrections.map(\.text) == ["84 rows of KAZ 2000 left out"])
    let distance = try #require(pair.fit.termNames.firstIndex(of: "log(distw)"))
    #expect(pair.fit.coefficients[distance] < 0)
    // Fitted flows of an effect's level add up to the actual ones: the first-order conditions.
    let structural = answers[1].fit
    let codes = structural.frame.effects[0].codes
    var sums = [Double](repeating: 0, count: codes.levels)
    var totals = sums
    for row in 0..<structural.count {
      sums[Int(codes.codes[row])] += structural.fitted[row]
      totals[Int(codes.codes[row])] += structural.frame.response.values[row]
    }
    // To the relative tolerance of the deviance, 1e-9, or better.
    let worst = zip(sums, totals).map { relativeError($0, $1) }.max() ?? .nan
    #expect(worst < 1e-7)
  }

  /// Shocks on a driver reach the target through its elasticity, and the ratio to the baseline is
  /// uncertain through the elasticities alone.
  @Test func shocksFlowThroughTheRelation() throws {
    let answers = try Self.answers("drivers")
    let answer = try #require(answers.first { $0.question.name == "turnover with China" })
    func row(_ course: String, _ year: Int) throws -> ScenarioRegressionAnswer.FanRow {
      let axis = try #require(answer.question.projection).series.axis
      return try #require(
        answer.fan.first { $0.course == course && axis.text($0.period) == "\(year)" })
    }
    for year in [2026, 2030, 2035] {
      let ratio = try row("baseline", year).ratio
      #expect(ratio.median == 1 && ratio.interval95.low == 1 && ratio.interval95.high == 1)
    }
    let brent = try #require(answer.fit.termNames.firstIndex(of: "log(brent)"))
    let kzt = try #require(answer.fit.termNames.firstIndex(of: "log(kzt)"))
    // Two years after 2025: the tenge loses 8 % instead of 4 % a year, oil 40 % in 2027.
    let changes = [(brent, log(0.6)), (kzt, 2 * (log1p(0.08) - log1p(0.04)))]
    let mean = changes.reduce(0) { $0 + answer.fit.coefficients[$1.0] * $1.1 }
    let variance = changes.reduce(0) { sum, a in
      changes.reduce(sum) { $0 + a.1 * $1.1 * answer.covariance[a.0, $1.0] }
    }
    let shock = try row("oil-shock", 2027)
    #expect(relativeError(shock.ratio.median, exp(mean)) < 1e-12)
    let reach = StudentT.quantile(0.9, degreesOfFreedom: 22) * variance.squareRoot()
    #expect(relativeError(shock.ratio.interval80.high, exp(mean + reach)) < 1e-10)
    // The level meets the residuals' errors as well: its interval is wider.
    let (level, ratio) = (shock.level, shock.ratio)
    #expect(
      log(level.interval80.high / level.interval80.low)
        > log(ratio.interval80.high / ratio.interval80.low))
    // A deadline's row is that of the fan.
    let outcome = try #require(
      answer.outcomes.first { $0.course == "oil-shock" && $0.horizon == 5 })
    #expect(outcome.median == (try row("oil-shock", 2030)).level.median)
  }

  /// `--as-of` cuts the rows of a regression and the projected series: nothing later is looked at.
  @Test func anEarlierTimeSeesNothingLater() throws {
    let read = try ScenarioReader.read(path: Repository.path("datasets/scenarios/drivers.yaml"))
    func run(_ asOf: String) -> [RegressionRow] {
      var options = ScenarioRun.Options()
      options.asOf = PeriodText(asOf)
      options.paths = 100
      return ScenarioRun(read, options: options).regressions
    }
    let row = try #require(run("2012").first { $0.question.name == "turnover with China" })
    let answer = try row.answer.get()
    #expect(answer.fit.count == 18 && row.question.asOf?.written == "2012")
    let series = try #require(row.question.projection).series
    #expect(series.axis.text(try #require(series.end)) == "2012")
    #expect(answer.outcomes.map(\.horizon).min() == 18)
    for early in run("1990") {
      #expect(throws: RegressionError.self) { try early.answer.get() }
    }
  }

  @Test(arguments: [
    ("formula: log(y ~ x", "formula: character", 7),
    ("formula: log(nix) ~ x", "no column 'nix'", 7),
    ("formula: log(y) ~ x\n    family: poison", "unknown family", 8),
    ("formula: log(y) ~ x\n    se: hc9", "unknown standard error", 8),
    ("formula: log(y) ~ x\n    from: 2050", "no period between", 5),
    ("formula: log(y) ~ x\n    colums: 3", "unknown key 'colums'", 8),
    (
      "formula: log(y) ~ x\n    project: {series: nix, level: 3, by: [2050], growth: []}",
      "no series 'nix'", 8
    ),
    (
      "formula: log(y) ~ x\n    project: {series: y, level: 3, by: [2000], growth: []}",
      "no period after the last", 8
    ),
  ])
  func faultsHaveTheirLine(_ body: String, _ message: String, _ line: Int) throws {
    let rows = (2000..<2020).map { "y,\($0),\($0 - 1990)\nx,\($0),\(($0 * 7) % 11 + 1)" }
    let yaml = """
      series: [{id: y, file: d.csv}]
      scenarios: [{name: baseline}]
      targets: [{name: t, series: y, level: 40, by: [2030]}]
      regressions:
        - name: r
          columns: [{name: y, file: d.csv}, {name: x, file: d.csv}]
          \(body)
      """
    let faults = try ScenarioFaults.found(
      in: yaml, data: ["d.csv": "series,period,value\n" + rows.joined(separator: "\n")])
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }
}
