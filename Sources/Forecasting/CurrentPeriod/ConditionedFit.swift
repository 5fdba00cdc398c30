internal import Glibc
package import Regression
package import SeriesCore
package import StatisticsCore

/// A model that has heard evidence of the next period, a noisy observation of it.
///
/// With p the model's own distribution of the next working value and the evidence a normal of centre m and
/// standard deviation s, that value has the density ∝ p(z)·φ((z − m)/s). It is cut into pieces of equal
/// probability; each is a normal with the piece's mean and spread, and behind each stands the model
/// fitted to the observations with that mean as one more. Evidence without spread gives one piece, which
/// is an observation; evidence that says nothing is none.
package struct ConditionedFit: FittedModel {
  struct Piece: Sendable {
    let mean: Double
    let spread: Double
    /// Fitted with `mean` as one more observation.
    let fit: any FittedModel
  }

  /// How many pieces: with 16 the variance between them is 99 % of the whole.
  static let pieces = 16
  /// Cells of the grid on which the density is integrated.
  private static let cells = 2000

  private let own: any FittedModel
  let parts: [Piece]

  /// - Parameters:
  ///   - own: the model without the evidence.
  ///   - evidence: on the working scale; a spread of 0 or more, finite.
  ///   - refit: the model with one more observation, on the working scale.
  init(
    _ own: any FittedModel, evidence: (centre: Double, spread: Double),
    refit: (Double) throws(ForecastingError) -> any FittedModel
  ) throws(ForecastingError) {
    self.own = own
    var parts: [Piece] = []
    for piece in Self.cut(own.predictive(horizon: 1)[0], evidence) {
      parts.append(Piece(mean: piece.mean, spread: piece.spread, fit: try refit(piece.mean)))
    }
    self.parts = parts
  }

  private init(_ own: any FittedModel, parts: [Piece]) {
    self.own = own
    self.parts = parts
  }

  /// Pieces of equal probability of the density, each with its mean and standard deviation.
  static func cut(
    _ prior: TMixture, _ evidence: (centre: Double, spread: Double)
  ) -> [(mean: Double, spread: Double)] {
    guard evidence.spread > 0 else { return [(evidence.centre, 0)] }
    let reach = 8 * evidence.spread
    // Where the prior is narrower the grid is that of the prior.
    let low = max(evidence.centre - reach, min(prior.quantile(1e-9), evidence.centre))
    let high = min(evidence.centre + reach, max(prior.quantile(1 - 1e-9), evidence.centre))
    let width = (high - low) / Double(cells)
    var below = prior.cumulative(low)
    var mass: [Double] = []
    for cell in 0..<cells {
      let above = prior.cumulative(low + Double(cell + 1) * width)
      let z = (low + (Double(cell) + 0.5) * width - evidence.centre) / evidence.spread
      mass.append((above - below) * exp(-z * z / 2))
      below = above
    }
    let total = mass.reduce(0, +)
    guard width > 0, total > 0, total.isFinite else {
      return [(evidence.centre, evidence.spread)]
    }
    return pieces(mass.map { $0 / total }, low: low, width: width)
  }

  private static func pieces(
    _ mass: [Double], low: Double, width: Double
  ) -> [(mean: Double, spread: Double)] {
    let share = 1 / Double(pieces)
    var result: [(mean: Double, spread: Double)] = []
    var (filled, first, second) = (0.0, 0.0, 0.0)
    for (cell, whole) in mass.enumerated() {
      let z = low + (Double(cell) + 0.5) * width
      var rest = whole
      while filled + rest >= share, result.count < pieces - 1 {
        let part = share - filled
        (first, second) = (first + part * z, second + part * z * z)
        let mean = first / share
        result.append((mean, max(0, second / share - mean * mean).squareRoot()))
        rest -= part
        (filled, first, second) = (0, 0, 0)
      }
      (filled, first, second) = (filled + rest, first + rest * z, second + rest * z * z)
    }
    if filled > 0 {
      let mean = first / filled
      result.append((mean, max(0, second / filled - mean * mean).squareRoot()))
    }
    return result
  }

  package var form: String { own.form }
  package var parameters: [(name: String, value: Double)] { own.parameters }
  package var regression: OLSFit? { own.regression }
  package var logLikelihood: Double? { own.logLikelihood }
  package var aicc: Double? { own.aicc }

  package func prepared(horizon: Int) -> ConditionedFit {
    guard horizon > 1 else { return self }
    return ConditionedFit(
      own,
      parts: parts.map {
        Piece(mean: $0.mean, spread: $0.spread, fit: $0.fit.prepared(horizon: horizon - 1))
      })
  }

  package func predictive(horizon: Int) -> [TMixture] {
    let first = TMixture(
      parts.map {
        TMixture.Component(location: $0.mean, scale: $0.spread, degreesOfFreedom: .infinity)
      })
    guard horizon > 1 else { return [first] }
    let each = parts.map { $0.fit.predictive(horizon: horizon - 1) }
    return [first]
      + (0..<(horizon - 1)).map { h in TMixture.pool(each.map { (1, $0[h]) }) }
  }

  package func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    guard !path.isEmpty else { return }
    var place = 0
    if parts.count > 1 {
      place = min(parts.count - 1, Int(random.uniform() * Double(parts.count)))
    }
    let part = parts[place]
    path[0] = part.spread > 0 ? part.mean + part.spread * random.normal() : part.mean
    if path.count > 1 {
      part.fit.simulate(
        into: UnsafeMutableBufferPointer(rebasing: path[1...]), using: &random)
    }
  }
}

extension FittedSeries {
  /// The same model with evidence of the period after its last observation.
  ///
  /// - Parameters:
  ///   - evidence: a value and the standard deviation of its logarithm, or, on levels, of the value over
  ///     itself.
  ///   - refit: fits the model to a sample with one more observation.
  /// - Returns: the fit itself where its scale cannot hear evidence.
  package func hearing(
    _ evidence: (value: Double, spread: Double), of sample: TimeSeries,
    refit: (TimeSeries) throws(ForecastingError) -> FittedSeries
  ) throws(ForecastingError) -> FittedSeries {
    guard !fitted.hasOwnScales, holidays == nil, scale == .log || scale == .level else {
      return self
    }
    let isLog = scale == .log
    let centre = isLog ? log(evidence.value) : evidence.value / magnitude
    let spread = isLog ? evidence.spread : abs(centre) * evidence.spread
    let next = sampleEnd + 1
    let conditioned = try ConditionedFit(fitted, evidence: (centre, spread)) {
      (working: Double) throws(ForecastingError) -> any FittedModel in
      let value = isLog ? exp(working) : working * magnitude
      let fit = try refit(sample.appending(value, at: next))
      guard fit.scale == scale, fit.magnitude == magnitude, !fit.fitted.hasOwnScales else {
        throw .noEstimate("the scale changes with what is known of the next period")
      }
      return fit.fitted
    }
    return FittedSeries(
      model: model, fitted: conditioned, scale: scale, series: sample, sampleStart: sampleStart,
      sampleEnd: sampleEnd, magnitude: magnitude)
  }
}
