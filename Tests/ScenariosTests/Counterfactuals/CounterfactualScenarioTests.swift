import SeriesCore
import Testing
import Trade
import _TestSupport

@testable import Scenarios

/// The key `counterfactual` of scenario files.
@Suite struct CounterfactualScenarioTests {
  static let data = [
    "f.csv": "year,a,b,v,gdp\n2015,X,Y,1,100\n2015,Y,X,1,80\n2016,X,Y,20,100\n2016,Y,X,10,80\n"
      + "2016,X,Z,5,100\n2016,Z,X,5,60\n2016,Y,Z,4,80\n2016,Z,Y,6,60\n2016,X,W,1,100\n"
  ]

  static func yaml(
    _ change: String = "{name: c, between: [X, Y], cost: {low: -0.1, high: -0.1, reason: r}}",
    domestic: String = "{column: gdp, low: 0.5, high: 0.5, reason: d}",
    sigma: String = "{value: 4, reason: s}", other: String = "tell: [X, Y]"
  ) -> String {
    """
    counterfactual:
      - name: q
        file: f.csv
        exporter: a
        importer: b
        flow: v
        year: {column: year}
        domestic: \(domestic)
        sigma: \(sigma)
        \(other)
        draws: 100
        changes:
          - \(change)
    """
  }

  static func answer(_ yaml: String, asOf: String? = nil) throws -> CounterfactualsAnswer {
    try ScenarioFiles.with(yaml, data: data) { path in
      var options = ScenarioRun.Options()
      options.asOf = asOf.flatMap { PeriodText($0) }
      let run = ScenarioRun(try ScenarioReader.read(path: path), options: options)
      return try #require(run.part(CounterfactualPart.self)).answer
    }
  }

  /// The shipped scenario at the middle of its assumptions, against numpy's fixed-point iteration.
  @Test func theShippedScenarioIsThatOfNumpy() throws {
    let path = Repository.path("datasets/scenarios/border-cost.yaml")
    let scenario = try ScenarioReader.read(path: path)
    let part = try #require(scenario.parts.compactMap { $0 as? CounterfactualPart }.first)
    let question = try #require(part.questions.first)
    let rows = try Repository.rows("numpy/border_cost.csv")
    #expect(rows.count == question.changes.count && question.changes.count == 2)
    for (row, change) in zip(rows, question.changes) {
      let value = { (column: String) throws -> Double in
        try #require(row[column].flatMap(Double.init))
      }
      #expect(try abs(change.middle - value("cost")) < 1e-15)
      #expect(try Double(question.countries.count) == value("countries"))
      let effect = try question.effect(change)
      let kaz = try #require(question.countries.firstIndex(of: "KAZ"))
      let chn = try #require(question.countries.firstIndex(of: "CHN"))
      // The iteration stopped where no market was off by more than 1e-14.
      #expect(try abs(effect.change(.welfare, kaz) - value("kaz_welfare")) < 1e-11)
      #expect(try abs(effect.change(.welfare, chn) - value("chn_welfare")) < 1e-11)
      #expect(try abs(#require(effect.flowChange(kaz, chn)) - value("kaz_to_chn")) < 1e-10)
      #expect(try abs(#require(effect.flowChange(chn, kaz)) - value("chn_to_kaz")) < 1e-10)
    }
  }

  /// W lacks pairs and goes, the last year counts, and nothing that is certain has a spread.
  @Test func countriesAndRowsAreTold() throws {
    let answer = try Self.answer(Self.yaml())
    let item = try #require(answer.items.first)
    #expect(item.question.countries == ["X", "Y", "Z"] && item.question.leftOut == ["W"])
    #expect(item.question.year == "2016")
    #expect(answer.countryRows.count == 3 && answer.flowRows.count == 2)
    let effect = try #require(item.answer?.effect)
    #expect(effect.change(.welfare, 0) > 0 && effect.change(.welfare, 1) > 0)
    // Trade is diverted from the third.
    #expect(effect.change(.welfare, 2) < 0)
    let interval = try #require(item.answer?.intervals?.change(.welfare, 0))
    #expect(abs(interval.high - interval.low) < 1e-12)
    #expect(answer.sheet.map(\.question) == ["q: c, X", "q: c, Y"])
    #expect(answer.sheet.allSatisfy { $0.status == .assumption && $0.count == 3 })
    let verdict = try #require(answer.verdicts.first)
    #expect(
      verdict.text.contains("cost of delivery -10.0 % to -10.0 %, assumed"), "\(verdict.text)")
    #expect(item.basis?.contains("without W") == true)
  }

  /// Wider assumptions, wider intervals, which hold the middle.
  @Test func assumptionsMakeTheInterval() throws {
    let wide = try Self.answer(
      Self.yaml(
        "{name: c, between: [X, Y], cost: {low: -0.2, high: 0, reason: r}}",
        domestic: "{column: gdp, low: 0.3, high: 1, reason: d}",
        sigma: "{value: 4, sd: 0.5, reason: s}"))
    let answer = try #require(wide.items.first?.answer)
    #expect(answer.draws.count == 100 && answer.failures.isEmpty)
    let interval = try #require(answer.intervals?.change(.welfare, 0))
    let narrow = try #require(answer.intervals(level: 80)?.change(.welfare, 0))
    #expect(interval.low < narrow.low && narrow.high < interval.high && narrow.low >= 0)
    #expect((narrow.low...narrow.high).contains(answer.effect.change(.welfare, 0)))
  }

  /// Near 1 many drawn elasticities have no equilibrium: they are counted in words, and no range is told of the rest.
  @Test func manyFailedDrawsLeaveNoRange() throws {
    let answer = try Self.answer(Self.yaml(sigma: "{value: 1.5, sd: 0.5, reason: s}"))
    let item = try #require(answer.items.first?.answer)
    // A sixth of normal numbers lies more than a deviation below the mean: 16 of 100, ± 4 of the draws.
    #expect((4...28).contains(item.failures.count))
    #expect(item.intervals == nil && item.intervals(level: 80) == nil)
    let text = try #require(answer.verdicts.first).text
    #expect(
      text.hasSuffix(
        "; \(item.failures.count) of 100 draws have no equilibrium, too many for ranges"), "\(text)"
    )
    #expect(!text.contains("80 %"), "\(text)")
    #expect(answer.sheet.allSatisfy { $0.value != nil && $0.range == nil })
  }

  /// Flows of a year after the one that is asked about are not known then.
  @Test func whatIsNotKnownIsNotTold() throws {
    let answer = try Self.answer(Self.yaml(), asOf: "2010")
    #expect(answer.items.first?.answer == nil && answer.sheet.map(\.status) == [.insufficient])
    #expect(answer.countryRows.count == 1 && answer.flowRows.isEmpty)
    #expect(answer.verdicts.first?.text.contains("the flows are of 2016") == true)
  }

  @Test(arguments: [
    (yaml("{name: c, between: [X], cost: {low: 0, high: 1, reason: r}}"), "two countries", 13),
    (yaml("{name: c, between: [X, Y]}"), "'cost' is missing", 13),
    (yaml("{name: c, between: [X, Y], cost: {low: 1, high: 0, reason: r}}"), "a range runs", 13),
    (yaml("{name: c, between: [X, Y], cost: {low: -5, high: 0, reason: r}}"), "a fraction", 13),
    (yaml(other: "tell: [V]"), "no country 'V'", 10),
    (yaml(domestic: "{column: gdp, low: 0, high: 1, reason: r}"), "a positive multiple", 8),
    (yaml(sigma: "{value: 1, reason: r}"), "is not above 1", 9),
    (yaml(sigma: "{value: 4}"), "'reason' is missing", 9),
    (yaml(other: "tells: [X]"), "unknown key 'tells'", 10),
  ])
  func faultsHaveTheirLine(yaml: String, words: String, line: Int) throws {
    let faults = try ScenarioFaults.found(in: yaml, data: Self.data)
    let fault = try #require(faults.first { $0.message.contains(words) }, "\(faults)")
    #expect(fault.line == line, "\(fault)")
  }

  @Test func columnsOfTheDataAreNamed() throws {
    let faults = try ScenarioFaults.found(
      in: Self.yaml(domestic: "{column: gdps, low: 1, high: 1, reason: r}"), data: Self.data)
    #expect(faults.map(\.description).contains { $0.contains("f.csv:1: no column 'gdps'") })
  }

  /// Domestic sales are data or an assumption, not both.
  @Test func domesticSalesAreStatedOnce() throws {
    let data = ["f.csv": (Self.data["f.csv"] ?? "") + "2016,Y,Y,50,80\n"]
    let faults = try ScenarioFaults.found(in: Self.yaml(), data: data)
    #expect(
      faults.map(\.description).contains {
        $0.contains("f.csv:11: domestic sales of Y stand here and are assumed too")
      }, "\(faults)")
  }
}
