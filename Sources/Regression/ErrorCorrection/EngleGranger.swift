internal import StatisticsCore

/// The test that y and the drivers have no long-run relation: the augmented Dickey–Fuller test of
/// the residuals of y on the drivers.
///
/// Δu_t = ρ·u_{t−1} + Σ_{j ≤ lags} δ_j·Δu_{t−j} + ε_t without deterministic terms, which the first
/// regression has. Small values of the t ratio of ρ speak for a relation.
///
/// Source: Engle & Granger (1987); p-values MacKinnon (1994), asymptotic; critical values MacKinnon
/// (2010). Checked: statsmodels `coint`.
public struct EngleGranger: Sendable, Equatable {
  /// The most drivers that the response surfaces know.
  public static let maximumDrivers = 5

  /// ρ̂ ÷ its standard error.
  public let statistic: Double
  /// Lagged differences of the residuals in the second regression.
  public let lags: Int
  /// Rows of the second regression.
  public let observations: Int
  /// P(statistic or less) without a long-run relation, for a long sample.
  public let pValue: Double
  /// At 1, 5 and 10 percent, for the number of differences.
  public let criticalValues: [Double]

  /// - Parameters:
  ///   - response: y, in time order, without gaps.
  ///   - drivers: 1 to 5, of the length of y.
  ///   - trend: whether the long-run relation has a trend besides a constant.
  ///   - lags: lagged differences of the residuals.
  /// - Throws: `RegressionError.invalid` for another number of drivers, a repeated name or a negative
  ///   lag; `.tooShort`; `.collinear`; `.exactFit` when the drivers reproduce y; `.lengthMismatch`,
  ///   `.nonFinite`.
  public init(
    _ response: Design.Term, drivers: [Design.Term], trend: Bool = false, lags: Int = 0
  ) throws(RegressionError) {
    guard (1...Self.maximumDrivers).contains(drivers.count) else {
      throw .invalid(
        argument: "drivers", detail: "\(drivers.count); 1 to \(Self.maximumDrivers) are possible")
    }
    guard (0...VectorAutoregression.maximumLags).contains(lags) else {
      throw .invalid(
        argument: "lags",
        detail: "\(lags); 0 to \(VectorAutoregression.maximumLags) are possible")
    }
    let data = try LaggedData([response] + drivers)
    let needed = max(2 * lags + 3, drivers.count + (trend ? 2 : 1) + lags + 2)
    guard data.count >= needed else { throw .tooShort(needed: needed, found: data.count) }
    var terms = [Design.Term.intercept(count: data.count)]
    if trend { terms.append(Design.Term("trend", (0..<data.count).map { Double($0 + 1) })) }
    let relation = try OLS().fit(
      Design(terms + data.variables.dropFirst()), response: data.variables[0])
    guard relation.droppedTerms.isEmpty else { throw .collinear(observations: 0..<data.count) }
    let u = relation.residuals
    let size = response.values.reduce(0) { max($0, abs($1)) }
    guard u.contains(where: { abs($0) > size * 0x1p-43 }) else { throw .exactFit }

    let changes = zip(u.dropFirst(), u).map { $0 - $1 }
    var columns = [Design.Term("level", Array(u[lags..<(u.count - 1)]))]
    for j in 0..<lags {
      columns.append(
        Design.Term(
          "difference \(j + 1)", Array(changes[(lags - j - 1)..<(changes.count - j - 1)])))
    }
    let test = try OLS().fit(
      Design(columns), response: Design.Term("change", Array(changes[lags...])))
    guard test.droppedTerms.isEmpty, let level = test["level"], level.standardError > 0 else {
      throw .exactFit
    }
    statistic = level.statistic
    self.lags = lags
    observations = test.count
    pValue = Self.pValue(level.statistic, drivers: drivers.count, trend: trend)
    criticalValues = Self.criticalValues(
      drivers: drivers.count, trend: trend, count: data.count - 1)
  }
}

extension EngleGranger {
  /// Φ of a polynomial of the statistic. Source: MacKinnon (1994), tables 3 and 4.
  static func pValue(_ statistic: Double, drivers: Int, trend: Bool) -> Double {
    let row = drivers - 1
    let surface = trend ? trendSurfaces[row] : constantSurfaces[row]
    if statistic > surface.greatest { return 1 }
    if statistic < surface.least { return 0 }
    let polynomial = statistic <= surface.border ? surface.left : surface.right
    return Normal.cumulative(polynomial.reversed().reduce(0) { $0 * statistic + $1 })
  }

  private struct Surface {
    /// Where the left tail's polynomial ends, and the ends of the surface.
    let (border, least, greatest): (Double, Double, Double)
    /// Coefficients from the constant on.
    let left: [Double]
    let right: [Double]
  }

  private static let constantSurfaces = [
    Surface(
      border: -2.62, least: -18.86, greatest: 0.92, left: [2.92, 1.5012, 0.039796],
      right: [2.1945, 0.64695, -0.29198, -0.042377]),
    Surface(
      border: -3.13, least: -23.48, greatest: 0.55, left: [3.4699, 1.4856, 0.03164],
      right: [2.5893, 0.45168, -0.36529, -0.050074]),
    Surface(
      border: -3.47, least: -28.07, greatest: 0.61, left: [3.9673, 1.4777, 0.026315],
      right: [3.0387, 0.45452, -0.33666, -0.041921]),
    Surface(
      border: -3.78, least: -25.96, greatest: 0.79, left: [4.5509, 1.5338, 0.029545],
      right: [3.5049, 0.52098, -0.29158, -0.033468]),
    Surface(
      border: -3.93, least: -23.27, greatest: 1, left: [5.1399, 1.6036, 0.034445],
      right: [3.9489, 0.58933, -0.25359, -0.02721]),
  ]

  private static let trendSurfaces = [
    Surface(
      border: -3.19, least: -21.15, greatest: 0.63, left: [3.6646, 1.5419, 0.036448],
      right: [2.85, 0.5272, -0.36622, -0.051695]),
    Surface(
      border: -3.5, least: -25.37, greatest: 0.71, left: [4.0983, 1.5173, 0.029898],
      right: [3.221, 0.5255, -0.32685, -0.041501]),
    Surface(
      border: -3.65, least: -26.63, greatest: 0.93, left: [4.5844, 1.5338, 0.028796],
      right: [3.652, 0.59758, -0.27483, -0.032081]),
    Surface(
      border: -3.8, least: -26.53, greatest: 1.19, left: [5.0722, 1.5634, 0.029472],
      right: [4.0712, 0.66428, -0.23464, -0.02546]),
    Surface(
      border: -4.36, least: -26.18, greatest: 1.42, left: [5.53, 1.5914, 0.030392],
      right: [4.4735, 0.71757, -0.20681, -0.021196]),
  ]

  /// β + β₁/T + β₂/T² + β₃/T³. Source: MacKinnon (2010), tables 2 and 3.
  static func criticalValues(drivers: Int, trend: Bool, count: Int) -> [Double] {
    let inverse = 1 / Double(count)
    let rows = trend ? trendCritical[drivers - 1] : constantCritical[drivers - 1]
    return rows.map { $0.reversed().reduce(0) { $0 * inverse + $1 } }
  }

  private static let constantCritical: [[[Double]]] = [
    [[-3.89644, -10.9519, -33.527], [-3.33613, -6.1101, -6.823], [-3.04445, -4.2412, -2.720]],
    [
      [-4.29374, -14.4354, -33.195, 47.433], [-3.74066, -8.5632, -10.852, 27.982],
      [-3.45218, -6.2143, -3.718],
    ],
    [[-4.64332, -18.1031, -37.972], [-4.09600, -11.2349, -11.175], [-3.81020, -8.3931, -4.137]],
    [
      [-4.95756, -21.8883, -45.142], [-4.41519, -14.0405, -12.575], [-4.13157, -10.7417, -3.784],
    ],
    [
      [-5.24568, -25.6688, -57.737, 88.639], [-4.70693, -16.9178, -17.492, 60.007],
      [-4.42501, -13.1875, -5.104, 27.877],
    ],
  ]

  private static let trendCritical: [[[Double]]] = [
    [
      [-4.32762, -15.4387, -35.679], [-3.78057, -9.5106, -12.074],
      [-3.49631, -7.0815, -7.538, 21.892],
    ],
    [
      [-4.66305, -18.7688, -49.793, 104.244], [-4.11890, -11.8922, -19.031, 77.332],
      [-3.83511, -9.0723, -8.504, 35.403],
    ],
    [
      [-4.96940, -22.4694, -52.599, 51.314], [-4.42871, -14.5876, -18.228, 39.647],
      [-4.14633, -11.2500, -9.873, 54.109],
    ],
    [
      [-5.25276, -26.2183, -59.631, 50.646], [-4.71537, -17.3569, -22.660, 91.359],
      [-4.43422, -13.6078, -10.238, 76.781],
    ],
    [
      [-5.51727, -29.9760, -75.222, 202.253], [-4.98228, -20.3050, -25.224, 132.03],
      [-4.70233, -16.1253, -9.836, 94.272],
    ],
  ]
}
