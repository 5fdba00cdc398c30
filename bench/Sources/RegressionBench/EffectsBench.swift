import Corridor

/// Poisson and least-squares regressions with three and four fixed effects, from columns in memory
/// to HC1 standard errors. Data and estimates go to a folder, where `ppml_peers.py` finds them.
enum EffectsBench {
  static let header = "case,data,family,rows,seconds,formula,coefficients,errors"

  static func run(_ repetitions: Int, folder: String, only: String) throws {
    print(header)
    for make in sets {
      let data = make()
      guard data.name.contains(only) else { continue }
      data.write(to: folder)
      let table = data.table()
      try fit(data, table, .poisson, repetitions, searches: true)
      try fit(data, table, .poisson, repetitions, searches: false)
      try fit(data, table, .gaussian, repetitions, searches: true)
    }
  }

  private static let sets: [@Sendable () -> EffectsData] = [
    { .gravity("gravity3_1e5", countries: 60, years: 28) },
    { .gravity("gravity4_1e5", countries: 30, years: 15, sectors: 8) },
    { .workers("workers3_1e5", workers: 10_000) },
    { .gravity("gravity3_1e6", countries: 150, years: 45) },
    { .gravity("gravity4_1e6", countries: 50, years: 20, sectors: 20) },
    { .workers("workers3_1e6", workers: 100_000) },
  ]

  private static func fit(
    _ data: EffectsData, _ table: DataTable, _ family: Family, _ repetitions: Int, searches: Bool
  ) throws {
    var model = RegressionModel(try Formula(data.formula), family: family)
    model.searchesSeparation = searches
    var best = Double.infinity
    var estimates = (coefficients: [Double](), errors: [Double](), count: 0)
    for _ in 0..<repetitions {
      let seconds = try Timing.seconds {
        let fit = try model.fit(to: table)
        let covariance = try CoefficientCovariance(fit, .hc1)
        estimates = (fit.coefficients, covariance.standardErrors, fit.count)
      }
      best = min(best, seconds)
    }
    let kind = family == .gaussian ? "ols" : searches ? "poisson" : "poisson_groups_only"
    let fields = [
      "\(kind)_\(data.name)", data.name, "\(family)", "\(data.rows)", "\(best)", data.formula,
      estimates.coefficients.map { "\($0)" }.joined(separator: ";"),
      estimates.errors.map { "\($0)" }.joined(separator: ";"),
    ]
    print(fields.joined(separator: ","))
  }
}
