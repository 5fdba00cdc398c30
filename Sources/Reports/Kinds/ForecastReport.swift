internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// The fan of each scenario: median and central intervals by period, of each series and of each
/// running sum that a target is about.
enum ForecastReport {
  static func levels(_ run: ScenarioRun) -> [Double] { run.scenario.levels }

  static let kind = ReportKind(
    file: "forecast.csv", summary: "predictive distribution by scenario, series and period",
    columns: { run in
      [
        .text("scenario", "course of events"),
        .text("series", "series id; with (cumulative, …) behind it, the running sum from there"),
        .text("period", "forecast period"), .text("model", "model of the row"),
        .number("mean", "mean; empty where it does not exist (logs with estimated variance)"),
        .number("median", "median, the point forecast"),
      ]
        + levels(run).flatMap { level -> [ReportTable.Column] in
          let name = NumberText.shortest(level)
          return [
            .number("lo-\(name)", "lower end of the central \(name) % interval"),
            .number("hi-\(name)", "upper end of the central \(name) % interval"),
          ]
        } + [
          .text("unit", "unit of the values"), .text("basis", "how the series is measured"),
          .integer("n", "observations behind the model"),
          .text("as_of", "data used up to here; empty for all"),
        ]
    },
    rows: { run in series(run) + sums(run) })

  private static func series(_ run: ScenarioRun) -> [[ReportTable.Cell]] {
    run.forecasts.flatMap { row -> [[ReportTable.Cell]] in
      let forecast = row.forecast
      return forecast.distributions.indices.map { step -> [ReportTable.Cell] in
        let distribution = forecast.distributions[step]
        let intervals = levels(run).flatMap { level -> [ReportTable.Cell] in
          let interval = forecast.interval(step: step + 1, level: level)
          return [.rounded(interval.low), .rounded(interval.high)]
        }
        return [
          .text(row.course), .text(forecast.seriesID),
          .text(forecast.axis.text(forecast.start + step)), .text(forecast.model),
          .rounded(distribution.mean), .rounded(distribution.median),
        ] + intervals + [
          .text(forecast.unit?.label), .text(forecast.basis?.label), .integer(row.count),
          .text(row.vintage.asOf?.written),
        ]
      }
    }
  }

  private static func sums(_ run: ScenarioRun) -> [[ReportTable.Cell]] {
    run.cumulative.flatMap { row -> [[ReportTable.Cell]] in
      let start = NumberText.shortest(row.sum.start)
      let name = "\(row.seriesID) (cumulative, \(start) through \(row.sum.through.written))"
      return row.quantiles.indices.map { step -> [ReportTable.Cell] in
        let fan = row.quantiles[step]
        return [
          .text(row.course), .text(name),
          .text(row.axis.text(row.start + step)), .text(row.model), .rounded(nil),
          .rounded(fan[0]),
        ] + fan.dropFirst().map { .rounded($0) } + [
          .text(row.unit?.label), .text(row.basis?.label), .integer(row.count),
          .text(row.vintage.asOf?.written),
        ]
      }
    }
  }
}
