internal import StatisticsCore

/// The density of a mixture of normals at many places: four components at once.
struct NormalMixtureDensity {
  private typealias Four = VectorExponential.Four

  private var means: [Four] = []
  /// 1/σ·√½, so that a square of it is what the exponential takes.
  private var rates: [Four] = []
  /// w/(σ√2π); 0 where there is no component.
  private var heights: [Four] = []

  init(means: [Double], deviations: [Double], weights: [Double]) {
    for start in stride(from: 0, to: means.count, by: 4) {
      var (mean, rate, height) = (Four.zero, Four.zero, Four.zero)
      for j in start..<min(start + 4, means.count) {
        mean[j - start] = means[j]
        rate[j - start] = 0.5.squareRoot() / deviations[j]
        height[j - start] = weights[j] * Normal.density(0) / deviations[j]
      }
      self.means.append(mean)
      rates.append(rate)
      heights.append(height)
    }
  }

  func density(_ x: Double) -> Double {
    var sum = Four.zero
    for i in means.indices {
      let z: Four = (x - means[i]) * rates[i]
      let exponent: Four = -(z * z)
      // Beyond that a component adds nothing that a double would hold.
      let near = exponent.replacing(with: -700, where: exponent .< -700)
      sum += heights[i] * VectorExponential.exp(near)
    }
    return sum.sum()
  }
}
