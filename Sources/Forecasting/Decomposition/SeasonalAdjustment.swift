public import SeriesCore

// Moving holidays are estimated first, next to a structural model (`HolidayAdjustment`), and taken out;
// where outliers are looked for, holidays and outliers are estimated together beside the airline model
// (`OutlierSearch`), and both are taken out. What is left is taken apart by STL or by the smoother of a
// basic structural model with variances of maximum likelihood; level shifts go back into the trend, and
// other outliers stay with the remainder. Everything happens on the working scale, where
//
//     y = trend + season + holiday + remainder,  adjusted = y − season − holiday;
//
// on logs the observed parts multiply: y = trend × season × holiday × remainder.
// Reference implementations: R `stl`; Durbin & Koopman (2012) for the smoother.

/// A series taken apart into trend, season, moving holidays and what remains.
public struct SeasonalAdjustment: Sendable {
  /// What separates trend and season.
  public enum Method: String, Sendable, CaseIterable {
    /// Loess, see ``STL``: no gaps, more than two seasons.
    case stl
    /// Level, slope and season that move by random walks, smoothed; takes gaps.
    case structural
  }

  /// How a series is adjusted.
  public struct Options: Sendable {
    /// What separates trend and season; gaps need `.structural`.
    public var method = Method.stl
    /// `.level`: parts in the unit of the series that add up. `.log`: season and holidays as factors
    /// around 1.
    public var scale = Scale.level
    /// Moving holidays whose effects are estimated and taken out first; none by default.
    public var holidays: [MovingHoliday] = []
    /// How far the season of STL may change.
    public var seasonalWindow = STL.SeasonalWindow.span(11)
    /// Whether STL keeps outliers out of trend and season.
    public var isRobust = false
    /// Periods; nil takes the usual season of the frequency.
    public var seasonLength: Int?
    /// Outliers that are looked for; none by default.
    public var outliers: [Outlier.Kind] = []
    /// The least |t| of an outlier; nil takes Ljung's value for as many values as there are.
    public var criticalValue: Double?

    /// STL on the level with a seasonal window of 11, not robust and without holidays.
    public init() {}
  }

  /// One observed period, in the unit of the series; on logs season and holiday are factors.
  public struct Point: Sendable, Equatable {
    /// Of the axis of the series.
    public let ordinal: Int
    /// As observed.
    public let value: Double
    /// In the unit of the series on every scale.
    public let trend: Double
    /// Of this period's season: in the unit of the series, on logs a factor around 1.
    public let season: Double
    /// The holidays' effect, 0 in a period without any; on logs a factor, 1 without any.
    public let holiday: Double
    /// The value without season and holiday.
    public let adjusted: Double
  }

  /// The series as it was given.
  public let series: TimeSeries
  /// The scale on which the parts add up.
  public let scale: Scale
  /// One an observation; periods without one have none.
  public let points: [Point]
  /// What was estimated of the holidays before all else; nil without any, and where outliers are looked
  /// for: `holidayEffects` has them either way.
  public let holidays: HolidayAdjustment?
  /// One a holiday, in the order in which they were given.
  public let holidayEffects: [HolidayAdjustment.Effect]
  /// Those found, by period.
  public let outliers: [Outlier]

  /// Takes a series apart.
  ///
  /// - Parameter series: at least two seasons and a value; gaps for `.structural` alone.
  /// - Throws: `.badForm` for a season under two periods, or over 60 for `.structural`; `.tooShort`;
  ///   `.gapsNotTaken`; `.nonPositiveValue` on logs; `.noEstimate` for what the data do not determine;
  ///   `.holidayYears`; `.overflow`.
  /// - Complexity: O(n·window) for STL; O(nm²) a step of the search for `.structural`; O(n²m) an outlier.
  ///
  /// Source: Cleveland, Cleveland, McRae & Terpenning (1990); Durbin & Koopman (2012), 5.3; Chen & Liu
  /// (1993). Checked: R `stl`, R `arima(xreg =)` for given outliers.
  public init(_ series: TimeSeries, options: Options = Options()) throws(ForecastingError) {
    let sample = try Sample(series, scale: options.scale, seasonLength: options.seasonLength)
    guard sample.seasonLength >= 2 else {
      throw .badForm(
        model: options.method.rawValue, form: "season \(sample.seasonLength)",
        hint: "a season has two periods or more")
    }
    try sample.require(2 * sample.seasonLength + 1)
    let known: KnownEffects
    if options.outliers.isEmpty {
      known = try KnownEffects(sample, holidaysOf: series, options)
    } else {
      known = try KnownEffects(sample, outliersOf: series, options)
    }
    let first = sample.times[0]
    let withoutHolidays = zip(sample.times, sample.values).map { $1 - known.holiday[$0 - first] }
    let rest = sample.replacing(
      zip(sample.times, withoutHolidays).map { $1 - known.outliers[$0 - first] })
    let (trend, season) = try Self.parts(rest, options)
    let scale = options.scale
    self.series = series
    self.scale = scale
    holidays = known.adjustment
    holidayEffects = known.effects
    outliers = known.found
    points = zip(sample.times, series.values).enumerated().map { place, observation in
      let (ordinal, value) = observation
      let t = ordinal - first
      return Point(
        ordinal: ordinal, value: value, trend: scale.observed(trend[t] + known.shifts[t]),
        season: scale.observed(season[t]), holiday: scale.observed(known.holiday[t]),
        adjusted: scale.observed(withoutHolidays[place] - season[t]))
    }
    guard points.allSatisfy({ $0.trend.isFinite && $0.adjusted.isFinite }) else { throw .overflow }
  }

  /// Trend and season of every period from the first to the last, on the working scale.
  private static func parts(
    _ sample: Sample, _ options: Options
  ) throws(ForecastingError) -> (trend: [Double], season: [Double]) {
    let m = sample.seasonLength
    let values = try sample.dense()
    switch options.method {
    case .stl:
      let stl = STL(seasonalWindow: options.seasonalWindow, robust: options.isRobust)
      let parts = try stl.decompose(values, seasonLength: m)
      return (parts.trend, parts.seasonal)
    case .structural:
      guard (2...Structural.longestSeason.seasonal).contains(m) else {
        throw .badForm(
          model: options.method.rawValue, form: "season \(m)",
          hint: "a season has 2 to \(Structural.longestSeason.seasonal) periods")
      }
      let form = StructuralForm.seasonal(length: m)
      // On the normalised series, as the variances are.
      let normalised = NormalisedSeries(values)
      guard let estimate = StructuralEstimate.fit(normalised, form: form, prunes: false) else {
        throw .noEstimate("the observations do not determine level, slope and every season")
      }
      let variances = estimate.isExact ? SIMD4(0, 0, 0, 1) : estimate.variances
      let smoothed = try KalmanSmoother(
        normalised.values, form: form, variances: StructuralVariances(variances))
      let trend = smoothed.level.values.map { $0 * normalised.scale + normalised.offset }
      let season = smoothed.season?.values.map { $0 * normalised.scale }
      return (trend, season ?? trend.map { _ in 0 })
    }
  }
}
