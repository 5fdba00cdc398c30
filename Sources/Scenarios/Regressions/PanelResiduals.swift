internal import Glibc
internal import Regression
internal import SeriesCore

/// The deviations of the pairs of a panel from its fit, over time.
///
/// A pair's deviation is ln(actual ÷ fitted), of one direction or of both added up. What it varies by is
/// read from its changes over one wave, two waves, …: the mean square of all pairs' changes over k
/// periods is 2σ²(1 − ρ^k) when deviations follow a first-order autoregression around a level of the
/// pair's own. Changes do not know that level, so that no short pair pulls ρ down as deviations around
/// its own mean do (Nickell 1981); σ and ρ are least squares through these means, weighted by the number
/// of changes (minimum distance, as MaCurdy 1982 and Abowd & Card 1989 read panels of earnings).
struct PanelResiduals {
  /// Which pairs are pooled, as a scenario says it.
  struct Plan: Sendable, Equatable {
    /// The column that says when a row was.
    let period: String
    /// Whether the two directions of a pair are added up.
    let bothWays: Bool
    /// Pairs between 1/size and size times the chosen one count; nil for all.
    let size: Double?
  }

  /// Fewer pairs than these are no panel to pool.
  static let leastPairs = 10

  /// Of one pair.
  struct Pair {
    /// Mean of the fitted values.
    let size: Double
    /// By period, rising; those of which the actual value is zero are left out.
    let deviations: [(period: Int, value: Double)]
  }

  let pairs: [Pair]
  /// The pair that is projected.
  let own: Pair?

  /// - Parameters:
  ///   - chosen: a level of each of the columns that name a pair.
  ///   - axis: of the periods.
  init(
    _ fit: RegressionFit, table: DataTable, chosen: [(column: String, level: String)], plan: Plan,
    axis: PeriodAxis
  ) {
    struct Sums {
      var (actual, fitted, count) = (0.0, 0.0, 0)
    }
    let columns = chosen.compactMap { table.levels($0.column) }
    guard columns.count == chosen.count, let periods = table.levels(plan.period) else {
      (pairs, own) = ([], nil)
      return
    }
    let ordinals = periods.names.map { PeriodText($0).flatMap { axis.ordinal(of: $0) } }
    func key(_ levels: [String]) -> [String] { plan.bothWays ? levels.sorted() : levels }
    var sums: [[String]: [Int: Sums]] = [:]
    let formula = fit.frame.formula
    for (place, row) in fit.frame.rows.enumerated() {
      guard periods.codes[row] >= 0, let period = ordinals[Int(periods.codes[row])] else {
        continue
      }
      let pair = key(columns.map { $0.names[Int($0.codes[row])] })
      var sum = sums[pair, default: [:]][period] ?? Sums()
      sum.actual += formula.natural(fit.frame.response.values[place])
      sum.fitted += formula.natural(fit.fitted[place])
      sum.count += 1
      sums[pair, default: [:]][period] = sum
    }
    let directions = plan.bothWays ? 2 : 1
    func pair(_ byPeriod: [Int: Sums]) -> Pair? {
      // One direction of two is another quantity.
      let whole = byPeriod.filter {
        $0.value.count == directions && $0.value.actual > 0 && $0.value.fitted > 0
      }
      guard !whole.isEmpty else { return nil }
      let rows = whole.sorted { $0.key < $1.key }
      return Pair(
        size: rows.reduce(0) { $0 + $1.value.fitted } / Double(rows.count),
        deviations: rows.map { ($0.key, log($0.value.actual / $0.value.fitted)) })
    }
    own = sums[key(chosen.map(\.level))].flatMap(pair)
    // In an order that does not hang on hashes: sums of doubles do.
    pairs = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { pair($0.value) }
  }

  init(pairs: [Pair], own: Pair?) {
    self.pairs = pairs
    self.own = own
  }

  /// Mean squares of changes by the periods between them.
  struct Change {
    let periods: Int
    let count: Int
    let meanSquare: Double
  }

  static func changes(_ pairs: [Pair]) -> [Change] {
    var sums: [Int: (square: Double, count: Int)] = [:]
    for pair in pairs {
      for (i, first) in pair.deviations.enumerated() {
        for second in pair.deviations.dropFirst(i + 1) {
          let change = second.value - first.value
          let old = sums[second.period - first.period] ?? (0, 0)
          sums[second.period - first.period] = (old.square + change * change, old.count + 1)
        }
      }
    }
    return sums.sorted { $0.key < $1.key }.map {
      Change(
        periods: $0.key, count: $0.value.count,
        meanSquare: $0.value.square / Double($0.value.count))
    }
  }

  /// The process of the pairs of the plan's size; of all pairs where these are too few, with the reason;
  /// nil where no pairs tell one.
  func process(_ plan: Plan) -> ResidualProcess? {
    if let size = plan.size {
      guard let own else {
        return process(pairs, size: nil, fallback: "the pair itself is not in the fit")
      }
      let alike = pairs.filter { $0.size >= own.size / size && $0.size <= own.size * size }
      if let process = process(alike, size: size, fallback: nil) { return process }
      return process(
        pairs, size: nil, fallback: "only \(alike.count) pairs are of the pair's size")
    }
    return process(pairs, size: nil, fallback: nil)
  }

  private func process(_ pairs: [Pair], size: Double?, fallback: String?) -> ResidualProcess? {
    let told = pairs.filter { $0.deviations.count > 1 }
    let changes = Self.changes(told)
    guard told.count >= Self.leastPairs, changes.count > 1,
      changes.contains(where: { $0.meanSquare > 0 })
    else { return nil }
    let (deviation, autocorrelation) = Self.fit(changes)
    return ResidualProcess(
      basis: .pairs(size: size), fallback: fallback, deviation: deviation,
      autocorrelation: autocorrelation, count: told.reduce(0) { $0 + $1.deviations.count },
      pairs: told.count, degreesOfFreedom: Double(told.count - 1))
  }

  /// σ and ρ of least squares through the mean squares of changes. ρ is at most 0.9999, where a residual
  /// halves in 7,000 periods.
  static func fit(_ changes: [Change]) -> (deviation: Double, autocorrelation: Double) {
    func scale(_ rho: Double) -> (scale: Double, error: Double) {
      var (product, square) = (0.0, 0.0)
      for change in changes {
        let shape = 1 - pow(rho, Double(change.periods))
        product += Double(change.count) * shape * change.meanSquare
        square += Double(change.count) * shape * shape
      }
      let scale = product / square
      let error = changes.reduce(0.0) { sum, change in
        let rest = change.meanSquare - scale * (1 - pow(rho, Double(change.periods)))
        return sum + Double(change.count) * rest * rest
      }
      return (scale, error)
    }
    // The error may have two lows: the best of a grid, then golden section beside it.
    let grid = (0..<100).map { Double($0) / 100 } + [0.9999]
    let best = grid.indices.min { scale(grid[$0]).error < scale(grid[$1]).error } ?? 0
    var (low, high) = (grid[max(0, best - 1)], grid[min(grid.count - 1, best + 1)])
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<80 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if scale(a).error <= scale(b).error { high = b } else { low = a }
    }
    let rho = (low + high) / 2
    return ((scale(rho).scale / 2).squareRoot(), rho)
  }
}
