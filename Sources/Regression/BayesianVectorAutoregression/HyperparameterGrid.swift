internal import Glibc
internal import StatisticsCore

/// The values of the hyperparameters that are weighed: a grid of their logarithms.
///
/// The integrands are smooth on that scale and fall off at both ends, where equal weights at equal steps are
/// exact to many digits. A hyperparameter that is given has one value.
struct HyperparameterGrid: Sendable {
  let points: [Hyperparameters]
  /// The logarithm of the hyperprior's density times the step, by point.
  let logPrior: [Double]

  /// Ends and number of values of λ. Under 0.005 lags count for nothing beside the prior, and over 10 the
  /// hyperprior has nothing left.
  static let overall = (low: 0.005, high: 10.0, count: 61)
  /// The same of μ and δ.
  static let observations = (low: 0.05, high: 10.0, count: 9)

  init(_ prior: MinnesotaPrior) {
    let overall = Self.axis(prior.overall, Self.overall, .overall)
    func optional(_ tightness: MinnesotaPrior.Tightness?) -> [(value: Double?, weight: Double)] {
      guard let tightness else { return [(nil, 0)] }
      return Self.axis(tightness, Self.observations, .observations).map { ($0.value, $0.weight) }
    }
    let (sums, initials) = (
      optional(prior.sumOfCoefficients), optional(prior.initialObservation)
    )
    var points: [Hyperparameters] = []
    var logPrior: [Double] = []
    for first in overall {
      for second in sums {
        for third in initials {
          points.append(.init(overall: first.value, sum: second.value, initial: third.value))
          logPrior.append(first.weight + second.weight + third.weight)
        }
      }
    }
    self.points = points
    self.logPrior = logPrior
  }

  private static func axis(
    _ tightness: MinnesotaPrior.Tightness, _ range: (low: Double, high: Double, count: Int),
    _ hyperprior: GammaHyperprior
  ) -> [(value: Double, weight: Double)] {
    if case .given(let value) = tightness { return [(value, 0)] }
    let step = log(range.high / range.low) / Double(range.count - 1)
    return (0..<range.count).map { i in
      let place = log(range.low) + Double(i) * step
      return (exp(place), hyperprior.logDensity(ofLog: place) + log(step))
    }
  }
}

/// Weights of a grid's points that sum to one, from their logarithms.
struct GridWeights: Sendable {
  let weights: [Double]
  /// The logarithm of the sum before it was made one.
  let logSum: Double
  private let cumulative: [Double]

  init(logarithms: [Double]) {
    let largest = logarithms.max() ?? 0
    let raw = logarithms.map { exp($0 - largest) }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
    logSum = largest + log(sum)
    var (total, cumulative) = (0.0, [Double]())
    for weight in weights {
      total += weight
      cumulative.append(total)
    }
    self.cumulative = cumulative
  }

  /// The place of the greatest weight.
  var best: Int { weights.indices.max { weights[$0] < weights[$1] } ?? 0 }

  /// The point below which a share of the weight lies.
  func place(_ share: Double) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < share * (cumulative.last ?? 1) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
