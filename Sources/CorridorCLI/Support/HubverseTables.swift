import Corridor

/// Model output of a hub, and its scores.
enum HubverseTables {
  /// One file of a hub: the model's name is that of the file.
  static let submission: Table<HubverseForecasts.Row> = [
    .text("origin_date", "day on which the forecast was made") { $0.origin },
    .text("scenario_id", "scenario and course") { $0.scenario },
    .text("target", "what is forecast: unit and basis") { $0.target },
    .text("location", "series id") { $0.location },
    .integer("horizon", "periods after the one that holds the origin") { $0.horizon },
    .text("target_end_date", "last day of the period") { $0.targetEnd },
    .text("output_type", "median, quantile or cdf") { $0.type },
    .text("output_type_id", "NA, a probability, or a value of the target") { $0.typeID },
    .exact("value", "in the target's unit; of a cdf a probability") { $0.value },
  ]

  /// Many models in one table.
  static let collected: Table<HubverseForecasts.Row> = Table(joining: [
    [.text("model_id", "team and model") { $0.model }], submission,
  ])

  private static func scores(_ levels: [Double]) -> Table<HubverseScore.Row> {
    [
      .integer("n", "judged forecasts") { $0.count },
      .exact("wis", "weighted interval score, in the unit of the series") { $0.wis },
      .exact("dispersion", "its part that is width") { $0.dispersion },
      .exact("underprediction", "its part of actuals over the intervals") { $0.underprediction },
      .exact("overprediction", "its part of actuals under the intervals") { $0.overprediction },
      .exact("bias", "-1 to 1, over 0 where forecasts are too high") { $0.meanBias },
      .exact("ae_median", "mean absolute error of the median") { $0.meanMedianError },
      .each(levels) { _, level in
        let name = IntervalColumn.text(level)
        return .exact(
          "interval_coverage_" + name, "share of actuals inside the \(name) % intervals"
        ) { $0.coverage(level) }
      },
      .integer("wis_n", "forecasts behind wis: quantiles in pairs") { $0.pairedCount },
    ]
  }

  /// A row a model, scenario, target and location.
  static func bySeries(_ levels: [Double]) -> Table<HubverseScore.Row> {
    [
      .text("model_id", "team and model") { $0.model },
      .text("scenario_id", "scenario") { $0.scenario },
      .text("target", "what is forecast") { $0.target },
      .text("location", "series id") { $0.location },
      scores(levels),
    ]
  }

  /// A row a model: means over its forecasts.
  static func byModel(_ levels: [Double]) -> Table<HubverseScore.Row> {
    [.text("model_id", "team and model") { $0.model }, scores(levels)]
  }
}
