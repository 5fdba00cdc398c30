package import Forecasting
package import SeriesCore

/// Targets of one series asked without a scenario file: the same question as a file with one series, one
/// course of events and these targets, so that both give one answer.
package struct TargetInquiry: Sendable {
  /// The fit behind the quoted numbers.
  package let fit: FittedSeries
  /// Of the fit, one distribution a period.
  package let forecast: Forecast
  /// By target and deadline, with the models that were asked beside the headline.
  package let outcomes: [TargetOutcome]

  /// How the question is put.
  package struct Options: Sendable {
    /// Alone in place of the headline and its pool; nil for these.
    package var model: ModelRequest?
    /// Periods in a season; nil for the usual ones.
    package var season: Int?
    /// The first period of the sample; nil for all.
    package var from: Int?
    /// What was known at the end of a period; nil for all.
    package var asOf: PeriodText?
    /// The last period to simulate; nil for five past the last deadline.
    package var horizon: PeriodText?
    package var paths = 100_000
    package var seed: UInt64 = 1
    package var jobs = 1

    package init() {}
  }

  /// - Parameter targets: placed on the whole series.
  /// - Throws: `ForecastingError` when the quoted model cannot be fitted or projected.
  package init(
    _ targets: [PlacedTarget], of series: TimeSeries, options: Options
  ) throws(ForecastingError) {
    let spec = Scenario.SeriesSpec(
      id: series.id, series: series, file: "", path: "",
      models: options.model == nil ? Scenario.defaultModels : [], windows: [.all], assumption: nil,
      season: options.season, sha256: "", from: options.from, soleModel: options.model)
    let part = SeriesPart(series: [spec], targets: targets)
    let course = Scenario.Course(
      name: "baseline", description: "", shocks: [:], lineage: ["baseline"])
    let scenario = Scenario(
      name: "target", sha256: "", title: "", question: "", courses: [course],
      horizon: options.horizon, paths: options.paths, seed: options.seed, levels: [50, 80, 95],
      vintages: [], parts: [part], warnings: [])
    let run = PartRun(
      scenario: scenario, seed: options.seed, paths: options.paths, jobs: options.jobs,
      asOf: options.asOf)
    let answer = part.answer(run)
    guard let declared = answer.fits.first else { throw .tooShort(needed: 1, found: 0) }
    fit = try declared.fit.get()
    guard let first = answer.forecasts.first else {
      throw .noEstimate(answer.targets.first?.outcome.insufficiency ?? "no forecast")
    }
    forecast = first.forecast
    outcomes = answer.targets.map(\.outcome)
  }
}
