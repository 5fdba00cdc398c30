internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Demand against capacity, by scenario, link and period.
enum CapacityReport {
  static let kind = ReportKind(
    file: "capacity.csv", summary: "demand against capacity by scenario, link and period",
    table: table
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap(rows)
  }

  private struct Row {
    let question: CapacityQuestion
    let status: String
    let verdict: String
    var course: String?
    var alike: [String] = []
    var period: Int?
    var demandModel: LinkDemand?
    var demand: QuantileSpread?
    var capacity: QuantileSpread?
    var carried: QuantileSpread?
    var suppressed: QuantileSpread?
    var spilled: QuantileSpread?
    var utilisation: QuantileSpread?
    var meanCarried: Double?
    var pFull: Double?
    var waitHours: Double?
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.course },
    .text("link", "link or crossing") { $0.question.name },
    .text("series", "series of what the link carries") { $0.question.series.id },
    .text("period", "period") { row in row.period.map { row.question.series.axis.text($0) } },
    .text("unit", "unit") { $0.question.series.unit?.label },
    .text("basis", "how the series is measured") { $0.question.series.basis?.label },
    .text("model", "what projects demand: headline, or growth of the link's own") {
      $0.question.demand.name
    },
    .text("bound", "what is known of capacity: known, uncertain or soft") {
      $0.question.bound.name
    },
    .integer("n", "observations behind demand") {
      $0.demandModel?.count ?? $0.question.series.count
    },
    .integer("n_full", "of these at or near capacity") { $0.demandModel?.fullPeriods.count },
    .spread("demand", "demand") { $0.demand },
    .spread("capacity", "capacity") { $0.capacity },
    .spread("carried", "what passes: demand or capacity, the lesser") { $0.carried },
    .spread("suppressed", "demand that neither passes nor finds another link") { $0.suppressed },
    .spread("spilled", "demand that finds another link") { $0.spilled },
    .spread("utilisation", "carried over capacity") { $0.utilisation },
    .rounded("carried_mean", "mean of what passes") { $0.meanCarried },
    .rounded("p_full", "probability that demand is at or over capacity") { $0.pFull },
    .rounded(
      "wait_hours", "mean hours a train waits at the median utilisation; empty when full"
    ) { $0.waitHours },
    .text("status", "observed, projected or insufficient") { $0.status },
    .text("also", "courses of events that change nothing here, of which the row holds too") {
      $0.alike.isEmpty ? nil : $0.alike.joined(separator: "; ")
    },
    .text("verdict", "the row in one sentence") { $0.verdict },
  ]

  private static func rows(_ link: CapacityAnswer.Link) -> [Row] {
    switch link.result {
    case .failure(let error):
      return [Row(question: link.question, status: "insufficient", verdict: error.reason)]
    case .success(let outcome):
      // What is observed is so under every course.
      var observed = observed(outcome.tallies[0].course, link.question, outcome)
      observed.alike =
        outcome.tallies[0].alike + outcome.tallies.dropFirst().flatMap { [$0.course] + $0.alike }
      return [observed]
        + outcome.tallies.flatMap { course, alike, tally in
          (0..<outcome.horizon).map { step in
            var row = projected(course, link.question, outcome, tally, step: step)
            row.alike = alike
            return row
          }
        }
    }
  }

  /// The last observed period: what was carried, and the demand behind it.
  private static func observed(
    _ course: String, _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome
  ) -> Row {
    let end = outcome.start - 1
    let carried = outcome.sample.values.last ?? 0
    let demand = outcome.demand.demandAtEnd(QuantileSpread.probabilities)
    // What differs in the last digits of a logarithm is not suppressed.
    let suppressed = demand.map { $0 > carried * (1 + 1e-9) ? $0 - carried : 0 }
    // Capacity is at least what was carried, whatever was stated.
    let capacity = question.capacity(at: end).map { max($0, carried) }
    let verdict =
      "\(Verdict.amount(carried, question.series.unit)) was carried; demand was "
      + "\(Verdict.amount(demand[0], question.series.unit)) at the median "
      + "(\(Verdict.number(demand[1])) to \(Verdict.number(demand[2])))"
    return Row(
      question: question, status: "observed", verdict: verdict, course: course, period: end,
      demandModel: outcome.demand, demand: QuantileSpread(demand),
      capacity: QuantileSpread(known: capacity), carried: QuantileSpread(known: carried),
      suppressed: QuantileSpread(suppressed),
      utilisation: QuantileSpread(known: capacity.map { carried / $0 }), meanCarried: carried,
      waitHours: capacity.flatMap {
        waitHours(question, utilisation: carried / $0, capacity: $0)
      })
  }

  private static func projected(
    _ course: String, _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome,
    _ tally: CapacityTally, step: Int
  ) -> Row {
    let unit = question.series.unit
    func spread(_ measure: CapacityTally.Measure) -> [Double] {
      tally.quantiles(measure, link: outcome.place, step: step, QuantileSpread.probabilities)
    }
    let (demand, capacity, carried) = (spread(.demand), spread(.capacity), spread(.carried))
    let utilisation = spread(.utilisation)
    let full = tally.fullProbability(link: outcome.place, step: step)
    let verdict =
      "\(Verdict.amount(carried[0], unit)) carried of \(Verdict.amount(demand[0], unit)) "
      + "demanded at the median, full with \(Verdict.share(full))"
    return Row(
      question: question, status: "projected", verdict: verdict, course: course,
      period: outcome.start + step, demandModel: outcome.demand, demand: QuantileSpread(demand),
      capacity: QuantileSpread(capacity), carried: QuantileSpread(carried),
      suppressed: QuantileSpread(spread(.suppressed)), spilled: QuantileSpread(spread(.spilled)),
      utilisation: QuantileSpread(utilisation),
      meanCarried: tally.meanCarried(link: outcome.place, step: step), pFull: full,
      waitHours: waitHours(question, utilisation: utilisation[0], capacity: capacity[0]))
  }

  /// Hours, where the link states how trains arrive and is not full.
  private static func waitHours(
    _ question: CapacityQuestion, utilisation: Double, capacity: Double
  ) -> Double? {
    guard let waiting = question.waiting, let tonnes = question.tonnesPerUnit else { return nil }
    return waiting.hours(utilisation: utilisation, capacity: capacity * tonnes)
  }
}
