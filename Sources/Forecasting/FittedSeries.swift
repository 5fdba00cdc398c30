public import SeriesCore
public import StatisticsCore

/// A model fitted to a series: what forecasts, on the observed scale.
public struct FittedSeries: Sendable {
  /// The model as it was asked for, such as `drift+log`.
  public let model: String
  /// The model with its estimates, on the working scale and in units of `magnitude`.
  public private(set) var fitted: any FittedModel
  /// The scale on which the model works.
  public let scale: Scale
  /// Observations that the fit used.
  public let count: Int
  /// First observed period used, an ordinal of `axis`.
  public let sampleStart: Int
  /// Last observed period used, an ordinal of `axis`; forecasts begin with the next one.
  public let sampleEnd: Int
  /// The id of the series.
  public let seriesID: String
  /// The axis of the series.
  public let axis: PeriodAxis
  /// The unit of the series; nil where it states none.
  public let unit: SeriesUnit?
  /// The basis of the series; nil where it states none.
  public let basis: SeriesBasis?
  /// The effects of moving holidays that were taken out before the fit.
  public let holidays: HolidayAdjustment?

  /// The fit is of values divided by this, 1 but for values near the ends of the doubles; parameters
  /// and likelihood are in that unit.
  public let magnitude: Double

  private var stepScales: [Scale]?
  /// From the working scale to the observed one: `scale`, with nothing below zero for positive values.
  private let observedScale: Scale

  /// Joins a fit with the series that it is of, whose count, id, axis, unit and basis it takes.
  /// `sampleStart` and `sampleEnd` are ordinals of that axis; `magnitude` is over 0.
  public init(
    model: String, fitted: any FittedModel, scale: Scale, series: TimeSeries, sampleStart: Int,
    sampleEnd: Int, holidays: HolidayAdjustment? = nil, magnitude: Double = 1,
    allowsNegative: Bool = false
  ) {
    observedScale =
      scale == .level && !allowsNegative && series.isPositive && !series.isEmpty
      ? .nonnegative : scale
    self.model = model
    self.holidays = holidays
    self.magnitude = magnitude
    self.fitted = fitted
    self.scale = scale
    self.count = series.count
    self.sampleStart = sampleStart
    self.sampleEnd = sampleEnd
    self.seriesID = series.id
    self.axis = series.axis
    self.unit = series.unit
    self.basis = series.basis
  }

  /// Fits a model on the scale that `scale` finds for series and season.
  init(
    _ model: any ForecastModel, named name: String, takesGaps: Bool, to series: TimeSeries,
    seasonLength: Int?, holidays: [MovingHoliday], allowsNegative: Bool = false,
    on scale: (TimeSeries, Int) throws(ForecastingError) -> Scale
  ) throws(ForecastingError) {
    let season = max(1, seasonLength ?? series.frequency.seasonLength)
    let needed = model.leastObservations(seasonLength: season)
    guard let first = series.ordinals.first, let last = series.ordinals.last,
      series.count >= needed
    else { throw .tooShort(needed: needed, found: series.count) }
    if series.hasGaps, !takesGaps { throw .gapsNotTaken }
    let chosen = try scale(series, season)
    let magnitude = chosen == .level ? SeriesScaling.magnitude(of: series.values) : 1
    let measured = magnitude == 1 ? series : series.divided(by: magnitude)
    let adjustment: HolidayAdjustment? =
      holidays.isEmpty
      ? nil
      : try HolidayAdjustment(measured, holidays: holidays, scale: chosen, seasonLength: season)
    var sample = try Sample(measured, scale: chosen, seasonLength: season)
    if let adjustment { sample = adjustment.adjusted(sample) }
    let fitted = try Self.fit(model, sample)
    guard fitted.parameters.allSatisfy({ $0.value.isFinite }) else { throw .overflow }
    self.init(
      model: name, fitted: fitted, scale: chosen, series: series, sampleStart: first,
      sampleEnd: last, holidays: adjustment, magnitude: magnitude,
      allowsNegative: allowsNegative)
  }

  private static func fit(
    _ model: some ForecastModel, _ sample: Sample
  ) throws(ForecastingError) -> any FittedModel {
    try model.fit(sample)
  }

  /// The distributions of the next `horizon` periods.
  ///
  /// - Throws: `.badHorizon` outside 1…100,000; `.overflow` when a median leaves the doubles;
  ///   `.noEstimate` beyond the holidays' dates.
  public func forecast(horizon: Int) throws(ForecastingError) -> Forecast {
    try Self.requireHorizon(horizon)
    var forecast = Forecast(
      seriesID: seriesID, model: model, axis: axis, start: sampleEnd + 1,
      distributions: fitted.steps(horizon: horizon).map {
        PredictiveDistribution(
          working: $0.distribution, scale: $0.scale ?? observedScale, factor: magnitude)
      }, unit: unit, basis: basis)
    if let holidays { forecast = try holidays.restored(forecast) }
    let medians = forecast.distributions.map(\.median)
    guard medians.allSatisfy(\.isFinite) else { throw .overflow }
    forecast.medians = medians
    return forecast
  }

  /// Writes one sample path of the next `path.count` periods.
  ///
  /// - Precondition: with holidays, a horizon that `forecast` accepts.
  @inline(__always)
  public func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    fitted.simulate(into: path, using: &random)
    let scales = stepScales.flatMap { $0.count == path.count ? $0 : nil } ?? steps(path.count)
    // An effect on the level of positive values comes after the scale of their steps.
    for h in scales.indices { path[h] = scales[h].observed(path[h]) }
    if let holidays {
      // One draw a path: an effect that is over-estimated is so in every year.
      let errors = holidays.drawErrors(using: &random)
      for h in path.indices { path[h] += holidays.effect(at: sampleEnd + 1 + h, errors: errors) }
    }
    if magnitude != 1 { for i in path.indices { path[i] *= magnitude } }
    // An effect can take a step with a scale of its own below zero.
    if scales.isEmpty, observedScale == .log {
      VectorExponential.apply(to: path)
    } else if scales.isEmpty
      ? observedScale != .level : holidays != nil && observedScale == .nonnegative
    {
      for i in path.indices { path[i] = observedScale.observed(path[i]) }
    }
  }

  /// The same fit, with what every path of `horizon` periods needs computed once.
  public func prepared(horizon: Int) -> FittedSeries {
    var copy = self
    copy.fitted = fitted.prepared(horizon: horizon)
    copy.stepScales = steps(horizon)
    return copy
  }

  /// The scales of single steps where the model brings its own; empty where it does not.
  private func steps(_ horizon: Int) -> [Scale] {
    guard fitted.hasOwnScales else { return [] }
    return fitted.steps(horizon: horizon).map { $0.scale ?? observedScale }
  }

  /// The horizons that are forecast, in periods.
  package static let horizons = 1...100_000

  /// Throws `.badHorizon` for a horizon outside 1…100,000 periods.
  public static func requireHorizon(_ horizon: Int) throws(ForecastingError) {
    guard horizons.contains(horizon) else { throw .badHorizon(horizon) }
  }
}
