package import Logistics
internal import SeriesCore

/// The plain sentences of a network.
package enum NetworkVerdict {
  /// Links by what their loss costs in tonnes, the most first; those that cost nothing last, in the order of
  /// the file.
  package static func ranked(_ question: NetworkQuestion, _ tally: NetworkTally) -> [Int] {
    func loss(_ link: Int) -> Double {
      tally.loss(event: NetworkExperiment.place(.out, link: link), .carried, [0.5])?.mean ?? 0
    }
    let losses = question.links.indices.map(loss)
    return question.links.indices.sorted { (-losses[$0], $0) < (-losses[$1], $1) }
  }

  /// The link whose loss costs most, and the one on which room is worth most.
  package static func text(
    _ question: NetworkQuestion, _ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally
  ) -> String {
    var text = ""
    let last = outcome.count - 1
    if let worst = ranked(question, tally).first,
      let loss = tally.loss(
        event: NetworkExperiment.place(.out, link: worst), .carried, [0.1, 0.9])
    {
      text =
        "without \(question.links[worst].name) \(Verdict.amount(loss.mean, question.unit)) less "
        + "arrive from \(outcome.start) to \(question.through) on average (80 %: "
        + "\(Verdict.amount(loss.quantiles[0], question.unit)) to "
        + "\(Verdict.amount(loss.quantiles[1], question.unit))), the most of any link"
    }
    let prices = question.links.indices.map { tally.mean(.price, link: $0, period: last) }
    if let dearest = prices.indices.max(by: { (prices[$0], -$0) < (prices[$1], -$1) }),
      prices[dearest] > 0
    {
      let full = Verdict.share(tally.fullProbability(link: dearest, period: last))
      text +=
        "; in \(question.through) room is worth most on \(question.links[dearest].name), "
        + "\(Verdict.number(prices[dearest])) \(question.costUnit) on average, which is full with "
        + full
    } else {
      text += "; no link is full in \(question.through)"
    }
    return text + "; " + sample(outcome, tally)
  }

  /// `20000 paths, 11 observations`.
  package static func sample(_ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally) -> String {
    let rest =
      outcome.observations.map { "\($0) observations behind the shortest demand" }
      ?? "assumed growth"
    let failed = tally.failed > 0 ? " (\(tally.failed) more without a solution)" : ""
    return "\(tally.paths) paths\(failed), \(rest)"
  }

  /// One link in one year.
  package static func text(
    _ question: NetworkQuestion, link: Int, flow: Double, full: Double?, price: Double, year: Int
  ) -> String {
    var text =
      "\(question.links[link].name) carries \(Verdict.amount(flow, question.unit)) in \(year) at "
      + "the median"
    if let full { text += ", full with \(Verdict.share(full))" }
    if price > 0 {
      text +=
        "; a tonne more of room is worth \(Verdict.number(price)) \(question.costUnit) "
        + "on average"
    }
    return text
  }

  /// What an event on a link costs.
  package static func text(
    _ question: NetworkQuestion, link: Int, event: LinkEvent, lost: Double, cost: Double
  ) -> String {
    let name = question.links[link].name
    let happens: String =
      switch event {
      case .out: "\(name) out"
      case .delayed: "\(name) opened a year later"
      case .cancelled: "what is to be added to \(name) not built"
      }
    let amount = Verdict.amount(abs(lost), question.unit)
    return "\(happens): \(amount) \(lost < 0 ? "more" : "less") arrive by \(question.through), and "
      + "all costs \(Verdict.number(cost)) USD million more, at the mean"
  }
}
