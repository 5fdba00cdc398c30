internal import Glibc
internal import SeriesCore
internal import StatisticsCore

/// What is taken out of a series before its trend and season are found.
struct KnownEffects {
  let adjustment: HolidayAdjustment?
  let effects: [HolidayAdjustment.Effect]
  /// Those found, by period.
  let found: [Outlier]
  /// On the working scale, a value a period from the first to the last.
  let holiday: [Double]
  /// Of all outliers.
  let outliers: [Double]
  /// Of level shifts alone, which belong to the trend.
  let shifts: [Double]

  /// The effects of moving holidays alone.
  init(
    _ sample: Sample, holidaysOf series: TimeSeries, _ options: SeasonalAdjustment.Options
  ) throws(ForecastingError) {
    let (first, last) = (sample.times[0], sample.times[sample.count - 1])
    let none = [Double](repeating: 0, count: last - first + 1)
    (found, outliers, shifts) = ([], none, none)
    guard !options.holidays.isEmpty else {
      (adjustment, effects, holiday) = (nil, [], none)
      return
    }
    let adjustment = try HolidayAdjustment(
      series, holidays: options.holidays, scale: options.scale,
      seasonLength: options.seasonLength)
    self.adjustment = adjustment
    effects = adjustment.effects
    holiday = (first...last).map { adjustment.effect(at: $0).value }
  }

  /// Outliers, and moving holidays estimated with them.
  init(
    _ sample: Sample, outliersOf series: TimeSeries, _ options: SeasonalAdjustment.Options
  ) throws(ForecastingError) {
    // Three seasons: fewer leave a regression of seasonal differences nothing to judge by.
    try sample.require(3 * sample.seasonLength + 2 + options.holidays.count)
    let (first, last) = (sample.times[0], sample.times[sample.count - 1])
    var regressors: [HolidayRegressor] = []
    for one in options.holidays {
      regressors.append(try HolidayRegressor(one, axis: series.axis, ordinals: first...last))
    }
    let values = try sample.dense()
    try DifferencedSeries.checkGaps(values)
    let problem = AdjustmentRegression.Problem(
      values: values, season: sample.seasonLength,
      holidays: regressors.map { regressor in (first...last).map { regressor.share(at: $0) } })
    let model = try OutlierSearch.find(
      problem, kinds: options.outliers,
      critical: options.criticalValue ?? OutlierThreshold.critical(count: sample.count))
    let count = regressors.count
    adjustment = nil
    effects = regressors.indices.map { j in
      let t = abs(model.estimates[j] / model.standardErrors[j])
      return HolidayAdjustment.Effect(
        name: options.holidays[j].name, coefficient: model.estimates[j],
        standardError: model.standardErrors[j],
        pValue: 2 * StudentT.upperTail(t, degreesOfFreedom: model.degreesOfFreedom))
    }
    holiday = (first...last).map { ordinal in
      regressors.indices.reduce(0) {
        $0 + model.estimates[$1] * regressors[$1].value(at: ordinal)
      }
    }
    var (all, levels) = (values.map { _ in 0.0 }, values.map { _ in 0.0 })
    for (place, outlier) in model.outliers.enumerated() {
      for (t, effect) in model.effect(place).enumerated() {
        all[t] += effect
        if outlier.kind == .levelShift { levels[t] += effect }
      }
    }
    (outliers, shifts) = (all, levels)
    found = model.outliers.enumerated().map { place, outlier in
      Outlier(
        kind: outlier.kind, ordinal: first + outlier.place,
        estimate: model.estimates[count + place],
        standardError: model.standardErrors[count + place])
    }.sorted { ($0.ordinal, $0.kind.rawValue) < ($1.ordinal, $1.kind.rawValue) }
  }
}
