internal import Logistics
internal import Scenarios
internal import SeriesCore

/// What the loss, the delay and the cancellation of each link of a network cost.
enum NetworkValueReport {
  static let kind = ReportKind(
    file: "network_value.csv",
    summary: "what the loss, a year's delay and the cancellation of each link cost", table: table
  ) { run in
    (run.part(NetworkPart.self)?.answer.results ?? []).flatMap { network -> [Row] in
      guard case .success(let outcome) = network.result else { return [] }
      return outcome.tallies.flatMap { course, alike, tally -> [Row] in
        let ranks = NetworkVerdict.ranked(network.question, tally)
        return network.question.links.indices.flatMap { link in
          LinkEvent.allCases.compactMap { event in
            Row(network.question, outcome, tally, course, alike, link, event, ranks)
          }
        }
      }
    }
  }

  private struct Row {
    let question: NetworkQuestion
    let outcome: NetworkAnswer.Outcome
    let tally: NetworkTally
    let course: String
    let alike: [String]
    let link: Int
    let event: LinkEvent
    let rank: Int
    /// By kind of loss: its mean, then quantiles; none of hours where nothing arrives.
    let losses: [(mean: Double, quantiles: [Double])?]

    /// Nil for an event that cannot happen.
    init?(
      _ question: NetworkQuestion, _ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally,
      _ course: String, _ alike: [String], _ link: Int, _ event: LinkEvent, _ ranks: [Int]
    ) {
      let losses = NetworkTally.Loss.allCases.map {
        tally.loss(
          event: NetworkExperiment.place(event, link: link), $0, QuantileSpread.probabilities)
      }
      guard losses[NetworkTally.Loss.carried.rawValue] != nil else { return nil }
      (self.question, self.outcome, self.tally) = (question, outcome, tally)
      (self.course, self.alike, self.link, self.event) = (course, alike, link, event)
      self.losses = losses
      rank = (ranks.firstIndex(of: link) ?? 0) + 1
    }

    func mean(_ kind: NetworkTally.Loss) -> Double? { losses[kind.rawValue]?.mean }
    func spread(_ kind: NetworkTally.Loss) -> QuantileSpread? {
      losses[kind.rawValue].map { QuantileSpread($0.quantiles) }
    }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.course },
    .text("network", "network") { $0.question.name },
    .text("link", "link") { $0.question.links[$0.link].name },
    .text("event", "out in all periods, its steps delayed by a year, or cancelled") {
      $0.event.rawValue
    },
    .integer("rank", "place of the link by the tonnes that its loss costs, 1 the most critical") {
      $0.rank
    },
    .text("from_period", "first year of the sums") { String($0.outcome.start) },
    .text("through", "last year of the sums") { String($0.question.through) },
    .text("unit", "unit of tonnes") { $0.question.unit.label },
    .text("basis", "what is counted") { $0.question.basis },
    .rounded("lost_mean", "less that arrives, mean; negative for more") { $0.mean(.carried) },
    .spread("lost", "less that arrives") { $0.spread(.carried) },
    .rounded(
      "cost_mean",
      "what all costs more, the worth of what does not arrive in it; under logit the surplus that is "
        + "lost; mean"
    ) { $0.mean(.cost) },
    .spread("cost", "the same") { $0.spread(.cost) },
    .text("cost_unit", "unit of cost: that of a tonne's cost times that of tonnes") {
      $0.question.moneyUnit
    },
    .rounded(
      "hours_mean",
      "hours more a tonne that arrives, with one mix of commodities; empty where none does; mean",
      unit: "hours"
    ) { $0.mean(.hours) },
    .spread("hours", "the same") { $0.spread(.hours) },
    .integer("n", "fewest observations behind a demand; empty where growth is stated") {
      $0.outcome.observations
    },
    .integer("paths", "paths on which it was tried") { $0.tally.eventPaths },
    .integer("failed", "paths on which it was tried without a solution, left out") {
      $0.tally.failedEventPaths
    },
    .alike { $0.alike },
    .text("verdict", "the row in one sentence") { row in
      guard let lost = row.spread(.carried)?.median, let cost = row.spread(.cost)?.median else {
        return nil
      }
      return NetworkVerdict.text(
        row.question, link: row.link, event: row.event, lost: lost, cost: cost)
    },
  ]
}
