internal import Regression
internal import SeriesCore

/// What all pairs of a panel had in common in a period, beyond the drivers.
///
/// Nobody knows the effects of later periods: they stay at the last one's in the middle and wander as
/// the effects of the panel did. The variance of a change is the mean square of the known changes by the
/// periods between them; its mean is taken to be zero, since so few changes show none.
package struct PeriodEffects: Sendable {
  /// Fewer changes show no spread.
  static let leastChanges = 4

  /// The deviation of a change over one period; nil where too few are known.
  package let deviation: Double?
  /// Known changes.
  package let count: Int
  /// The last period that has an effect, an ordinal.
  let last: Int

  /// - Returns: nil where the fit has no effect of periods alone.
  init?(
    _ fit: RegressionFit, of column: String, axis: PeriodAxis
  ) throws(RegressionError) {
    guard fit.frame.effects.contains(where: { $0.name == column }) else { return nil }
    let known = try fit.fixedEffects().filter { $0.effect == column }.compactMap { level in
      PeriodText(level.level).flatMap { axis.ordinal(of: $0) }.map {
        (period: $0, effect: level.estimate)
      }
    }
    self.init(known)
  }

  /// - Returns: nil without an effect.
  init?(_ effects: [(period: Int, effect: Double)]) {
    let known = effects.sorted { $0.period < $1.period }
    guard let last = known.last else { return nil }
    let squares = zip(known, known.dropFirst()).map { first, second in
      let change = second.effect - first.effect
      return change * change / Double(second.period - first.period)
    }
    deviation =
      squares.count >= Self.leastChanges
      ? (squares.reduce(0, +) / Double(squares.count)).squareRoot() : nil
    count = squares.count
    self.last = last.period
  }

  /// The variance of the change over so many periods.
  func changeVariance(_ periods: Int) -> Double {
    (deviation ?? 0) * (deviation ?? 0) * Double(periods)
  }
}
