/// Orders of an ARMA process with multiplicative seasonal factors:
/// φ(B)Φ(Bᵐ) w = θ(B)Θ(Bᵐ) ε.
struct ARMAOrders: Hashable, Sendable {
  /// p, q, P and Q.
  var ar = 0
  var ma = 0
  var seasonalAR = 0
  var seasonalMA = 0

  /// Coefficients in the order φ, θ, Φ, Θ.
  var count: Int { ar + ma + seasonalAR + seasonalMA }

  /// Places of the coefficients in a vector of all.
  var arRange: Range<Int> { 0..<ar }
  var maRange: Range<Int> { ar..<(ar + ma) }
  var seasonalARRange: Range<Int> { (ar + ma)..<(ar + ma + seasonalAR) }
  var seasonalMARange: Range<Int> { (ar + ma + seasonalAR)..<count }

  /// Degrees of the expanded polynomials for a season of m periods.
  func arDegree(_ m: Int) -> Int { ar + m * seasonalAR }
  func maDegree(_ m: Int) -> Int { ma + m * seasonalMA }

  /// Whether every order is at least that of `other`.
  func contains(_ other: ARMAOrders) -> Bool {
    ar >= other.ar && ma >= other.ma && seasonalAR >= other.seasonalAR
      && seasonalMA >= other.seasonalMA
  }

  /// Each order at most that of `limits`.
  func limited(to limits: ARMAOrders) -> ARMAOrders {
    ARMAOrders(
      ar: min(ar, limits.ar), ma: min(ma, limits.ma),
      seasonalAR: min(seasonalAR, limits.seasonalAR),
      seasonalMA: min(seasonalMA, limits.seasonalMA))
  }

  /// The coefficients of a process of orders `other` as those of this one: what is new is zero,
  /// what has no place is left out.
  func adopting(_ coefficients: [Double], of other: ARMAOrders) -> [Double] {
    func part(_ range: Range<Int>, _ size: Int) -> [Double] {
      (0..<size).map { $0 < range.count ? coefficients[range.lowerBound + $0] : 0 }
    }
    return part(other.arRange, ar) + part(other.maRange, ma)
      + part(other.seasonalARRange, seasonalAR) + part(other.seasonalMARange, seasonalMA)
  }
}
