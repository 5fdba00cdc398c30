internal import Glibc
internal import StatisticsCore

/// Sums of squares of a sample's increments, the basis of every random walk model here.
///
/// Between neighbouring observations Δ periods apart a random walk moves by d ~ N(μΔ, σ²Δ), so that
/// unequal spacing is no obstacle.
struct Increments: Sendable {
  /// The number of increments.
  let count: Int
  /// S = ΣΔ.
  let span: Double
  /// μ̂ = Σd / S.
  let drift: Double
  /// Σ d²/Δ.
  let squares: Double

  /// - Precondition: at least two observations.
  init(_ sample: Sample) {
    precondition(sample.count >= 2, "an increment needs two observations")
    var squares = 0.0
    for i in 1..<sample.count {
      let d = sample.values[i] - sample.values[i - 1]
      squares += d * d / Double(sample.times[i] - sample.times[i - 1])
    }
    let first = sample.values[0]
    let last = sample.values[sample.count - 1]
    self.count = sample.count - 1
    self.span = Double(sample.times[sample.count - 1] - sample.times[0])
    self.drift = (last - first) / span
    self.squares = squares
    var centred = 0.0
    for i in 1..<sample.count {
      let gap = Double(sample.times[i] - sample.times[i - 1])
      let d = sample.values[i] - sample.values[i - 1] - drift * gap
      centred += d * d / gap
    }
    self.centredSquares = centred
  }

  /// Σ (d − μ̂Δ)²/Δ, summed from the deviations: no difference of large numbers.
  let centredSquares: Double
}

/// A random walk whose drift and variance are uncertain: after h periods the predictive
/// distribution is a t with ν degrees of freedom, centre y_T + h·m and scale s·√(h + h²/S).
struct RandomWalk: Sendable {
  /// y_T.
  var origin: Double
  /// m, the drift a period.
  var drift: Double
  /// s, per √period.
  var deviation: Double
  /// ν.
  var degreesOfFreedom: Double
  /// 1/S, the variance of the drift in units of σ²; 0 when the drift is known.
  var driftVariance: Double

  func component(step h: Int, weight: Double = 1) -> TMixture.Component {
    let steps = Double(h)
    return TMixture.Component(
      weight: weight, location: origin + steps * drift,
      scale: deviation * (steps + steps * steps * driftVariance).squareRoot(),
      degreesOfFreedom: degreesOfFreedom)
  }

  func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    // σ² = s²ν/χ²_ν, then μ ~ N(m, σ²/S): together a t with ν degrees of freedom at every step.
    var sigma = deviation
    if degreesOfFreedom.isFinite {
      sigma *= (degreesOfFreedom / random.chiSquared(degreesOfFreedom: degreesOfFreedom))
        .squareRoot()
    }
    let step = drift + sigma * driftVariance.squareRoot() * random.normal()
    var value = origin
    for i in path.indices {
      value += step + sigma * random.normal()
      path[i] = value
    }
  }
}
