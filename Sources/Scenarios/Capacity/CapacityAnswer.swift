package import Logistics
package import SeriesCore

/// What demand meets on each link, by course of events.
package struct CapacityAnswer: ScenarioAnswer {
  /// A reason why a link has no answer.
  package struct Insufficient: Error, Sendable {
    package let reason: String
  }

  package struct Outcome: Sendable {
    /// The observations that the demand model saw.
    package let sample: TimeSeries
    package let demand: DemandPosterior
    /// The first simulated period.
    package let start: Int
    package let horizon: Int
    /// The link's place in its tallies.
    package let place: Int
    /// What the paths did, by course of events.
    package let tallies: [(course: String, tally: CapacityTally)]
  }

  package struct Link: Sendable {
    package let question: CapacityQuestion
    package let result: Result<Outcome, Insufficient>
  }

  package let links: [Link]
  /// The course of events whose sentences end the run.
  let headline: String?

  /// What became of a level by a deadline under a course.
  package enum Standing: Sendable {
    /// Observed at or over the level in this period.
    case met(Int)
    /// The deadline is observed and the level was not carried by then.
    case missed
    case projected(demand: Double, capacity: Double, carried: Double, touched: Double)
  }

  /// Where a level stands at a deadline.
  package static func standing(
    _ outcome: Outcome, _ tally: CapacityTally, level: Int, value: Double, deadline: Int
  ) -> Standing {
    let sample = outcome.sample
    for (ordinal, carried) in zip(sample.ordinals, sample.values)
    where ordinal <= deadline && carried >= value {
      return .met(ordinal)
    }
    guard deadline >= outcome.start else { return .missed }
    let shares = tally.levelProbabilities(
      link: outcome.place, level: level, step: deadline - outcome.start)
    return .projected(
      demand: shares.demand, capacity: shares.capacity, carried: shares.carried,
      touched: shares.touched)
  }

  package var verdicts: [PartVerdict] {
    links.flatMap { link -> [PartVerdict] in
      switch link.result {
      case .failure(let error):
        return [PartVerdict(subject: link.question.name, text: "no answer, \(error.reason)")]
      case .success(let outcome):
        return outcome.tallies.filter { $0.course == headline }.flatMap { course, tally in
          CapacityVerdict.texts(
            link.question, outcome, tally, others: outcome.tallies.filter { $0.course != course }
          ).map { PartVerdict(subject: link.question.name, text: $0) }
        }
      }
    }
  }
}

extension CapacityAnswer {
  /// A row a level and deadline, then one on what a step's opening is worth. All are conditional: the
  /// demand behind them is the link's own model, which neither passed a backtest nor hears of the current
  /// period, and is not the headline's.
  package var sheet: [AnswerRow] {
    links.flatMap { link -> [AnswerRow] in
      let question = link.question
      guard case .success(let outcome) = link.result,
        let tally = outcome.tallies.first(where: { $0.course == headline })?.tally
      else {
        let reason = verdicts.first { $0.subject == question.name }?.text ?? "no answer"
        return [AnswerRow(question.name, reason, .insufficient)]
      }
      var rows: [AnswerRow] = []
      for (place, level) in question.levels.enumerated() {
        for deadline in level.deadlines {
          rows.append(row(question, outcome, tally, place, level.level, deadline))
        }
      }
      if let step = question.steps.first {
        var row = AnswerRow(
          question.name, CapacityVerdict.opening(question, outcome, tally, step.step), .conditional)
        row.count = outcome.demand.count
        row.basis = question.series.basis
        rows.append(row)
      }
      return rows
    }
  }

  private func row(
    _ question: CapacityQuestion, _ outcome: Outcome, _ tally: CapacityTally, _ place: Int,
    _ level: Double, _ deadline: Int
  ) -> AnswerRow {
    let text = CapacityVerdict.text(
      question, outcome, tally, level: place, value: level, deadline: deadline)
    var status = AnswerRow.Status.conditional
    var probability: Double?
    switch Self.standing(outcome, tally, level: place, value: level, deadline: deadline) {
    case .met: (status, probability) = (.met, 1)
    case .missed: (status, probability) = (.missed, 0)
    case .projected(_, _, _, let touched): probability = touched
    }
    var row = AnswerRow(question.name, text, status)
    row.probability = probability
    row.level = level
    row.deadline = question.series.axis.text(deadline)
    row.unit = question.series.unit
    row.basis = question.series.basis
    row.count = outcome.demand.count
    row.members = question.growth.rawValue + " demand under capacity"
    return row
  }
}
