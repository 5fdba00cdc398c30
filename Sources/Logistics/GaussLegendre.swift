internal import Glibc

/// Nodes and weights of Gauss–Legendre quadrature on [0, 1].
///
/// Source: Newton's method on the Legendre polynomials, as in Abramowitz & Stegun (1964), 25.4.29.
struct GaussLegendre: Sendable {
  let nodes: [Double]
  let weights: [Double]

  init(count: Int) {
    var (nodes, weights) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    let n = Double(count)
    for i in 0..<count {
      var x = cos(Double.pi * (Double(i) + 0.75) / (n + 0.5))
      var derivative = 0.0
      for _ in 0..<100 {
        var (previous, current) = (1.0, x)
        for k in 2...max(2, count) where count >= 2 {
          let order = Double(k)
          (previous, current) = (
            current, ((2 * order - 1) * x * current - (order - 1) * previous) / order
          )
        }
        derivative = n * (x * current - previous) / (x * x - 1)
        let step = current / derivative
        x -= step
        if abs(step) < 1e-15 { break }
      }
      nodes[i] = (1 - x) / 2
      weights[i] = 1 / ((1 - x * x) * derivative * derivative)
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// Enough for a Gaussian over eight deviations to 1e-6 of its mass.
  static let usual = GaussLegendre(count: 24)
}
