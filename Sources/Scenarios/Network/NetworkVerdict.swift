package import Logistics
internal import SeriesCore

/// The plain sentences of a network.
package enum NetworkVerdict {
  /// Links by what their loss costs in tonnes at the median, the most first; those that cost nothing last, in
  /// the order of the file.
  package static func ranked(_ question: NetworkQuestion, _ tally: NetworkTally) -> [Int] {
    func loss(_ link: Int) -> Double {
      tally.loss(event: NetworkExperiment.place(.out, link: link), .carried, [0.5])?
        .quantiles[0] ?? 0
    }
    let losses = question.links.indices.map(loss)
    return question.links.indices.sorted { (-losses[$0], $0) < (-losses[$1], $1) }
  }

  /// The link whose loss costs most, and the one on which room is worth most.
  package static func text(
    _ question: NetworkQuestion, _ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally
  ) -> String {
    [
      loss(question, outcome, tally), room(question, outcome, tally), sample(outcome, tally),
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private static func loss(
    _ question: NetworkQuestion, _ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally
  ) -> String? {
    guard let worst = ranked(question, tally).first,
      let loss = tally.loss(
        event: NetworkExperiment.place(.out, link: worst), .carried, [0.1, 0.5, 0.9])
    else { return nil }
    let years = "from \(outcome.start) to \(question.through)"
    let amounts = loss.quantiles.map { Verdict.amount($0, question.unit) }
    let range = "80 %: \(amounts[0]) to \(amounts[2]), \(tally.eventPaths) paths"
    guard loss.quantiles[1] > 0 else {
      return "no link is missed \(years): at the median no less arrives without any one (\(range) "
        + "without \(question.links[worst].name))"
    }
    return "without \(question.links[worst].name) \(amounts[1]) less arrive \(years) at the median "
      + "(\(range)), the most of any link"
  }

  private static func room(
    _ question: NetworkQuestion, _ outcome: NetworkAnswer.Outcome, _ tally: NetworkTally
  ) -> String {
    let last = outcome.count - 1
    func dearest(_ value: (Int) -> Double) -> Int? {
      question.links.indices.filter { value($0) > 0 }.max {
        (value($0), -$0) < (value($1), -$1)
      }
    }
    func full(_ link: Int) -> String {
      question.links[link].name + " is full with "
        + Verdict.share(tally.fullProbability(link: link, period: last))
    }
    if let link = dearest({ tally.mean(.price, link: $0, period: last) }) {
      let mean = Verdict.number(tally.mean(.price, link: link, period: last))
      let median = Verdict.number(tally.quantiles(.price, link: link, period: last, [0.5])[0])
      return "in \(question.through) \(full(link)); a tonne more of room there is worth \(mean) "
        + "\(question.costUnit) on average (median \(median)), the most of any link"
    }
    if let link = dearest({ tally.fullProbability(link: $0, period: last) }) {
      return "in \(question.through) \(full(link)), and more room is worth nothing"
    }
    return "no link is full in \(question.through)"
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

  /// What an event on a link costs, at the median.
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
    let money = "\(Verdict.number(abs(cost))) \(question.moneyUnit)"
    let worth =
      question.choice == .leastCost
      ? "all costs \(money) \(cost < 0 ? "less" : "more")"
      : "the surplus is \(money) \(cost < 0 ? "more" : "less")"
    return "\(happens): \(amount) \(lost < 0 ? "more" : "less") arrive by \(question.through), and "
      + "\(worth), at the median"
  }
}
