import Corridor

/// The tables of `corridor score`.
enum AccuracyTable {
  /// A row a series and model.
  static func bySeries(_ measures: Table<AccuracyMeasures>) -> Table<ForecastScore.Row> {
    [
      .text("unique_id", "series id") { $0.series },
      .text("model", "model") { $0.model },
      measures.of { $0.measures },
    ]
  }

  /// A row a model: means over series.
  static func byModel(
    _ measures: Table<AccuracyMeasures>
  ) -> Table<(model: String, measures: AccuracyMeasures)> {
    [
      .text("model", "model") { $0.model },
      .integer("series", "series behind the means") { $0.measures.seriesCount },
      measures.of { $0.measures },
    ]
  }

  static func measures(_ levels: [Double]) -> Table<AccuracyMeasures> {
    [
      .integer("n", "judged forecasts") { $0.count },
      .exact("mase", "mean absolute scaled error") { $0.mase },
      .exact("rmsse", "root mean squared scaled error") { $0.rmsse },
      .exact("smape", "symmetric mean absolute percentage error, 0 to 200") { $0.smape },
      .exact("mape", "mean absolute percentage error", unit: "percent") { $0.mape },
      .each(levels) { place, level in
        let name = IntervalColumn.text(level)
        return [
          .exact("msis_" + name, "mean scaled interval score of the \(name) % intervals") {
            $0.msis(place)
          },
          .exact("coverage_" + name, "share of actuals inside the \(name) % intervals") {
            $0.coverage(place)
          },
        ]
      },
      .exact("wis", "weighted interval score, in the unit of the series") { $0.wis },
      .integer("mape_n", "forecasts behind mape") { $0.mapeCount },
    ]
  }
}
