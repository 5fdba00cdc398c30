internal import Glibc
internal import StatisticsCore

/// What a vector autoregression is held to be before the data are seen: each variable follows itself one
/// period back, the more surely the further back a lag lies.
///
/// Σ ~ IW(Ψ, K + 2) and vec B | Σ ~ N(vec B₀, Σ ⊗ Ω) with B₀ zero but for `mean` at the own first lag, and
///
///     Ω = λ²/(l²·ψ_j) at lag l of variable j,
///
/// so that a coefficient's variance is λ²/l²·Σ_ii/ψ_j. Deterministic terms have a flat prior. ψ_j is the
/// residual variance of an autoregression of order one with a constant on all observations of variable j.
/// λ → 0 is the prior itself, λ → ∞ least squares.
///
/// `sumOfCoefficients`, μ, adds K observations that say: at the level of the first observations each
/// variable stays where it is, as a unit root of its own would. `initialObservation`, δ, adds one that says
/// the same of all variables and the constant together. Small values hold them to it, ∞ leaves them free.
///
/// Source: Doan, Litterman & Sims (1984), Sims & Zha (1998); in this form and with these hyperpriors Giannone,
/// Lenza & Primiceri (2015), who let ψ vary too: here it is fixed, as Bańbura, Giannone & Reichlin (2010) do.
package struct MinnesotaPrior: Sendable, Equatable {
  /// A hyperparameter that is given, or that the marginal likelihood weighs.
  package enum Tightness: Sendable, Equatable {
    /// Over 0.
    case given(Double)
    /// Integrated out under its hyperprior: the forecasts carry its uncertainty.
    case weighed
  }

  /// λ. Its hyperprior is a gamma distribution with mode 0.2 and standard deviation 0.4.
  package var overall: Tightness
  /// μ, under a gamma distribution with mode and standard deviation 1; nil for no such observations.
  package var sumOfCoefficients: Tightness?
  /// δ, under the same; nil for no such observation.
  package var initialObservation: Tightness?
  /// The coefficient of each variable's own first lag: one number for all, or one a variable. 1 is a random
  /// walk, 0 white noise.
  package var mean: [Double]

  /// The variance of the constant, in units of the error variance; nil for a flat prior. For comparison
  /// with programs that take a large number.
  package var constantVariance: Double?

  /// Makes the prior; the fit refuses values that are not over 0, and means that are neither one nor one
  /// a variable.
  package init(
    overall: Tightness = .weighed, sumOfCoefficients: Tightness? = nil,
    initialObservation: Tightness? = nil, mean: [Double] = [1]
  ) {
    self.overall = overall
    self.sumOfCoefficients = sumOfCoefficients
    self.initialObservation = initialObservation
    self.mean = mean
  }

  /// The means of so many variables.
  func means(_ size: Int) throws(RegressionError) -> [Double] {
    guard mean.count == 1 || mean.count == size, mean.allSatisfy(\.isFinite) else {
      throw .invalid(
        argument: "prior mean", detail: "\(mean.count) numbers; one, or one for each of \(size)")
    }
    return mean.count == size ? mean : Array(repeating: mean[0], count: size)
  }

  /// - Throws: `.invalid` for a tightness that is not over 0 and finite.
  func requirePossible() throws(RegressionError) {
    let all = [
      ("tightness", overall), ("sum of coefficients", sumOfCoefficients),
      ("initial observation", initialObservation),
    ]
    for (name, tightness) in all {
      guard case .given(let value)? = tightness else { continue }
      guard value > 0, value <= Self.largest, value >= 1 / Self.largest else {
        throw .invalid(argument: name, detail: "\(value); a number over 0 is needed")
      }
    }
  }

  /// Beyond it a prior says nothing that a double could hold beside the data.
  package static let largest = 1e9
}

/// Values of the hyperparameters.
package struct Hyperparameters: Sendable, Equatable {
  /// λ.
  package var overall: Double
  /// μ; nil for no such observations.
  package var sum: Double?
  /// δ; nil for no such observation.
  package var initial: Double?

  package init(overall: Double, sum: Double? = nil, initial: Double? = nil) {
    self.overall = overall
    self.sum = sum
    self.initial = initial
  }
}

/// A gamma distribution by its mode and standard deviation, on the logarithm of its variable.
struct GammaHyperprior {
  let shape: Double
  let scale: Double

  static let overall = GammaHyperprior(mode: 0.2, deviation: 0.4)
  static let observations = GammaHyperprior(mode: 1, deviation: 1)

  /// With k·θ² the variance and (k − 1)·θ the mode.
  init(mode: Double, deviation: Double) {
    let ratio = mode * mode / (deviation * deviation)
    shape = (2 + ratio + ((4 + ratio) * ratio).squareRoot()) / 2
    scale = deviation / shape.squareRoot()
  }

  /// The logarithm of the density of log x.
  func logDensity(ofLog x: Double) -> Double {
    shape * (x - log(scale)) - exp(x) / scale - SpecialFunctions.logGamma(shape)
  }
}
