import Testing
import _TestSupport

@testable import Trade

/// Against gegravity 0.3: its files have ten digits, and its solver stops at a relative 1e-8.
@Suite struct GegravityTests {
  static let tolerance = 1e-8

  /// Its one round of prices, country by country.
  @Test(arguments: GravityFixture.scenarios)
  func oneRoundOfPricesIsTheirs(scenario: String) throws {
    let effect = try GravityFixture.effect(scenario, .firstRound)
    let file = scenario + "_country.csv"
    let columns: [(TradeEffect.Measure, String)] = [
      (.price, "factory gate price change (percent)"), (.omr, "omr change (percent)"),
      (.imr, "imr change (percent)"), (.output, "output change (percent)"),
      (.exports, "foreign exports change (percent)"),
      (.imports, "foreign imports change (percent)"),
      (.domestic, "intranational trade change (percent)"),
      (.welfare, "terms of trade change (percent)"),
    ]
    #expect(effect.countries.count == 30)
    for (measure, column) in columns {
      let theirs = try GravityFixture.values(file, column)
      for (place, country) in effect.countries.enumerated() {
        let expected = try #require(theirs[country]) / 100
        let found = effect.change(measure, place)
        #expect(abs(found - expected) < Self.tolerance, "\(country) \(measure)")
      }
    }
    let statistic = try GravityFixture.values(file, "welfare statistic")
    for (place, country) in effect.countries.enumerated() {
      let expected = try 1 / #require(statistic[country]) - 1
      #expect(abs(effect.change(.welfare, place) - expected) < Self.tolerance)
    }
  }

  /// Flows of the baseline, and those it makes of one round.
  @Test func flowsAreTheirs() throws {
    let effect = try GravityFixture.effect("can_jpn_pta", .firstRound)
    let places = Dictionary(
      uniqueKeysWithValues: effect.countries.enumerated().map { ($1, $0) })
    let rows = try Repository.rows("gegravity/can_jpn_pta_bilateral.csv")
    #expect(rows.count == 900)
    for row in rows {
      let i = try #require(places[row["exporter"] ?? ""])
      let j = try #require(places[row["importer"] ?? ""])
      let before = try #require(row["baseline modeled trade"].flatMap(Double.init))
      let after = try #require(row["experiment trade"].flatMap(Double.init))
      #expect(relativeError(effect.baseline[i + 30 * j], before) < Self.tolerance)
      #expect(relativeError(effect.counterfactual[i + 30 * j], after) < Self.tolerance)
    }
  }

  /// Incomes that follow prices: their system of resistances, iterated by another program.
  @Test(arguments: GravityFixture.scenarios)
  func fullEquilibriumIsThatOfIteratedResistances(scenario: String) throws {
    let effect = try GravityFixture.effect(scenario)
    let rows = try Repository.rows("gegravity/full_equilibrium.csv").filter {
      $0["scenario"] == scenario
    }
    #expect(rows.count == 30)
    for row in rows {
      let place = try #require(effect.countries.firstIndex(of: row["country"] ?? ""))
      for (measure, column) in [
        (TradeEffect.Measure.price, "price"), (.imr, "imr"), (.omr, "omr"), (.welfare, "welfare"),
      ] {
        let expected = try #require(row[column].flatMap(Double.init))
        // The iteration stopped at changes of 1e-12.
        #expect(abs(1 + effect.change(measure, place) - expected) < 1e-10, "\(row) \(measure)")
      }
    }
  }
}
