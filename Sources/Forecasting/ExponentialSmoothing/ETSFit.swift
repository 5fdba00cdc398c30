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

    public var form: String { model.form }
    public var parameters: [(name: String, value: Double)] { model.parameters }
    public var logLikelihood: Double? { model.logLikelihood }
    public var aicc: Double? { model.aicc }

    public func predictive(horizon: Int) -> [TMixture] { model.predictive(horizon: horizon) }

    public func prepared(horizon: Int) -> Fitted {
      if case .linear(let fit) = self { return .linear(fit.prepared(horizon: horizon)) }
      return self
    }

    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      model.simulate(into: path, using: &random)
    }
  }
}
