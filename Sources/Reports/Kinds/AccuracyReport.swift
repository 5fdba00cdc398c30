internal import Forecasting
internal import Scenarios

/// Rolling-origin accuracy of each model beside naive.
enum AccuracyReport {
  static let kind = ReportKind(
    file: "accuracy.csv", summary: "rolling-origin accuracy of the models beside naive",
    columns: [
      .text("series", "series id"), .text("model", "model"),
      .integer("horizon", "periods after each origin that are judged"),
      .integer("origins", "origins with a judged forecast"),
      .integer("n", "judged forecasts, overlapping and so dependent"),
      .number("mase", "mean absolute error over the mean seasonal change before the origin"),
      .number("mase_over_naive", "MASE relative to naive on the same series"),
      .number("smape", "symmetric mean absolute percentage error, 0 to 200"),
      .number("coverage_80", "share of actuals inside the 80 % interval"),
      .number("coverage_95", "share of actuals inside the 95 % interval"),
    ]
  ) { run in
    run.accuracy.map { row in
      let naive = run.accuracy.first {
        $0.seriesID == row.seriesID && $0.isReference
      }?.accuracy
      let own = row.accuracy
      // Only over the same forecasts is a ratio a comparison.
      var ratio: Double?
      if let naive, let a = own.measures.mase, let b = naive.measures.mase, b > 0,
        naive.forecasts == own.forecasts
      {
        ratio = a / b
      }
      return [
        .text(row.seriesID), .text(own.model), .integer(own.horizon), .integer(own.origins),
        .integer(own.forecasts), .rounded(own.measures.mase), .rounded(ratio),
        .rounded(own.measures.smape), .rounded(own.measures.coverage(0)),
        .rounded(own.measures.coverage(1)),
      ]
    }
  }
}
