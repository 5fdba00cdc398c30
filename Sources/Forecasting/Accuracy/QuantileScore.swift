internal import Glibc

/// Scores of one forecast that is given by quantiles, as scoringutils names and defines them.
///
/// With y the actual, m the median and K central intervals [l, u] of 1 − α:
///
///     dispersion        Σ α/2·(u − l) / (K + ½)
///     overprediction    (½·(m − y)⁺ + Σ (l − y)⁺) / (K + ½)
///     underprediction   (½·(y − m)⁺ + Σ (y − u)⁺) / (K + ½)
///     WIS               their sum; without a median the ½ is left out
///     bias              1 − 2·max{τ: q_τ ≤ y} for y under m, 1 − 2·min{τ: q_τ ≥ y} over it, 0 at it
///
/// Source: Bracher, Ray, Gneiting & Reich (2021); Bosse et al. (2022) for the bias. Checked: scoringrules'
/// weighted interval score, and the formulae written out in Python.
package struct QuantileScore: Sendable, Equatable {
  /// The weighted interval score, in the unit of the series; nil when a quantile has no partner.
  package let wis: Double?
  package let dispersion: Double?
  package let underprediction: Double?
  package let overprediction: Double?
  /// −1 to 1, over 0 where the forecast is too high; nil when no quantile stands on one side of 0.5.
  package let bias: Double?
  /// |y − m|; nil without a median.
  package let medianError: Double?
  /// By level of the central interval in percent, rising: whether the actual is in it.
  package let coverage: [(level: Double, isInside: Bool)]

  package static func == (a: Self, b: Self) -> Bool {
    a.wis == b.wis && a.bias == b.bias && a.medianError == b.medianError
      && a.coverage.elementsEqual(b.coverage, by: ==)
  }

  /// Shares are equal when they differ by less: what decimals and their complements differ by.
  private static let sameShare = 1e-9

  /// - Parameters:
  ///   - quantiles: by rising share, values that do not fall.
  ///   - median: where the forecast states one beside the quantiles.
  package init(actual: Double, quantiles: [(share: Double, value: Double)], median: Double?) {
    let own = quantiles.first { abs($0.share - 0.5) < Self.sameShare }?.value
    let center = own ?? median
    medianError = center.map { abs(actual - $0) }
    var (dispersion, under, over) = (0.0, 0.0, 0.0)
    var weight = 0.0
    var isPaired = !quantiles.isEmpty
    var coverage: [(level: Double, isInside: Bool)] = []
    for low in quantiles where abs(low.share - 0.5) >= Self.sameShare {
      guard
        let partner = quantiles.first(where: { abs($0.share - (1 - low.share)) < Self.sameShare })
      else {
        isPaired = false
        continue
      }
      guard low.share < 0.5 else { continue }
      // α/2 is the lower share.
      dispersion += low.share * (partner.value - low.value)
      over += max(0, low.value - actual)
      under += max(0, actual - partner.value)
      weight += 1
      let level = ((1 - 2 * low.share) * 1e10).rounded() / 1e8
      coverage.append((level, actual >= low.value && actual <= partner.value))
    }
    if let own {
      over += max(0, own - actual) / 2
      under += max(0, actual - own) / 2
      weight += 0.5
    }
    self.coverage = coverage.sorted { $0.level < $1.level }
    if isPaired, weight > 0 {
      self.dispersion = dispersion / weight
      underprediction = under / weight
      overprediction = over / weight
      wis = (dispersion + under + over) / weight
    } else {
      (wis, self.dispersion, underprediction, overprediction) = (nil, nil, nil, nil)
    }
    bias = Self.bias(actual, quantiles)
  }

  private static func bias(
    _ actual: Double, _ quantiles: [(share: Double, value: Double)]
  ) -> Double? {
    guard let below = quantiles.last(where: { $0.share <= 0.5 + sameShare }),
      let above = quantiles.first(where: { $0.share >= 0.5 - sameShare })
    else { return nil }
    // Without the median itself: on the line between its neighbours.
    let median =
      above.share > below.share
      ? below.value
        + (0.5 - below.share) / (above.share - below.share) * (above.value - below.value)
      : below.value
    if actual == median { return 0 }
    if actual < median {
      return 1 - 2 * (quantiles.last { $0.value <= actual }?.share ?? 0)
    }
    return 1 - 2 * (quantiles.first { $0.value >= actual }?.share ?? 1)
  }
}
