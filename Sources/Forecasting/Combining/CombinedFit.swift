internal import Glibc
public import StatisticsCore

/// Models fitted to one sample and joined step by step, with calibrated intervals.
///
/// The members' centres x_k are joined by the rule to a centre c. The spread of a step is
///
///     s² = (m^π l^(1−π))² + ((0.67π + 1.3(1−π))·d)²,  π = (1 − noise) / (1 + (n/200)²)
///
/// with m the median and l the least of the members' own spreads, d the root mean square distance of
/// their centres from c, and the noise of the mixture, 0 of a walk to 1: members that disagree know less,
/// with more values the best of them is known better, and walks are too wide for noise. A member's spread
/// is the half width of its 80 % interval over that of a normal, on the scale of its step, so that estimated
/// parameters are in it. The step is a t with ν = 3.3·(n/20)^0.2 degrees of freedom, whose tails stand for what no member's form holds.
///
/// Where all values are positive, on their own scale, so is every quantile: the t is of (y/c − c/y)/2,
/// which is y/c − 1 near c, grows no faster above and stays over 0 below; c is then at least a twentieth
/// of the last value.
///
/// The constants are the same for every series. `bench/calibration/fit_combination.py` made them from
/// rolling origins inside training parts of twelve sets; no test value enters them.
public struct CombinedFit: FittedModel {
  enum Constants {
    static let lengthScale = 200.0
    static let disagreementShort = 0.67
    static let disagreementLong = 1.3
    static let freedom = 3.3
    static let freedomGrowth = 0.2
    static let freedomAt = 20.0
    static let leastCount = 8.0
    static let leastShare = 0.05
    /// Of `.weighted`.
    static let weights = ["ets": 0.3, "arima": 0.5, "dotheta": 0.2]
  }

  /// Centre and spread of a step, on the scale of the sample.
  struct Joint: Sendable {
    let centre: Double
    let spread: Double
  }

  /// The members that could be fitted, each with its form.
  public let form: String
  let members: [CombinedMember]
  private let rule: CombiningRule
  private let count: Double
  /// The last value where all are positive on their own scale; nil else.
  private let lastOfPositive: Double?
  private let process: LinearProcess
  /// ν of a single model that keeps its own.
  private let ownFreedom: Double?
  private var ready: LinearFit?

  /// - Throws: `.noEstimate` when no part can be fitted.
  init(
    _ sample: Sample, members: [CombinedMember], rule: CombiningRule
  ) throws(ForecastingError) {
    guard let first = members.first else {
      throw .noEstimate("no part of the combination could be fitted")
    }
    self.init(
      sample, members: members, rule: rule, first: first, ownFreedom: nil,
      form: "\(rule.rawValue) of "
        + members.map { $0.form.isEmpty ? $0.name : "\($0.name) \($0.form)" }
        .joined(separator: ", "))
  }

  /// One model where there is nothing to join, with its own distribution.
  init(_ sample: Sample, only name: String, _ fit: LinearFit) {
    let member = CombinedMember(name, fit)
    self.init(
      sample, members: [member], rule: .mean, first: member,
      ownFreedom: fit.degreesOfFreedom, form: name)
  }

  private init(
    _ sample: Sample, members: [CombinedMember], rule: CombiningRule, first: CombinedMember,
    ownFreedom: Double?, form: String
  ) {
    self.members = members
    self.ownFreedom = ownFreedom
    self.form = form
    self.rule = rule
    count = Double(sample.count)
    let isPositive = sample.scale == .level && sample.values.allSatisfy { $0 > 0 }
    lastOfPositive = isPositive ? sample.values[sample.count - 1] : nil
    process = first.process
  }

  /// ν.
  var degreesOfFreedom: Double {
    ownFreedom ?? Constants.freedom
      * pow(max(Constants.leastCount, count) / Constants.freedomAt, Constants.freedomGrowth)
  }

  /// `parts` and `degrees_of_freedom`.
  public var parameters: [(name: String, value: Double)] {
    [("parts", Double(members.count)), ("degrees_of_freedom", degreesOfFreedom)]
  }

  /// The joint centres and spreads of steps 1…horizon.
  func joint(horizon: Int) -> [Joint] {
    let steps = members.map { $0.steps(horizon) }
    let noise = members.reduce(0) { max($0, $1.noise ?? 0) }
    let short = (1 - noise) / (1 + pow(count / Constants.lengthScale, 2))
    let disagreement =
      short * Constants.disagreementShort + (1 - short) * Constants.disagreementLong
    let names = members.map(\.name)
    var centres = [Double](repeating: 0, count: members.count)
    var spreads = centres
    return (0..<horizon).map { h in
      for k in steps.indices { centres[k] = steps[k][h].centre }
      var centre = rule.join(centres, names: names)
      if let last = lastOfPositive { centre = max(centre, Constants.leastShare * last) }
      for k in steps.indices {
        spreads[k] = steps[k][h].isRelative ? steps[k][h].spread * centre : steps[k][h].spread
      }
      let distance = centres.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      let least = spreads.reduce(.infinity, min)
      let own = least > 0 ? least * pow(CombiningRule.median(spreads) / least, short) : 0
      return Joint(
        centre: centre,
        spread: hypot(own, disagreement * (distance / Double(members.count)).squareRoot()))
    }
  }

  /// One t distribution a step; of positive values those of `(y/c − c/y)/2`.
  public func predictive(horizon: Int) -> [TMixture] { steps(horizon: horizon).map(\.distribution) }

  /// The distributions with the scales on which they are.
  public func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)] {
    // Spreads are half widths in units of a normal's; of a model by itself its scale comes back.
    let unit = ownFreedom.map { 1 / CombinedMember.width($0) } ?? 1
    return joint(horizon: horizon).map { step in
      let isPositive = lastOfPositive != nil
      let spread = unit * step.spread
      return (
        TMixture(
          location: isPositive ? 0 : step.centre,
          scale: isPositive ? spread / step.centre : spread,
          degreesOfFreedom: degreesOfFreedom),
        isPositive ? .hyperbolic(centre: step.centre) : nil
      )
    }
  }

  /// Whether the values are positive.
  public var hasOwnScales: Bool { lastOfPositive != nil }

  /// The same fit, with centres and spreads of `horizon` steps computed once.
  public func prepared(horizon: Int) -> CombinedFit {
    var copy = self
    let steps = steps(horizon: horizon)
    let components = steps.map { $0.distribution.components[0] }
    let projection = LinearFit.Projection(
      centres: components.map(\.location), scales: components.map(\.scale))
    copy.ready = LinearFit(
      form: "", parameters: [], logLikelihood: nil, aicc: nil, degreesOfFreedom: degreesOfFreedom,
      process: process, project: { _ in projection }
    ).prepared(horizon: horizon)
    return copy
  }

  /// The deviations follow the process of the first member with one draw of σ a path; the marginals are
  /// exactly those of `steps`.
  public func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    let made = ready.flatMap { $0.readyHorizon == path.count ? $0 : nil }
    (made ?? prepared(horizon: path.count).ready)?.simulate(into: path, using: &random)
  }
}
