internal import Glibc

/// How the centres of several models become one.
public enum CombiningRule: String, Sendable, CaseIterable {
  case median
  case mean
  /// A mean with fixed weights, the same for every series.
  case weighted
}

/// Models fitted to one sample and joined step by step, with calibrated intervals.
///
/// The centre is the median (or mean) of the members' centres. A step's scale is
///
///     s² = (1 + 12/n)²·((0.8·w)² + (0.8·d)²)
///
/// with w the least of the members' own scales and d the root mean square distance of their centres
/// from the joint one: members that disagree know less. The distribution is a t with
/// ν = 2.9·(n/20)^0.1 degrees of freedom, whose tails stand for the estimated parameters and the
/// chosen forms that no member's own variance holds.
///
/// The constants are the same for every series. `bench/calibration/fit_combination.py` made them (and
/// the weights of `combination:weighted`) from rolling origins inside the training parts of M3 yearly
/// and monthly; no test value enters them.
///
/// Source: Petropoulos & Svetunkov (2020) for the median; the scale is ours.
struct CombinedFit: Sendable {
  enum Constants {
    static let width = 0.8
    static let disagreement = 0.8
    static let shortSample = 12.0
    static let freedom = 2.9
    static let freedomGrowth = 0.1
    static let freedomAt = 20.0
    /// Of `.weighted`.
    static let weights = ["ets": 0.3, "arima": 0.5, "dotheta": 0.2]
  }

  private let members: [Combination.Member]
  private let rule: CombiningRule
  private let count: Int

  /// - Throws: `.noEstimate` when no part can be fitted.
  init(_ sample: Sample, rule: CombiningRule) throws(ForecastingError) {
    members = Combination.fitMembers(sample)
    guard !members.isEmpty else { throw .noEstimate("no part of the combination could be fitted") }
    self.rule = rule
    count = sample.count
  }

  func linearFit() -> LinearFit {
    let inflation = 1 + Constants.shortSample / Double(count)
    let freedom =
      Constants.freedom * pow(Double(count) / Constants.freedomAt, Constants.freedomGrowth)
    let rule = self.rule
    let parts = members.map(\.fit)
    let weights = rule.weights(members)
    return LinearFit(
      form: "\(rule.rawValue) of "
        + members.map { $0.fit.form.isEmpty ? $0.name : "\($0.name) \($0.fit.form)" }
        .joined(separator: ", "),
      parameters: [("parts", Double(parts.count)), ("degrees_of_freedom", freedom)],
      logLikelihood: nil, aicc: nil, degreesOfFreedom: freedom, process: parts[0].process
    ) { horizon in
      let projections = parts.map { $0.projection(horizon: horizon) }
      var joint = LinearFit.Projection(centres: [], scales: [])
      joint.centres.reserveCapacity(horizon)
      joint.scales.reserveCapacity(horizon)
      var values = [Double](repeating: 0, count: parts.count)
      for h in 0..<horizon {
        for k in values.indices { values[k] = projections[k].centres[h] }
        let centre =
          weights.isEmpty
          ? Self.median(values) : zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
        let distance = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        let width = projections.reduce(Double.infinity) { min($0, $1.scales[h]) }
        joint.centres.append(centre)
        joint.scales.append(
          inflation
            * hypot(
              Constants.width * width,
              Constants.disagreement * (distance / Double(values.count)).squareRoot()))
      }
      return joint
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let n = values.count
    let sorted = values.sorted()
    return n % 2 == 1 ? sorted[n / 2] : sorted[n / 2 - 1] / 2 + sorted[n / 2] / 2
  }
}

extension CombiningRule {
  /// The weights of the members, summing to one; empty for the median.
  fileprivate func weights(_ members: [Combination.Member]) -> [Double] {
    switch self {
    case .median: return []
    case .mean: return members.map { _ in 1 / Double(members.count) }
    case .weighted:
      let raw = members.map { CombinedFit.Constants.weights[$0.name] ?? 0 }
      let total = raw.reduce(0, +)
      return raw.map { total > 0 ? $0 / total : 1 / Double(members.count) }
    }
  }
}
