internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// What is known of the period after the last observation: the routes to it, what they say together,
/// and the distribution of the period with and without them.
enum CurrentYearReport {
  static let kind = ReportKind(
    file: "current_year.csv", summary: "routes to the value of the current period", table: table
  ) { $0.currents.flatMap(rows) }

  private struct Row {
    let series: TimeSeries
    let period: Int
    let route: String
    var value: Double?
    var spread: Double?
    var interval: (low: Double, high: Double)?
    var weight: Double?
    var errors: Int?
    var held: Int?
    var note = ""
  }

  private static func rows(_ current: ScenarioRun.CurrentRow) -> [Row] {
    let evidence = current.evidence
    func row(_ name: String) -> Row {
      Row(series: current.series, period: current.period, route: name)
    }
    var rows = evidence.routes.map { route in
      var row = row(route.name)
      (row.value, row.spread, row.weight) = (route.value, route.spread, route.weight)
      row.interval = CurrentEvidence.interval80(route.value, route.spread)
      (row.errors, row.held, row.note) = (route.errors, route.held, route.basis)
      return row
    }
    if let joint = evidence.joint {
      var all = row("all routes")
      (all.value, all.spread) = (joint.value, joint.spread)
      all.interval = CurrentEvidence.interval80(joint.value, joint.spread)
      all.note =
        "generalised least squares; errors of two routes correlate by "
        + NumberText.shortest(evidence.correlation)
      rows.append(all)
    }
    for (name, distribution, note) in [
      ("model", current.own, "\(current.model) without the routes"),
      ("model and routes", current.joint, "\(current.model) with the routes: what is used"),
    ] {
      guard let distribution else { continue }
      var row = row(name)
      row.value = distribution.median
      row.interval = (distribution.quantile(0.1), distribution.quantile(0.9))
      row.note = note
      rows.append(row)
    }
    return rows
  }

  private static let table: Table<Row> = [
    .text("series", "series id") { $0.series.id },
    .text("period", "period after the last observation") { $0.series.axis.text($0.period) },
    .text("route", "way to the value; all routes; model; model and routes") { $0.route },
    .rounded("value", "median") { $0.value },
    .rounded("sd_log", "standard deviation of the logarithm") { $0.spread },
    .rounded("lo-80", "lower end of the central 80 % interval") { $0.interval?.low },
    .rounded("hi-80", "upper end of the central 80 % interval") { $0.interval?.high },
    .rounded("weight", "share in the joint value of all routes") { $0.weight },
    .integer("n", "past errors behind the spread; 0 for a stated one") { $0.errors },
    .integer("held", "of these, inside the 80 % interval that the others give") { $0.held },
    .text("unit", "unit of the values") { $0.series.unit?.label },
    .text("basis", "how the series is measured") { $0.series.basis?.label },
    .text("note", "where value and spread come from") { $0.note },
  ]
}
