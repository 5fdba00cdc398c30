public import Regression
public import StatisticsCore

/// A forecasting method with its options, before it has seen data.
///
/// A model works on the scale of its sample and knows nothing of logs: `FittedSeries` takes its
/// distributions and paths back to the observed scale.
public protocol ForecastModel: Sendable {
  associatedtype Fitted: FittedModel

  /// Observations without which `fit` throws `tooShort`, for a season of `seasonLength`.
  func leastObservations(seasonLength: Int) -> Int

  /// Estimates the model.
  ///
  /// - Throws: `ForecastingError.tooShort` and what else the model's file names.
  func fit(_ sample: Sample) throws(ForecastingError) -> Fitted
}

/// A model with its estimates; only this can forecast.
public protocol FittedModel: Sendable {
  /// Estimates by name, in a fixed order, on the working scale.
  var parameters: [(name: String, value: Double)] { get }

  /// The chosen form, empty when the model has one form only.
  var form: String { get }

  /// The regression behind the model; nil when it is none.
  var regression: OLSFit? { get }

  /// The log-likelihood, as the model's file defines it; nil when the model has none.
  var logLikelihood: Double? { get }

  /// The corrected Akaike criterion; nil without a likelihood or when n leaves no correction.
  var aicc: Double? { get }

  /// The same fit, with what every path of `horizon` periods needs computed once.
  func prepared(horizon: Int) -> Self

  /// The predictive distribution of each of the next `horizon` periods, parameter uncertainty
  /// included, on the working scale.
  func predictive(horizon: Int) -> [TMixture]

  /// The same distributions with the scale of each step, nil for the scale of the sample: models that keep
  /// positive values positive while they work on levels bring their own.
  func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)]

  /// Whether `steps` brings scales.
  var hasOwnScales: Bool { get }

  /// Writes one sample path of the next `path.count` periods on the working scale.
  ///
  /// Its marginals are those of `steps`. What it draws must not depend on anything but the
  /// generator, so that a path can be made again by itself.
  func simulate(into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator)
}

extension FittedModel {
  /// Empty: the model has one form only.
  public var form: String { "" }
  /// Nil: the model is no regression.
  public var regression: OLSFit? { nil }
  /// Nil: the model has no likelihood.
  public var logLikelihood: Double? { nil }
  /// Nil: the model has no likelihood.
  public var aicc: Double? { nil }
  /// All on the scale of the sample.
  public func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)] {
    predictive(horizon: horizon).map { ($0, nil) }
  }
  /// False.
  public var hasOwnScales: Bool { false }
  /// The fit itself: nothing is worth computing once.
  public func prepared(horizon: Int) -> Self { self }
}
