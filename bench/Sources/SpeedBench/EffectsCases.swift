import Corridor

/// Poisson and least squares with three and four fixed effects, from columns in memory to HC1 errors.
///
/// The size is about the number of rows.
enum EffectsCases {
  static let all: [String: SpeedBench.Maker] = [
    "poisson-gravity3": { try tasks(gravity3($0), .poisson, $1) },
    "poisson-gravity4": { try tasks(gravity4($0), .poisson, $1) },
    "poisson-workers3": { try tasks(.workers(workers: $0 / 10), .poisson, $1) },
    "ols-gravity3": { try tasks(gravity3($0), .gaussian, $1) },
    "ols-gravity4": { try tasks(gravity4($0), .gaussian, $1) },
    "ols-workers3": { try tasks(.workers(workers: $0 / 10), .gaussian, $1) },
  ]

  /// Half as many years as countries: both kinds of effects grow with the panel.
  private static func gravity3(_ rows: Int) -> EffectsData {
    let countries = side(rows) { $0 * ($0 - 1) * max(5, $0 / 2) }
    return .gravity(countries: countries, years: max(5, countries / 2))
  }

  private static func gravity4(_ rows: Int) -> EffectsData {
    let sectors = 8
    let countries = side(rows) { $0 * ($0 - 1) * max(5, $0 / 2) * sectors }
    return .gravity(countries: countries, years: max(5, countries / 2), sectors: sectors)
  }

  /// The least number of countries that gives the rows.
  private static func side(_ rows: Int, _ count: (Int) -> Int) -> Int {
    var countries = 5
    while count(countries) < rows { countries += 1 }
    return countries
  }

  private static func tasks(
    _ data: EffectsData, _ family: Family, _ folder: DataFolder
  ) throws -> [BenchTask] {
    data.write(to: folder)
    let table = data.table()
    let model = RegressionModel(try Formula(data.formula), family: family)
    return [
      BenchTask(implementation: "corridor") {
        let fit = try model.fit(to: table)
        return fit.coefficients + (try CoefficientCovariance(fit, .hc1)).standardErrors
      }
    ]
  }
}
