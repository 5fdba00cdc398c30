package import Logistics
internal import SeriesCore

/// What the links of a network carry, what room on them is worth and what their loss costs.
package struct NetworkAnswer: ScenarioAnswer {
  package struct Outcome: Sendable {
    /// The first year, and how many there are.
    package let start: Int
    package let count: Int
    /// The fewest observations that a demand rests on; nil where all growth is stated.
    package let observations: Int?
    /// By course of events, with the courses that change nothing here against it.
    package let tallies: [(course: String, alike: [String], tally: NetworkTally)]
  }

  package struct Network: Sendable {
    package let question: NetworkQuestion
    package let result: Result<Outcome, Insufficient>
  }

  package let results: [Network]
  let headline: String?

  package var verdicts: [PartVerdict] {
    results.flatMap { network -> [PartVerdict] in
      guard case .success(let outcome) = network.result,
        let tally = outcome.tallies.first(where: { $0.course == headline })?.tally
      else {
        guard case .failure(let error) = network.result else { return [] }
        return [PartVerdict(subject: network.question.name, text: "no answer, \(error.reason)")]
      }
      return [
        PartVerdict(
          subject: network.question.name,
          text: NetworkVerdict.text(network.question, outcome, tally))
      ]
    }
  }

  /// A row a network: what is lost without its most critical link. Which one that is may change with the
  /// data; the question stays.
  package var sheet: [AnswerRow] {
    results.map { network in
      let asked = network.question.name + ": lost without its most critical link"
      guard case .success(let outcome) = network.result,
        let tally = outcome.tallies.first(where: { $0.course == headline })?.tally
      else {
        let reason = verdicts.first { $0.subject == network.question.name }?.text ?? "no answer"
        return AnswerRow(asked, reason, .insufficient)
      }
      let status = network.question.status
      var row = AnswerRow(asked, NetworkVerdict.text(network.question, outcome, tally), status)
      row.unit = network.question.unit
      row.basis = SeriesBasis(network.question.basis)
      row.deadline = String(network.question.through)
      row.count = outcome.observations
      row.members =
        status == .assumption ? "assumed growth under capacity" : "headline demand under capacity"
      if let worst = NetworkVerdict.ranked(network.question, tally).first,
        let loss = tally.loss(
          event: NetworkExperiment.place(.out, link: worst), .carried, [0.1, 0.5, 0.9])
      {
        row.value = loss.quantiles[1]
        row.range = loss.quantiles[0]...loss.quantiles[2]
      }
      return row
    }
  }
}
