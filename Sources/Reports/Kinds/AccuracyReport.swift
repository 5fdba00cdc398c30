internal import Forecasting
internal import Scenarios

/// Rolling-origin accuracy of each model beside naive.
enum AccuracyReport {
  static let kind = ReportKind(
    file: "accuracy.csv", summary: "rolling-origin accuracy of the models beside naive",
    table: table
  ) { run in
    run.accuracy.map { row in
      let naive = run.accuracy.first {
        $0.seriesID == row.seriesID && $0.isReference
      }?.accuracy
      return Row(series: row.seriesID, accuracy: row.accuracy, naive: naive)
    }
  }

  private struct Row {
    let series: String
    let accuracy: RollingAccuracy
    let naive: RollingAccuracy?

    /// Only over the same forecasts is a ratio a comparison.
    var ratio: Double? {
      guard let naive, let own = accuracy.measures.mase, let other = naive.measures.mase, other > 0,
        naive.forecasts == accuracy.forecasts
      else { return nil }
      return own / other
    }
  }

  private static let table: Table<Row> = [
    .text("series", "series id") { $0.series },
    .text("model", "model") { $0.accuracy.model },
    .integer("horizon", "periods after each origin that are judged") { $0.accuracy.horizon },
    .integer("origins", "origins with a judged forecast") { $0.accuracy.origins },
    .integer("n", "judged forecasts, overlapping and so dependent") { $0.accuracy.forecasts },
    .rounded("mase", "mean absolute error over the mean seasonal change before the origin") {
      $0.accuracy.measures.mase
    },
    .rounded("mase_over_naive", "MASE relative to naive on the same series") { $0.ratio },
    .rounded("smape", "symmetric mean absolute percentage error, 0 to 200") {
      $0.accuracy.measures.smape
    },
    .rounded("coverage_80", "share of actuals inside the 80 % interval") {
      $0.accuracy.measures.coverage(0)
    },
    .rounded("coverage_95", "share of actuals inside the 95 % interval") {
      $0.accuracy.measures.coverage(1)
    },
  ]
}
