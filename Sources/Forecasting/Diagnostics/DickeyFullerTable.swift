/// Quantiles of the Dickey–Fuller statistics.
enum DickeyFullerTable {
  private static let counts = [25.0, 50, 100, 250, 500, 100_000]
  private static let levels = [0.01, 0.025, 0.05, 0.1, 0.9, 0.95, 0.975, 0.99]

  /// Rows by sample size, columns by level. Source: Fuller (1976), table 8.5.2.
  private static func quantiles(_ terms: DickeyFuller.Terms) -> [[Double]] {
    switch terms {
    case .none:
      [
        [-2.66, -2.26, -1.95, -1.60, 0.92, 1.33, 1.70, 2.16],
        [-2.62, -2.25, -1.95, -1.61, 0.91, 1.31, 1.66, 2.08],
        [-2.60, -2.24, -1.95, -1.61, 0.90, 1.29, 1.64, 2.03],
        [-2.58, -2.23, -1.95, -1.62, 0.89, 1.29, 1.63, 2.01],
        [-2.58, -2.23, -1.95, -1.62, 0.89, 1.28, 1.62, 2.00],
        [-2.58, -2.23, -1.95, -1.62, 0.89, 1.28, 1.62, 2.00],
      ]
    case .drift:
      [
        [-3.75, -3.33, -3.00, -2.63, -0.37, 0.00, 0.34, 0.72],
        [-3.58, -3.22, -2.93, -2.60, -0.40, -0.03, 0.29, 0.66],
        [-3.51, -3.17, -2.89, -2.58, -0.42, -0.05, 0.26, 0.63],
        [-3.46, -3.14, -2.88, -2.57, -0.42, -0.06, 0.24, 0.62],
        [-3.44, -3.13, -2.87, -2.57, -0.43, -0.07, 0.24, 0.61],
        [-3.43, -3.12, -2.86, -2.57, -0.44, -0.07, 0.23, 0.60],
      ]
    case .trend:
      [
        [-4.38, -3.95, -3.60, -3.24, -1.14, -0.80, -0.50, -0.15],
        [-4.15, -3.80, -3.50, -3.18, -1.19, -0.87, -0.58, -0.24],
        [-4.04, -3.73, -3.45, -3.15, -1.22, -0.90, -0.62, -0.28],
        [-3.99, -3.69, -3.43, -3.13, -1.23, -0.92, -0.64, -0.31],
        [-3.98, -3.68, -3.42, -3.13, -1.24, -0.93, -0.65, -0.32],
        [-3.96, -3.66, -3.41, -3.12, -1.25, -0.94, -0.66, -0.33],
      ]
    }
  }

  /// The level of a statistic, by straight lines in sample size and then in the statistic.
  static func pValue(_ statistic: Double, _ terms: DickeyFuller.Terms, count: Int) -> Double {
    let table = quantiles(terms)
    let row = levels.indices.map { column in
      SeriesValues.interpolate(counts, table.map { $0[column] }, at: Double(count))
    }
    return SeriesValues.interpolate(row, levels, at: statistic)
  }

  /// At 1, 5 and 10 percent: β + β₁/T + β₂/T² + β₃/T³.
  ///
  /// Source: MacKinnon (2010), tables 1–3, one variable.
  static func criticalValues(_ terms: DickeyFuller.Terms, count: Int) -> [Double] {
    let surface: [[Double]]
    switch terms {
    case .none:
      surface = [
        [-2.56574, -2.2358, -3.627, 0], [-1.94100, -0.2686, -3.365, 31.223],
        [-1.61682, 0.2656, -2.714, 25.364],
      ]
    case .drift:
      surface = [
        [-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.040],
        [-2.56677, -1.5384, -2.809, 0],
      ]
    case .trend:
      surface = [
        [-3.95877, -9.0531, -28.428, -134.155], [-3.41049, -4.3904, -9.036, -45.374],
        [-3.12705, -2.5856, -3.925, -22.380],
      ]
    }
    let inverse = 1 / Double(count)
    return surface.map { $0.reversed().reduce(0) { $0 * inverse + $1 } }
  }

  /// At 1, 5 and 10 percent, the row of the least sample size over `count`, as urca reads it.
  ///
  /// Source: Dickey & Fuller (1981), tables IV–VI. For φ₃ at 250, urca 1.3 repeats two values of the
  /// row of 100 (6.49, 5.47); gretl's copy of the table has 6.34 and 5.39.
  static func jointCriticalValues(_ name: String, count: Int) -> [Double] {
    let table: [[Double]]
    switch name {
    case "phi1":
      table = [
        [7.88, 5.18, 4.12], [7.06, 4.86, 3.94], [6.70, 4.71, 3.86], [6.52, 4.63, 3.81],
        [6.47, 4.61, 3.79], [6.43, 4.59, 3.78],
      ]
    case "phi2":
      table = [
        [8.21, 5.68, 4.67], [7.02, 5.13, 4.31], [6.50, 4.88, 4.16], [6.22, 4.75, 4.07],
        [6.15, 4.71, 4.05], [6.09, 4.68, 4.03],
      ]
    default:
      table = [
        [10.61, 7.24, 5.91], [9.31, 6.73, 5.61], [8.73, 6.49, 5.47], [8.43, 6.34, 5.39],
        [8.34, 6.30, 5.36], [8.27, 6.25, 5.34],
      ]
    }
    let starts = [25, 50, 100, 250, 500]
    return table[starts.filter { $0 <= count }.count]
  }
}
