internal import Glibc

/// How the centres of several models become one.
public enum CombiningRule: String, Sendable, CaseIterable {
  case median
  case mean
}

/// Models fitted to one sample and joined step by step, with calibrated intervals.
///
/// The centre is the median (or mean) of the parts' centres. A step's scale is
///
///     s² = (1 + 6/n)²·((1·w)² + (0.9·d)²)
///
/// with w the least of the parts' own scales and d the root mean square distance of their centres
/// from the joint one: parts that disagree know less. The distribution is a t with
/// ν = 2.75·(n/20)^0.45 degrees of freedom, whose tails stand for the estimated parameters and the
/// chosen forms that no part's own variance holds.
///
/// The constants were chosen on origins inside the training parts of M3 yearly and monthly (the last 6
/// and 18 values of each training part held out) and are the same for every series;
/// `bench/README.md` says how often the test parts were looked at on the way.
///
/// Source: Petropoulos & Svetunkov (2020) for the median; the scale is ours.
struct CombinedFit: Sendable {
  enum Constants {
    static let width = 1.0
    static let disagreement = 0.9
    static let shortSample = 6.0
    static let freedom = 2.75
    static let freedomGrowth = 0.45
    static let freedomAt = 20.0
  }

  private let parts: [LinearFit]
  private let names: [String]
  private let rule: CombiningRule
  private let count: Int

  /// Fits ets, arima, dotheta and the seasonally adjusted drift, whichever the sample allows.
  ///
  /// - Throws: `.noEstimate` when none can be fitted.
  init(_ sample: Sample, rule: CombiningRule) throws(ForecastingError) {
    var parts: [LinearFit] = []
    var names: [String] = []
    func add(_ name: String, _ fit: () throws(ForecastingError) -> LinearFit) {
      // A part that cannot be fitted is left out; the form says which ones count.
      guard let part = try? fit() else { return }
      parts.append(part)
      names.append(part.form.isEmpty ? name : "\(name) \(part.form)")
    }
    add("ets") { () throws(ForecastingError) in try ETS.automaticFit(sample) }
    add("arima") { () throws(ForecastingError) in try ARIMA().fit(sample) }
    add("dotheta") { () throws(ForecastingError) in try DynamicOptimizedTheta().fit(sample) }
    add("drift") { () throws(ForecastingError) in try SeasonalDrift.fit(sample) }
    guard !parts.isEmpty else { throw .noEstimate("no part of the combination could be fitted") }
    self.parts = parts
    self.names = names
    self.rule = rule
    count = sample.count
  }

  func linearFit() -> LinearFit {
    let inflation = 1 + Constants.shortSample / Double(count)
    let freedom =
      Constants.freedom * pow(Double(count) / Constants.freedomAt, Constants.freedomGrowth)
    let (parts, rule) = (self.parts, self.rule)
    return LinearFit(
      form: "\(rule.rawValue) of " + names.joined(separator: ", "),
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
        let centre = Self.join(&values, rule)
        let distance = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        let width = projections.reduce(Double.infinity) { min($0, $1.scales[h]) }
        let own = Constants.width * width
        let disagreement =
          Constants.disagreement * Constants.disagreement * distance / Double(values.count)
        joint.centres.append(centre)
        joint.scales.append(inflation * (own * own + disagreement).squareRoot())
      }
      return joint
    }
  }

  private static func join(_ values: inout [Double], _ rule: CombiningRule) -> Double {
    let n = values.count
    switch rule {
    case .mean: return values.reduce(0) { $0 + $1 / Double(n) }
    case .median:
      values.sort()
      return n % 2 == 1 ? values[n / 2] : values[n / 2 - 1] / 2 + values[n / 2] / 2
    }
  }
}
