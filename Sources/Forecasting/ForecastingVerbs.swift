public import SeriesCore

// What a Swift user asks in one line; the program asks through the same types.

extension TimeSeries {
  /// Forecasts the series through a period.
  ///
  /// - Parameters:
  ///   - model: `NAME[:FORM][+log|+level|+boxcox]`, on the level when it names no scale.
  ///   - last: the last period, as files write it; a year on a finer axis means its last period.
  ///   - seasonLength: periods in a season; nil for the usual ones of the frequency.
  /// - Returns: a distribution for each period after the last observation, in the series' unit.
  /// - Throws: `ForecastingError`: `.notAPeriod` and `.notAhead` for the period, what the model's file
  ///   names for the data.
  public func forecast(
    _ model: String = "auto", through last: String, seasonLength: Int? = nil
  ) throws(ForecastingError) -> Forecast {
    guard let text = PeriodText(last), let ordinal = axis.ordinal(of: text, periodEnd: true) else {
      throw .notAPeriod(last, frequency: frequency.rawValue)
    }
    let end = end ?? ordinal
    guard ordinal > end else { throw .notAhead(last, end: axis.text(end)) }
    return try forecast(model, horizon: ordinal - end, seasonLength: seasonLength)
  }

  /// Forecasts the next `horizon` periods, 1 to 100,000, as `forecast(_:through:seasonLength:)` does.
  public func forecast(
    _ model: String = "auto", horizon: Int, seasonLength: Int? = nil
  ) throws(ForecastingError) -> Forecast {
    try ModelRequest(model).fit(to: self, seasonLength: seasonLength).forecast(horizon: horizon)
  }
}

extension Forecast {
  /// The distribution of a period as files write it, such as `"2030"` or `"2030-Q1"`.
  ///
  /// - Returns: nil when the text is no period of the series' frequency, or none that is forecast.
  public subscript(_ period: String) -> PredictiveDistribution? {
    PeriodText(period).flatMap(at)
  }

  /// The distribution of a period, such as `.year(2030)`.
  ///
  /// - Returns: nil when the period has another frequency, or is none that is forecast.
  public func at(_ period: PeriodText) -> PredictiveDistribution? {
    guard let ordinal = axis.ordinal(of: period), ordinal >= start, ordinal - start < horizon else {
      return nil
    }
    return distributions[ordinal - start]
  }
}

extension PredictiveDistribution {
  /// The ends of the central interval, in the unit of the series.
  ///
  /// - Parameter level: percent, between 0 and 100.
  public func interval(_ level: Double) -> (low: Double, high: Double) {
    precondition(level > 0 && level < 100, "a level in percent lies between 0 and 100")
    let tail = (1 - level / 100) / 2
    return (quantile(tail), quantile(1 - tail))
  }
}

extension ForecastModel {
  /// Fits the model to a series.
  ///
  /// - Parameters:
  ///   - scale: the scale on which the model works.
  ///   - seasonLength: periods in a season; nil for the usual ones of the frequency.
  /// - Returns: the fit, named as the catalog names the model.
  /// - Throws: `ForecastingError.tooShort`, `.gapsNotTaken` and what the model's file names.
  public func fit(
    to series: TimeSeries, scale: Scale = .level, seasonLength: Int? = nil
  ) throws(ForecastingError) -> FittedSeries {
    let entry = ModelCatalog.all.first { entry in
      (try? entry.make(nil)).map { type(of: $0) == Self.self } ?? false
    }
    let suffix = scale == .level ? "" : scale == .log ? "+log" : "+boxcox"
    return try FittedSeries(
      self, named: (entry?.name ?? "\(Self.self)") + suffix, takesGaps: entry?.takesGaps ?? false,
      to: series, seasonLength: seasonLength, holidays: []
    ) { _, _ in scale }
  }
}
