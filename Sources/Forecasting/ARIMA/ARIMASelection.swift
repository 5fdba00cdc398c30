internal import Glibc

// The automatic model: differences by Hyndman & Khandakar's rules, orders by `ARIMASearch`, and a
// forecast that does not lean on one form.
//
// Centres are a weighted mean over the thirty best forms, weights exp(−Δ/16) of their AICc; when d is
// not 1, two thirds of the weight goes to the forms found for d = 1. The spread between the forms
// enters the variance. Akaike's own weights, exp(−Δ/2), trust differences of AICc that samples this
// short cannot bear. Chosen by forecasts from rolling origins within the training parts of M3 (six
// years ahead of 1713 origins, eighteen months ahead of 946): the mean scaled error fell from 3.13
// and 0.983 for the one best form to 2.90 and 0.936.

/// What the automatic choice found: the best form, and the forms that share the forecast.
struct ARIMASelection: Sendable {
  let best: ARIMAFit
  /// Weights add up to 1.
  let members: [(fit: ARIMAFit, weight: Double)]

  /// AICc differences that divide the weight by e.
  static let softness = 16.0
  static let memberCount = 30
  /// The weight of the forms with d as tested, when it is not 1.
  static let ownShare = 1.0 / 3

  /// - Parameters:
  ///   - dense: a value a period, NaN in gaps; at least three values.
  ///   - regressors: a finite value a period each; differences are chosen for what they leave of the
  ///     values, and no more of them than leave the regressors independent.
  ///   - averages: whether near-best forms share in the forecast; only without regressors.
  init(
    _ dense: [Double], regressors: [[Double]] = [], season: Int, averages: Bool
  ) throws(ForecastingError) {
    precondition(regressors.isEmpty || !averages, "forms with regressors are not averaged")
    let rest = try RegressorCheck.residuals(dense, regressors: regressors)
    let (bridged, missing) = DifferencedSeries.bridged(rest)
    let n = dense.count - missing.count
    var m = season < n ? max(1, season) : 1
    var seasonalDifferences = try Self.seasonalDifferences(bridged, season: m)
    func areIndependent(_ d: Int, _ seasonal: Int) throws(ForecastingError) -> Bool {
      if regressors.isEmpty { return true }
      return try RegressorCheck.areIndependent(
        DifferencedSeries(
          dense, regressors: regressors, differences: d, seasonalDifferences: seasonal, season: m),
        constant: d + seasonal <= 1)
    }
    if seasonalDifferences == 1, try !areIndependent(0, 1) { seasonalDifferences = 0 }
    if seasonalDifferences == 0, n / 3 / m == 0 { m = 1 }
    let seasonal =
      seasonalDifferences == 0 ? rest : Differencing.differenced(rest, lag: m)
    var differences = Differencing.count(seasonal.filter { !$0.isNaN })
    while differences > 0, try !areIndependent(differences, seasonalDifferences) {
      differences -= 1
    }
    if try !areIndependent(differences, seasonalDifferences) { throw .collinearDrivers }
    let own = try Self.ranked(
      dense, regressors, differences: differences, seasonalDifferences: seasonalDifferences,
      season: m,
      count: averages ? Self.memberCount : 1)
    guard let first = own.first else {
      throw .noEstimate("no form has a finite likelihood")
    }
    best = first.fit
    var members = own
    if averages, differences != 1, best.aicc != nil, n > 5 + m * seasonalDifferences,
      let other = try? Self.ranked(
        dense, [], differences: 1, seasonalDifferences: seasonalDifferences, season: m,
        count: Self.memberCount), other.first?.fit.aicc != nil
    {
      members =
        own.map { ($0.fit, $0.weight * Self.ownShare) }
        + other.map { ($0.fit, $0.weight * (1 - Self.ownShare)) }
    }
    self.members = members
  }

  /// 1 when n > 2m and the season is stronger than `SeasonalStrength.threshold`.
  private static func seasonalDifferences(
    _ bridged: [Double], season m: Int
  ) throws(ForecastingError) -> Int {
    guard m > 1, bridged.count > 2 * m, !Differencing.isConstant(bridged) else { return 0 }
    let greatest = bridged.reduce(0) { max($0, abs($1)) }
    let unit = bridged.map { scalbn($0, -Int(greatest.exponent)) }
    let strength = try SeasonalStrength.measure(unit, seasonLength: m) ?? 0
    return strength > SeasonalStrength.threshold ? 1 : 0
  }

  /// The best forms of one choice of differences with weights that add up to 1.
  private static func ranked(
    _ dense: [Double], _ regressors: [[Double]], differences: Int, seasonalDifferences: Int,
    season m: Int, count: Int
  ) throws(ForecastingError) -> [(fit: ARIMAFit, weight: Double)] {
    let series = DifferencedSeries(
      dense, regressors: regressors, differences: differences,
      seasonalDifferences: seasonalDifferences, season: m)
    guard !Differencing.isConstant(series.columns[0]) else {
      let search = ARIMASearch(series, limits: ARMAOrders())
      let form = ARIMASearch.Form(orders: ARMAOrders(), constant: series.allowsConstant)
      return [(ARIMAFit(search.refinedPlain(form), of: search), 1)]
    }
    let limits = Self.limits(series)
    let search = ARIMASearch(series, limits: limits)
    var sighted = series
    if dense.count > longest {
      let last = Array(dense.suffix(longest).drop(while: \.isNaN))
      let end = DifferencedSeries(
        last, regressors: regressors.map { Array($0.suffix(last.count)) },
        differences: differences, seasonalDifferences: seasonalDifferences, season: m)
      if end.missing.count < longest / 2, !Differencing.isConstant(end.columns[0]) { sighted = end }
    }
    if series.missing.count > 8 || dense.count > longest {
      // Many gaps: the forms are found on bridged values, and only the best fitted exactly. A long
      // series: they are found on its end.
      let screen = ARIMASearch(sighted.missing.count > 8 ? sighted.filled : sighted, limits: limits)
      screen.run(patience: 2)
      let wanted = min(count, series.missing.count > 40 ? 1 : 4)
      for candidate in screen.ranked.prefix(wanted + 2) where search.ranked.count < wanted {
        search.adopt(candidate)
      }
      if search.ranked.isEmpty {
        // What suits the end may have roots on the circle over the whole.
        for constant in series.allowsConstant ? [false, true] : [false] {
          search.candidate(ARIMASearch.Form(orders: ARMAOrders(), constant: constant))
        }
      }
    } else {
      search.run(patience: m > 1 || dense.count < shortest ? patience : 2)
    }
    guard let first = search.ranked.first else { return [] }
    var found: [(fit: ARIMAFit, weight: Double)] = [
      (ARIMAFit(search.refined(first), of: search), 1)
    ]
    for candidate in search.ranked.prefix(count).dropFirst() {
      let weight = exp((first.aicc - candidate.aicc) / softness)
      if weight < 0.02 { break }
      found.append((ARIMAFit(candidate, of: search), weight))
    }
    let total = found.reduce(0) { $0 + $1.weight }
    return found.map { ($0.fit, $0.weight / total) }
  }

  private static let patience = 4
  /// Observations from which on two of the best forms have their neighbours fitted where there is no
  /// season: more of them found no better form on 100 daily series of 50 to 500 values. With a season
  /// they do, as on R's monthly `pigs`.
  private static let shortest = 150
  /// Observations beyond which the forms are found on the last ones and fitted to all: what more tells
  /// of orders is little, and a hundred thousand monthly values would take minutes.
  private static let longest = 5_000

  /// p, q ≤ 5 and P, Q ≤ 2, less for short samples and where a season costs more than it can give.
  private static func limits(_ series: DifferencedSeries) -> ARMAOrders {
    let third = (series.levels.count - series.missing.count) / 3
    let m = series.season
    // Steps of the filter before it settles times the length of its state.
    let work = min(series.count, 5_000) * m
    let most = m == 1 ? 0 : min(work <= 250_000 ? 2 : work <= 750_000 ? 1 : 0, third / m)
    let short = min(5, third, most > 0 ? m - 1 : 5)
    return ARMAOrders(ar: short, ma: short, seasonalAR: most, seasonalMA: most)
  }

  /// The weighted mean of the members' centres, and the deviations of the mixture.
  func projection(horizon: Int) -> (centres: [Double], deviations: [Double]) {
    guard members.count > 1 else { return best.projection(horizon: horizon) }
    let size = best.exponent
    var mean = [Double](repeating: 0, count: horizon)
    var square = mean
    let parts = members.map { (weight: $0.weight, path: $0.fit.projection(horizon: horizon)) }
    for part in parts {
      for h in 0..<horizon { mean[h] += part.weight * part.path.centres[h] }
    }
    for part in parts {
      for h in 0..<horizon {
        // In units of 2^e, so that squares stay in range.
        let distance = scalbn(part.path.centres[h] - mean[h], -size)
        let deviation = scalbn(part.path.deviations[h], -size)
        square[h] += part.weight * (deviation * deviation + distance * distance)
      }
    }
    return (mean, square.map { scalbn($0.squareRoot(), size) })
  }
}
