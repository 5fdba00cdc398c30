internal import Forecasting
internal import SeriesCore

/// What a scenario file will do, without doing it: one row a thing that it reads, runs or asks.
package struct ScenarioPlan: Sendable {
  package struct Row: Sendable, Equatable {
    /// `series`, `model`, `scenario`, `target`, `vintage`, the key of a part, or `report`.
    package let kind: String
    package let name: String
    package let detail: String

    package init(kind: String, name: String, detail: String) {
      self.kind = kind
      self.name = name
      self.detail = detail
    }
  }

  package let rows: [Row]

  package init(_ scenario: Scenario) {
    var rows: [Row] = []
    for spec in scenario.series {
      let series = spec.series
      let unit = series.unit.map { ", \($0.label)" } ?? ""
      let basis = series.basis.map { ", \($0.label) basis" } ?? ""
      let span =
        series.isEmpty
        ? "no observations"
        : "\(series.count) observations \(series.axis.text(series.ordinals[0])) to "
          + series.axis.text(series.ordinals[series.count - 1])
      rows.append(Row(kind: "series", name: spec.id, detail: span + unit + basis))
      let others = spec.others.flatMap { model in
        spec.windows.map { "\(model.text) on \($0.text)" }
      }
      rows.append(
        Row(
          kind: "model", name: spec.id,
          detail: spec.headlineName
            + (others.isEmpty ? "" : ", beside it " + others.joined(separator: ", "))))
    }
    for course in scenario.courses {
      let count = course.shocks.values.map(\.count).max() ?? 0
      let inherited = course.lineage.dropFirst()
      rows.append(
        Row(
          kind: "scenario", name: course.name,
          detail: (count == 1 ? "1 shock" : "\(count) shocks")
            + (inherited.isEmpty ? "" : ", inherits " + inherited.joined(separator: ", "))
            + (course.description.isEmpty ? "" : ": " + course.description)))
    }
    for placed in scenario.targets {
      let target = placed.target
      let level: String =
        switch target.level {
        case .value(let level): NumberText.shortest(level)
        case .multiple(let factor, let base):
          "\(NumberText.shortest(factor)) times \(base.written)"
        }
      rows.append(
        Row(
          kind: "target", name: target.name,
          detail: "\(level) of \(target.seriesID) by "
            + target.deadlines.map(\.written).joined(separator: ", ")))
    }
    for vintage in scenario.vintages {
      rows.append(
        Row(kind: "vintage", name: vintage.written, detail: "asked again with data up to then"))
    }
    for part in scenario.parts {
      rows += part.plan.map { Row(kind: type(of: part).key, name: "", detail: $0) }
    }
    self.rows = rows
  }
}
