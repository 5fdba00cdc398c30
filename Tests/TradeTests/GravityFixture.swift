import Regression
import SeriesCore
import Testing
import _TestSupport

@testable import Trade

/// `Fixtures/gegravity`: thirty countries, and what gegravity makes of changes of their costs.
enum GravityFixture {
  static let coefficients: [(name: String, value: Double, deviation: Double)] = [
    ("lndist", -0.3898623, 0.072), ("contiguity", 0.891577, 0.131),
    ("common_language", 0.0326249, 0.084), ("pta", 0.4711383, 0.109),
    ("international", -3.412584, 0.215),
  ]

  static let scenarios = ["can_jpn_pta", "no_ptas", "border_minus_5pct"]

  static func frame(_ table: DataTable) throws -> ModelFrame {
    let terms = coefficients.map(\.name).joined(separator: " + ")
    return try ModelFrame(Formula("0 ~ \(terms) - 1"), table: table)
  }

  static func table() throws -> TradeTable {
    var columns = TradeColumns(exporter: "exporter", importer: "importer", flow: "trade")
    (columns.production, columns.expenditure, columns.year) = ("Y", "E", "year")
    let read = try TableReader(ByteSource(path: Repository.fixture("gegravity/flows.csv"))).read(
      numbers: columns.numbers.union(coefficients.map(\.name)), levels: columns.levels)
    return try TradeTable(read, columns: columns, frame: frame(read))
  }

  static func changes(_ scenario: String, _ table: TradeTable) throws -> CostChanges {
    let rows =
      switch scenario {
      case "can_jpn_pta": "CAN,JPN,pta,1\nJPN,CAN,pta,1\n"
      case "no_ptas": "*,*,pta,0\n"
      default: "*,*,international,0.95\n"
      }
    return try changes("exporter,importer,term,value\n" + rows, of: table)
  }

  static func changes(_ text: String, of table: TradeTable) throws -> CostChanges {
    try CostChanges(
      TableReader(ByteSource(name: "changes.csv", bytes: Array(text.utf8))).read(
        numbers: CostChanges.numbers, levels: CostChanges.levels),
      countries: table.economy.countries, terms: coefficients.map(\.name))
  }

  static func experiment(_ scenario: String) throws -> TradeExperiment {
    let table = try table()
    let changed = try changes(scenario, table).applied(to: table.terms).terms
    var experiment = TradeExperiment(table.economy, terms: table.terms, changedTerms: changed)
    experiment.reference = table.economy.countries.firstIndex(of: "DEU")
    return experiment
  }

  static func effect(
    _ scenario: String, _ equilibrium: TradeEconomy.Equilibrium = .full
  ) throws -> TradeEffect {
    var experiment = try experiment(scenario)
    experiment.equilibrium = equilibrium
    return try experiment.effect(coefficients: coefficients.map(\.value), sigma: 5)
  }

  /// A file's values by country.
  static func values(_ file: String, _ column: String) throws -> [String: Double] {
    var values: [String: Double] = [:]
    for row in try Repository.rows("gegravity/" + file) {
      values[row["country"] ?? ""] = row[column].flatMap(Double.init)
    }
    return values
  }
}
