public import StatisticsCore

extension ETS {
  /// A fitted form: closed forms for most, simulation for the others.
  public enum Fitted: FittedModel {
    case linear(LinearFit)
    case simulated(SimulatedETS)

    private var model: any FittedModel {
      switch self {
      case .linear(let fit): fit
      case .simulated(let fit): fit
      }
    }

    /// Such as `ETS(M,Ad,M)`; an automatic choice adds with how many more forms it is averaged.
    public var form: String { model.form }
    /// Smoothing parameters and initial states by R's names, then `sigma`, relative for
    /// multiplicative errors.
    public var parameters: [(name: String, value: Double)] { model.parameters }
    /// R's log-likelihood, without its constants.
    public var logLikelihood: Double? { model.logLikelihood }
    /// The corrected Akaike criterion; nil when n leaves no correction.
    public var aicc: Double? { model.aicc }

    /// One distribution a step, from 1, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] { model.predictive(horizon: horizon) }

    /// The distributions with the scales on which they are.
    public func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)] {
      model.steps(horizon: horizon)
    }

    /// Whether the form has a product.
    public var hasOwnScales: Bool { model.hasOwnScales }

    /// The same fit, a linear form with its centers and scales computed once.
    public func prepared(horizon: Int) -> Fitted {
      if case .linear(let fit) = self { return .linear(fit.prepared(horizon: horizon)) }
      return self
    }

    /// One sample path of `path.count` steps on the working scale.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      model.simulate(into: path, using: &random)
    }
  }
}
