internal import Glibc

/// A series differenced d times and D times over a season, with the regressors of an ARIMA model, all
/// divided by a power of two so that the differences are of size 1.
struct DifferencedSeries: Sendable {
  let differences: Int
  let seasonalDifferences: Int
  /// m.
  let season: Int
  /// e: values are 2^e times what stands here.
  let exponent: Int
  /// The levels, gaps bridged by straight lines.
  let levels: [Double]
  /// Places of the bridged values.
  let missing: [Int]
  /// Levels of the regressors, each divided by a power of two so that its differences are of size 1.
  let regressors: [[Double]]
  /// e of each regressor.
  let regressorExponents: [Int]
  /// The differenced series, a dummy for each missing value, the differenced regressors, and the
  /// constant where one is allowed.
  let columns: [[Double]]

  var lost: Int { differences + season * seasonalDifferences }
  var count: Int { columns[0].count }
  /// n*: observations less those lost to differencing.
  var observed: Int { count - missing.count }
  var allowsConstant: Bool { differences + seasonalDifferences <= 1 }

  /// - Parameters:
  ///   - dense: a value a period, NaN in gaps; the first and the last are no gaps.
  ///   - regressors: a finite value a period each.
  init(
    _ dense: [Double], regressors: [[Double]] = [], differences: Int, seasonalDifferences: Int,
    season: Int
  ) {
    self.differences = differences
    self.seasonalDifferences = seasonalDifferences
    self.season = season
    let (bridged, missing) = Self.bridged(dense)
    let size = Self.exponent(bridged)
    var levels = bridged.map { scalbn($0, -size) }
    func difference(_ x: [Double]) -> [Double] {
      var x = x
      for _ in 0..<seasonalDifferences {
        x = Differencing.differenced(x, lag: season)
      }
      for _ in 0..<differences { x = Differencing.differenced(x, lag: 1) }
      return x
    }
    var series = difference(levels)
    let second = Self.sizeExponent(series)
    levels = levels.map { scalbn($0, -second) }
    series = series.map { scalbn($0, -second) }
    self.levels = levels
    self.missing = missing
    self.exponent = size + second
    var columns = [series]
    for place in missing {
      var dummy = [Double](repeating: 0, count: levels.count)
      dummy[place] = 1
      columns.append(difference(dummy))
    }
    var (scaled, exponents): ([[Double]], [Int]) = ([], [])
    for regressor in regressors {
      let first = Self.exponent(regressor)
      let unit = regressor.map { scalbn($0, -first) }
      let column = difference(unit)
      let own = Self.sizeExponent(column)
      scaled.append(unit.map { scalbn($0, -own) })
      exponents.append(first + own)
      columns.append(column.map { scalbn($0, -own) })
    }
    self.regressors = scaled
    regressorExponents = exponents
    if differences + seasonalDifferences <= 1 {
      // The differences of 1, 2, …, n, or the ones themselves.
      let value = seasonalDifferences == 1 ? Double(season) : 1
      columns.append([Double](repeating: value, count: series.count))
    }
    self.columns = columns
  }

  /// The same with the bridged values taken for observed ones.
  var filled: DifferencedSeries {
    DifferencedSeries(
      levels, regressors: regressors, differences: differences,
      seasonalDifferences: seasonalDifferences, season: season)
  }

  /// Each gap has a column in the least squares of every likelihood: to be called before one is made.
  ///
  /// - Throws: `.tooSparse` when that is more work than a fit is worth.
  static func checkGaps(_ dense: [Double]) throws(ForecastingError) {
    let gaps = dense.count { $0.isNaN }
    guard Double(dense.count) * Double(gaps) * Double(gaps) <= 1e7,
      gaps <= max(40, 3 * (dense.count - gaps))
    else {
      throw .tooSparse(observations: dense.count - gaps, periods: dense.count)
    }
  }

  /// The exponent of the root of the mean square, 0 for zeros.
  private static func sizeExponent(_ x: [Double]) -> Int {
    let square = x.reduce(0) { $0 + $1 * $1 }
    let deviation = x.isEmpty ? 0 : (square / Double(x.count)).squareRoot()
    return deviation > 0 ? Int(deviation.exponent) : 0
  }

  /// The exponent of the greatest value.
  private static func exponent(_ values: [Double]) -> Int {
    let greatest = values.reduce(0) { max($0, abs($1)) }
    return greatest > 0 ? Int(greatest.exponent) + 1 : 0
  }

  /// Straight lines over the gaps.
  static func bridged(_ dense: [Double]) -> (values: [Double], missing: [Int]) {
    var values = dense
    var missing: [Int] = []
    var last = 0
    for i in dense.indices where !dense[i].isNaN {
      for k in (last + 1)..<max(i, last + 1) {
        let share = Double(k - last) / Double(i - last)
        values[k] = values[last] * (1 - share) + values[i] * share
        missing.append(k)
      }
      last = i
    }
    return (values, missing)
  }

  /// The last levels of a regressor in the order of time: what integration starts from. Regressors
  /// are numbered as in `columns` from 1; the trend of a drift is 0 in the last period.
  func trailingLevels(regressor: Int) -> [Double] {
    (0..<lost).map { i in
      let place = levels.count - lost + i
      if regressor <= missing.count { return missing[regressor - 1] == place ? 1 : 0 }
      let own = regressor - missing.count - 1
      if own < regressors.count { return regressors[own][place] }
      return Double(i - lost + 1)
    }
  }
}
