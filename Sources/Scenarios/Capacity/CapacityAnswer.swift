package import Logistics
package import SeriesCore

/// What demand meets on each link, by course of events.
package struct CapacityAnswer: ScenarioAnswer {
  package struct Outcome: Sendable {
    /// The observations that the demand model saw.
    package let sample: TimeSeries
    package let demand: LinkDemand
    /// The first simulated period.
    package let start: Int
    package let horizon: Int
    /// The link's place in its tallies.
    package let place: Int
    /// What the paths did, by course of events, with the courses that change nothing on these links
    /// against it.
    package let tallies: [(course: String, alike: [String], tally: CapacityTally)]
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
        return outcome.tallies.filter { $0.course == headline }.flatMap { course, _, tally in
          CapacityVerdict.texts(
            link.question, outcome, tally,
            others: outcome.tallies.filter { $0.course != course }.map { ($0.course, $0.tally) }
          ).map { PartVerdict(subject: link.question.name, text: $0) }
        }
      }
    }
  }
}
