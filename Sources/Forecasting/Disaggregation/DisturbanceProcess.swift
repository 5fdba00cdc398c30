internal import Glibc

// What moves a series beside its indicators: u = L e, e white with variance σ², L lower triangular.
//
//   autoregressive   u_t = ρ u_{t−1} + e_t, stationary: u_1 = e_1/√(1 − ρ²)            Chow & Lin (1971)
//   random walk      u_t = u_{t−1} + e_t, u_0 = 0                                       Fernández (1981)
//   integrated       u_t = u_{t−1} + w_t, w_t = ρ w_{t−1} + e_t, u_0 = w_0 = 0          Litterman (1983)
//
// L is never formed: its products are recursions.

/// The process of what the indicators leave of a series.
enum DisturbanceProcess: Sendable, Equatable {
  case autoregressive(Double)
  case randomWalk
  case integrated(Double)

  /// Lᵀv in place.
  func applyTransposed(_ v: inout [Double]) {
    guard let last = v.indices.last else { return }
    switch self {
    case .autoregressive(let rho):
      for t in stride(from: last - 1, through: 0, by: -1) { v[t] += rho * v[t + 1] }
      v[0] *= Self.start(rho)
    case .randomWalk:
      for t in stride(from: last - 1, through: 0, by: -1) { v[t] += v[t + 1] }
    case .integrated(let rho):
      for t in stride(from: last - 1, through: 0, by: -1) { v[t] += v[t + 1] }
      for t in stride(from: last - 1, through: 0, by: -1) { v[t] += rho * v[t + 1] }
    }
  }

  /// L e in place.
  func apply(_ e: inout [Double]) {
    guard !e.isEmpty else { return }
    switch self {
    case .autoregressive(let rho):
      e[0] *= Self.start(rho)
      for t in 1..<max(1, e.count) { e[t] += rho * e[t - 1] }
    case .randomWalk:
      for t in 1..<max(1, e.count) { e[t] += e[t - 1] }
    case .integrated(let rho):
      for t in 1..<max(1, e.count) { e[t] += rho * e[t - 1] }
      for t in 1..<max(1, e.count) { e[t] += e[t - 1] }
    }
  }

  /// Row t of L, from its first to its (t + 1)-th element.
  func row(_ t: Int, weights: [Double]) -> [Double] {
    var row = (0...t).map { weights[t - $0] }
    if case .autoregressive(let rho) = self { row[0] *= Self.start(rho) }
    return row
  }

  /// ψ_0…ψ_{n−1}: what an innovation does to the values behind it.
  func weights(_ count: Int) -> [Double] {
    var impulse = [Double](repeating: 0, count: count)
    guard count > 0 else { return impulse }
    impulse[0] = 1
    switch self {
    case .autoregressive(let rho):
      for t in 1..<max(1, count) { impulse[t] = rho * impulse[t - 1] }
    case .randomWalk, .integrated: apply(&impulse)
    }
    return impulse
  }

  /// The deviation of a stationary start in units of σ.
  private static func start(_ rho: Double) -> Double { 1 / ((1 - rho) * (1 + rho)).squareRoot() }
}
