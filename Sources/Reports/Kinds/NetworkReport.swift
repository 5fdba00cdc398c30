internal import Logistics
internal import Scenarios
internal import SeriesCore

/// What each link of a network can carry, carries and is worth, by scenario and year.
enum NetworkReport {
  static let kind = ReportKind(
    file: "network.csv",
    summary: "capacity, flow and the worth of room by scenario, link and period", table: table
  ) { run in
    (run.part(NetworkPart.self)?.answer.results ?? []).flatMap(rows)
  }

  private struct Row {
    let question: NetworkQuestion
    let link: Int?
    var course: String?
    var alike: [String] = []
    var outcome: NetworkAnswer.Outcome?
    var tally: NetworkTally?
    var step = 0
    var reason = ""

    var isBounded: Bool { link.map { question.links[$0].part != .open } ?? false }
    var year: Int? { outcome.map { $0.start + step } }

    func place(_ end: KeyPath<NetworkQuestion.Link, Int>) -> (x: Double, y: Double)? {
      link.flatMap { question.nodes[question.links[$0][keyPath: end]].place }
    }

    func spread(_ measure: NetworkTally.Measure) -> QuantileSpread? {
      guard let tally, let link else { return nil }
      return QuantileSpread(
        tally.quantiles(measure, link: link, period: step, QuantileSpread.probabilities))
    }

    func mean(_ measure: NetworkTally.Measure) -> Double? {
      guard let tally, let link else { return nil }
      return tally.mean(measure, link: link, period: step)
    }

    var full: Double? {
      guard let tally, let link, isBounded else { return nil }
      return tally.fullProbability(link: link, period: step)
    }

    var verdict: String {
      guard let link, let year, let flow = spread(.flow)?.median, let price = mean(.price) else {
        return reason
      }
      return NetworkVerdict.text(
        question, link: link, flow: flow, full: full, price: price, year: year)
    }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.course },
    .text("network", "network") { $0.question.name },
    .text("link", "link") { row in row.link.map { row.question.links[$0].name } },
    .text("from", "one end") { row in
      row.link.map { row.question.nodes[row.question.links[$0].from].name }
    },
    .text("to", "the other end") { row in
      row.link.map { row.question.nodes[row.question.links[$0].to].name }
    },
    .exact("from_x", "its place on a sketch, to the right") { $0.place(\.from)?.x },
    .exact("from_y", "the same, upward") { $0.place(\.from)?.y },
    .exact("to_x", "the other end's place, to the right") { $0.place(\.to)?.x },
    .exact("to_y", "the same, upward") { $0.place(\.to)?.y },
    .text("period", "year") { row in row.year.map(String.init) },
    .text("unit", "unit of capacity and flows") { $0.question.unit.label },
    .text("basis", "what is counted") { $0.question.basis },
    .rounded("p_open", "probability that the link is there") { row in
      guard let tally = row.tally, let link = row.link else { return nil }
      return tally.openProbability(link: link, period: row.step)
    },
    .spread("capacity", "what it can carry, empty for no bound") {
      $0.isBounded ? $0.spread(.capacity) : nil
    },
    .spread("flow", "what it carries") { $0.spread(.flow) },
    .rounded("flow_mean", "mean of what it carries") { $0.mean(.flow) },
    .spread("utilisation", "flow over capacity") { $0.isBounded ? $0.spread(.utilisation) : nil },
    .rounded("p_full", "probability that it carries all that it can") { $0.full },
    .spread("shadow_price", "worth of a tonne more of room, 0 unless it is full") {
      $0.isBounded ? $0.spread(.price) : nil
    },
    .rounded("shadow_price_mean", "mean of the same") { $0.isBounded ? $0.mean(.price) : nil },
    .text("price_unit", "unit of the shadow price") { $0.question.costUnit },
    .spread("queue", "what waits at its end for room on this link") {
      $0.isBounded ? $0.spread(.queue) : nil
    },
    .rounded("queue_mean", "mean of the same") { $0.isBounded ? $0.mean(.queue) : nil },
    .spread("suppressed", "what does not arrive for want of room on this link") {
      $0.isBounded ? $0.spread(.suppressed) : nil
    },
    .rounded("suppressed_mean", "mean of the same") {
      $0.isBounded ? $0.mean(.suppressed) : nil
    },
    .text("base_period", "year of the demands that grow") { String($0.question.baseYear) },
    .integer("n", "fewest observations behind a demand; empty where growth is stated") {
      $0.outcome?.observations
    },
    .integer("paths", "paths that were solved; at most 2000") {
      $0.tally?.paths
    },
    .integer("failed", "paths without a solution, left out") { $0.tally?.failed },
    .text("status", "conditional on what the file states, assumption, or insufficient") {
      ($0.tally == nil ? .insufficient : $0.question.status).rawValue
    },
    .alike { $0.alike },
    .text("reason", "why these assumptions") { $0.question.reason },
    .text("verdict", "the row in one sentence") { $0.verdict },
  ]

  private static func rows(_ network: NetworkAnswer.Network) -> [Row] {
    switch network.result {
    case .failure(let error):
      return [Row(question: network.question, link: nil, reason: error.reason)]
    case .success(let outcome):
      return outcome.tallies.flatMap { course, alike, tally in
        network.question.links.indices.flatMap { link in
          (0..<outcome.count).map { step in
            Row(
              question: network.question, link: link, course: course, alike: alike,
              outcome: outcome, tally: tally, step: step)
          }
        }
      }
    }
  }
}
