internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// The fan of each scenario: median and central intervals by period, of each series and of each
/// running sum that a target is about.
enum ForecastReport {
  static let kind = ReportKind(
    file: "forecast.csv", summary: "predictive distribution by scenario, series and period",
    table: { table($0.levels) }, rows: { run in series(run) + sums(run) })

  private struct Row {
    let course: String
    let series: String
    let period: String
    let model: String
    let mean: Double?
    let median: Double
    /// One a level.
    let intervals: [(low: Double, high: Double)]
    let unit: SeriesUnit?
    let basis: SeriesBasis?
    let count: Int
    let vintage: ScenarioRun.Vintage
    let alike: [String]
  }

  private static func table(_ levels: [Double]) -> Table<Row> {
    [
      .text("scenario", "course of events") { $0.course },
      .text(
        "series", "series id; with (cumulative, …) behind it, the running sum from there"
      ) { $0.series },
      .text("period", "forecast period") { $0.period },
      .text("model", "model of the row") { $0.model },
      .rounded("mean", "mean; empty where it does not exist (logs with estimated variance)") {
        $0.mean
      },
      .rounded("median", "median, the point forecast") { $0.median },
      .roundedIntervals(levels) { row, place in row.intervals[place] },
      .text("unit", "unit of the values") { $0.unit?.label },
      .text("basis", "how the series is measured") { $0.basis?.label },
      .integer("n", "observations behind the model") { $0.count },
      .alike { $0.alike },
      .text("as_of", "data used up to here; empty for all") { $0.vintage.asOf?.written },
    ]
  }

  private static func series(_ run: ScenarioRun) -> [Row] {
    run.forecasts.flatMap { row -> [Row] in
      let forecast = row.forecast
      return forecast.distributions.indices.map { step in
        Row(
          course: row.course, series: forecast.seriesID,
          period: forecast.axis.text(forecast.start + step), model: forecast.model,
          mean: forecast.distributions[step].mean, median: forecast.distributions[step].median,
          intervals: run.scenario.levels.map { forecast.interval(step: step + 1, level: $0) },
          unit: forecast.unit, basis: forecast.basis, count: row.count, vintage: row.vintage,
          alike: row.alike)
      }
    }
  }

  private static func sums(_ run: ScenarioRun) -> [Row] {
    run.cumulative.flatMap { row -> [Row] in
      let name = RunningSumName(
        seriesID: row.seriesID, start: row.sum.start, through: row.sum.through.written)
      return row.fans.enumerated().map { step, fan in
        Row(
          course: row.course, series: name.text, period: row.axis.text(row.start + step),
          model: row.model, mean: nil, median: fan.median, intervals: fan.intervals,
          unit: row.unit, basis: row.basis, count: row.count, vintage: row.vintage, alike: [])
      }
    }
  }
}
