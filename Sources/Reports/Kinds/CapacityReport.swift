internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Demand against capacity, by scenario, link and period.
enum CapacityReport {
  private static let quantiles = [0.5, 0.1, 0.9]

  static let kind = ReportKind(
    file: "capacity.csv", summary: "demand against capacity by scenario, link and period",
    columns: columns, isWanted: ReportKind.has(CapacityPart.self)
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap(rows)
  }

  private static let columns: [ReportTable.Column] =
    [
      .text("scenario", "course of events"), .text("link", "link or crossing"),
      .text("series", "series of what the link carries"), .text("period", "period"),
      .text("unit", "unit"), .text("basis", "how the series is measured"),
      .text("model", "growth of demand: drift, trend, logistic or gompertz"),
      .text("bound", "what is known of capacity: known, uncertain or soft"),
      .integer("n", "observations behind demand"),
      .integer("n_full", "of these at or near capacity"),
    ] + spread("demand", "demand") + spread("capacity", "capacity")
    + spread("carried", "what passes: demand or capacity, the lesser")
    + spread("suppressed", "demand that neither passes nor finds another link")
    + spread("spilled", "demand that finds another link")
    + spread("utilisation", "carried over capacity")
    + [
      .number("carried_mean", "mean of what passes"),
      .number("p_full", "probability that demand is at or over capacity"),
      .number(
        "wait_hours", "mean hours a train waits at the median utilisation; empty when full"),
      .text("status", "observed, projected or insufficient"),
      .text("verdict", "the row in one sentence"),
    ]

  private static func spread(_ name: String, _ summary: String) -> [ReportTable.Column] {
    [
      .number(name, summary + ", median"), .number(name + "_p10", summary + ", 10 % quantile"),
      .number(name + "_p90", summary + ", 90 % quantile"),
    ]
  }

  private static func rows(_ link: CapacityAnswer.Link) -> [[ReportTable.Cell]] {
    let question = link.question
    let series = question.series
    switch link.result {
    case .failure(let error):
      return [
        head(nil, question, period: nil, count: series.count, full: nil)
          + [ReportTable.Cell](repeating: .rounded(nil), count: 21)
          + [.text("insufficient"), .text(error.reason)]
      ]
    case .success(let outcome):
      return outcome.tallies.flatMap { course, tally -> [[ReportTable.Cell]] in
        [observed(course, question, outcome)]
          + (0..<outcome.horizon).map { step in
            projected(course, question, outcome, tally, step: step)
          }
      }
    }
  }

  private static func head(
    _ course: String?, _ question: CapacityQuestion, period: Int?, count: Int, full: Int?
  ) -> [ReportTable.Cell] {
    let series = question.series
    return [
      .text(course), .text(question.name), .text(series.id),
      .text(period.map { series.axis.text($0) }), .text(series.unit?.label),
      .text(series.basis?.label), .text(question.growth.rawValue), .text(question.bound.name),
      .integer(count), .integer(full),
    ]
  }

  /// The last observed period: what was carried, and the demand behind it.
  private static func observed(
    _ course: String, _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome
  ) -> [ReportTable.Cell] {
    let sample = outcome.sample
    let end = outcome.start - 1
    let carried = sample.values.last ?? 0
    let demand = outcome.demand.demandAtEnd(quantiles)
    // What differs in the last digits of a logarithm is not suppressed.
    let suppressed = demand.map { $0 > carried * (1 + 1e-9) ? $0 - carried : 0 }
    // Capacity is at least what was carried, whatever was stated.
    let capacity = question.capacity(at: end).map { max($0, carried) }
    func three(_ values: [Double]) -> [ReportTable.Cell] { values.map { .rounded($0) } }
    let none = [ReportTable.Cell](repeating: .rounded(nil), count: 3)
    let verdict =
      "\(Verdict.amount(carried, question.series.unit)) was carried; demand was "
      + "\(Verdict.amount(demand[0], question.series.unit)) at the median "
      + "(\(Verdict.number(demand[1])) to \(Verdict.number(demand[2])))"
    return head(
      course, question, period: end, count: outcome.demand.count,
      full: outcome.demand.fullPeriods.count) + three(demand)
      + [.rounded(capacity), .rounded(nil), .rounded(nil)]
      + [.rounded(carried), .rounded(nil), .rounded(nil)] + three(suppressed) + none
      + [.rounded(capacity.map { carried / $0 }), .rounded(nil), .rounded(nil)]
      + [
        .rounded(carried), .rounded(nil), .rounded(nil), .text("observed"), .text(verdict),
      ]
  }

  private static func projected(
    _ course: String, _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome,
    _ tally: CapacityTally, step: Int
  ) -> [ReportTable.Cell] {
    let unit = question.series.unit
    let values = CapacityTally.Measure.allCases.map {
      tally.quantiles($0, link: outcome.place, step: step, quantiles)
    }
    func of(_ measure: CapacityTally.Measure) -> [Double] { values[measure.rawValue] }
    let full = tally.fullProbability(link: outcome.place, step: step)
    let hours = question.waiting.flatMap { waiting in
      question.tonnesPerUnit.flatMap {
        waiting.hours(
          utilisation: of(.utilisation)[0], capacity: of(.capacity)[0] * $0)
      }
    }
    let verdict =
      "\(Verdict.amount(of(.carried)[0], unit)) carried of \(Verdict.amount(of(.demand)[0], unit)) "
      + "demanded at the median, full with \(Verdict.share(full))"
    return head(
      course, question, period: outcome.start + step, count: outcome.demand.count,
      full: outcome.demand.fullPeriods.count) + values.flatMap { $0.map { .rounded($0) } }
      + [
        .rounded(tally.meanCarried(link: outcome.place, step: step)), .rounded(full),
        .rounded(hours), .text("projected"), .text(verdict),
      ]
  }
}
