internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// The fan of each scenario: median and central intervals by period.
enum ForecastReport {
  static let levels: [Double] = [50, 80, 95]

  static let kind = ReportKind(
    file: "forecast.csv", summary: "predictive distribution by scenario, series and period",
    columns: [
      .text("scenario", "course of events"), .text("series", "series id"),
      .text("period", "forecast period"), .text("model", "model of the row"),
      .number("mean", "mean; empty where it does not exist (logs with estimated variance)"),
      .number("median", "median, the point forecast"),
    ]
      + levels.flatMap { level -> [ReportTable.Column] in
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
  ) { run in
    run.forecasts.flatMap { row -> [[ReportTable.Cell]] in
      let forecast = row.forecast
      let count = run.fits.first {
        $0.vintage == row.vintage && $0.seriesID == forecast.seriesID && $0.window == "declared"
      }.flatMap { try? $0.fit.get().count }
      return forecast.distributions.indices.map { step -> [ReportTable.Cell] in
        let distribution = forecast.distributions[step]
        return [
          .text(row.course), .text(forecast.seriesID),
          .text(forecast.axis.text(forecast.start + step)), .text(forecast.model),
          .rounded(distribution.mean), .rounded(distribution.median),
        ]
          + levels.flatMap { level -> [ReportTable.Cell] in
            let interval = forecast.interval(step: step + 1, level: level)
            return [.rounded(interval.low), .rounded(interval.high)]
          } + [
            .text(forecast.unit?.label), .text(forecast.basis?.label), .integer(count),
            .text(row.vintage.asOf?.written),
          ]
      }
    }
  }
}
