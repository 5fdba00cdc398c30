internal import Glibc
internal import Regression

/// What is not in the drivers, on the log scale: how much it varies and how it goes on.
package struct ResidualProcess: Sendable {
  /// Whose residuals speak.
  package enum Basis: Sendable, Equatable {
    /// All rows of the fit.
    case regression
    /// The chosen rows alone: few, and taken around their own mean.
    case ownRows
    /// Pairs of the panel, of any size, or between 1/size and size times the chosen one.
    case pairs(size: Double?)
  }

  package let basis: Basis
  /// Why the basis is not the one that was asked for; nil when it is.
  package let fallback: String?
  package let deviation: Double
  /// From one period to the next.
  package let autocorrelation: Double
  /// The share of a residual that is left after a period: the autocorrelation, or what the error
  /// correction says.
  var persistence: Double
  /// Residuals behind it.
  package let count: Int
  /// Pairs behind it; nil without a panel.
  package let pairs: Int?
  package let degreesOfFreedom: Double
  /// The deviation of a period's change where nothing shows that a residual dies out; nil where it
  /// does, or is taken to.
  package var wandering: Double?
  /// The residual in the base period, of which a share is left later; nil where it is not known.
  package var last: Double?

  init(
    basis: Basis, fallback: String? = nil, deviation: Double, autocorrelation: Double, count: Int,
    pairs: Int? = nil, degreesOfFreedom: Double
  ) {
    self.basis = basis
    self.fallback = fallback
    self.deviation = deviation
    self.autocorrelation = autocorrelation
    persistence = autocorrelation
    self.count = count
    self.pairs = pairs
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The share of a residual that is left after so many periods.
  package func left(_ periods: Int) -> Double {
    wandering == nil ? pow(persistence, Double(periods)) : 1
  }

  /// The mean of the residual's change: what is known of it dies out.
  func change(_ periods: Int) -> Double { last.map { (left(periods) - 1) * $0 } ?? 0 }

  /// The variance of the residual's change. Where the residual of the base is not known both ends vary.
  func changeVariance(_ periods: Int) -> Double {
    if let wandering { return wandering * wandering * Double(periods) }
    let rest = left(periods)
    let variance = deviation * deviation
    return last == nil ? 2 * variance * (1 - rest) : variance * (1 - rest * rest)
  }
}

extension ResidualProcess {
  /// The residuals' deviation and first-order autocorrelation, of the whole fit in order of time, or of
  /// some rows around their own mean.
  ///
  /// - Parameters:
  ///   - places: of the rows in the frame, in order of time; nil for all.
  ///   - spacing: periods from one row to the next where no column says when a row was.
  ///   - fallback: why these rows speak.
  /// - Throws: `RegressionError.tooShort` under five residuals or three degrees of freedom, `.exactFit`.
  init(
    _ fit: RegressionFit, places chosen: [Int]?, spacing: Int, fallback: String? = nil
  ) throws(RegressionError) {
    let places = chosen ?? fit.frame.order ?? Array(0..<fit.count)
    let isSubset = chosen != nil
    let values = places.map { place in
      let (y, mu) = (fit.frame.response.values[place], fit.fitted[place])
      return fit.family == .gaussian ? y - mu : log(y / mu)
    }
    guard values.allSatisfy(\.isFinite), values.count >= 5 else {
      throw .tooShort(needed: 5, found: values.count { $0.isFinite })
    }
    let n = Double(values.count)
    let freedom = isSubset ? n - 1 : Double(fit.degreesOfFreedom)
    guard freedom >= 3 else { throw .tooShort(needed: fit.parameterCount + 3, found: fit.count) }
    let mean = isSubset ? values.reduce(0, +) / n : 0
    var (square, product) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      square += (value - mean) * (value - mean)
      if i > 0 { product += (value - mean) * (values[i - 1] - mean) }
    }
    guard square > 0 else { throw .exactFit }
    // From one row to the next, some periods apart.
    var step = Double(spacing)
    if let ordinals = fit.frame.ordinals {
      let times = places.map { ordinals[$0] }
      let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
      step = Double(max(1, gaps[gaps.count / 2]))
    }
    // Negative autocorrelation from row to row says nothing of single periods.
    let between = min(max(product / square, 0), 0.99)
    self.init(
      basis: isSubset ? .ownRows : .regression, fallback: fallback,
      deviation: (square / freedom).squareRoot(), autocorrelation: pow(between, 1 / step),
      count: values.count, degreesOfFreedom: freedom)
  }
}
