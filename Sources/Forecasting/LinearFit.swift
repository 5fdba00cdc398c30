public import StatisticsCore

/// What a linear model gives once it is fitted: a path of centres and scales for any horizon, one
/// t distribution a step, and the process that ties the steps of a sample path together.
///
/// Exponential smoothing, theta, ARIMA, structural models and their combinations all end here; what
/// differs is how the numbers come about.
public struct LinearFit: FittedModel {
  /// The chosen form, such as `ETS(M,Ad,M)`; empty when there was none to choose.
  public let form: String
  /// Estimates by name, in a fixed order, on the working scale.
  public let parameters: [(name: String, value: Double)]
  /// As the model's file defines it; nil when the model has none.
  public let logLikelihood: Double?
  /// The corrected Akaike criterion; nil when the model has none or n leaves no correction.
  public let aicc: Double?
  /// ν of the predictive distributions; infinity for a normal.
  let degreesOfFreedom: Double
  let process: LinearProcess
  /// Whether steps with a centre over 0 are t distributions on the slightly bent hyperbolic scale
  /// about it: of positive values and models with a product.
  let keepsSign: Bool
  private let project: @Sendable (_ horizon: Int) -> Projection
  private var ready: Path?

  /// Centres and scales of steps 1…horizon.
  struct Projection: Sendable {
    var centres: [Double]
    /// Parameter uncertainty included; not negative.
    var scales: [Double]
  }

  private struct Path: Sendable {
    let projection: Projection
    /// The same on the scales of `steps`.
    let working: Projection
    /// 1/√v_h of the process.
    let shrink: [Double]
  }

  init(
    form: String, parameters: [(name: String, value: Double)], logLikelihood: Double?,
    aicc: Double?, degreesOfFreedom: Double, process: LinearProcess,
    keepsSign: Bool = false, project: @escaping @Sendable (_ horizon: Int) -> Projection
  ) {
    self.form = form
    self.parameters = parameters
    self.logLikelihood = logLikelihood
    self.aicc = aicc
    self.degreesOfFreedom = degreesOfFreedom
    self.process = process
    self.keepsSign = keepsSign
    self.project = project
  }

  /// The horizon for which the fit is prepared; nil for none.
  var readyHorizon: Int? { ready?.shrink.count }

  /// Centres and scales of the next `horizon` steps.
  func projection(horizon: Int) -> Projection {
    if let ready, ready.projection.centres.count == horizon { return ready.projection }
    return project(horizon)
  }

  /// One t distribution a step, from 1, on the scale of `steps`; a horizon of at least 1.
  public func predictive(horizon: Int) -> [TMixture] { steps(horizon: horizon).map(\.distribution) }

  /// The distributions with the scales on which they are.
  public func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)] {
    let projection = projection(horizon: horizon)
    let working = working(projection)
    return projection.centres.indices.map { h in
      (
        TMixture(
          location: working.centres[h], scale: working.scales[h],
          degreesOfFreedom: degreesOfFreedom), scale(about: projection.centres[h])
      )
    }
  }

  /// Of a step with this centre; nil for the sample's.
  private func scale(about centre: Double) -> Scale? {
    keepsSign && centre > 0 ? .hyperbolic(centre: centre, bend: Scale.slightBend) : nil
  }

  /// Centres and scales on the scales of `steps`.
  private func working(_ projection: Projection) -> Projection {
    var working = projection
    for h in working.centres.indices where scale(about: working.centres[h]) != nil {
      working.scales[h] /= working.centres[h]
      working.centres[h] = 0
    }
    return working
  }

  /// Whether the model keeps positive values positive.
  public var hasOwnScales: Bool { keepsSign }

  /// The same fit, with the centers and scales of `horizon` steps computed once.
  public func prepared(horizon: Int) -> LinearFit {
    var copy = self
    copy.ready = path(horizon)
    return copy
  }

  private func path(_ horizon: Int) -> Path {
    let projection = project(horizon)
    return Path(
      projection: projection, working: working(projection),
      shrink: process.variances(horizon).map { $0 > 0 ? 1 / $0.squareRoot() : 0 })
  }

  /// The deviations follow the process with one draw of σ a path, scaled at each step to the
  /// predictive scale: the marginals are exactly those of `predictive`.
  public func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    let made = ready.flatMap { $0.shrink.count == path.count ? $0 : nil } ?? self.path(path.count)
    var spread = 1.0
    if degreesOfFreedom.isFinite {
      spread = (degreesOfFreedom / random.chiSquared(degreesOfFreedom: degreesOfFreedom))
        .squareRoot()
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: path.count) { innovations in
      for h in path.indices { innovations.initializeElement(at: h, to: random.normal()) }
      process.fill(path, innovations: innovations)
    }
    for h in path.indices {
      path[h] =
        made.working.centres[h]
        + made.working.scales[h] * spread * made.shrink[h] * path[h]
    }
  }
}
