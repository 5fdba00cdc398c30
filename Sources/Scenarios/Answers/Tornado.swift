internal import Forecasting
internal import Glibc
package import SeriesCore

/// P(target by deadline) when one thing moves and all else stays.
package struct TornadoRow: Sendable {
  /// What moves.
  package enum Factor: String, Sendable {
    case baseYear = "base_year"
    case sampleStart = "sample_start"
    case growth
    case currentYear = "current_year"
    case classPrior = "class_prior"
    case deflator

    package var text: String {
      switch self {
      case .baseYear: "another base"
      case .sampleStart: "another sample"
      case .growth: "other growth"
      case .currentYear: "other evidence"
      case .classPrior: "another reference class"
      case .deflator: "another deflator"
      }
    }
  }

  package let target: String
  package let seriesID: String
  package let axis: PeriodAxis
  package let deadline: Int
  package let factor: Factor
  /// Where it moves to, in words.
  package let setting: String
  /// The quoted probability and what the move adds to it, from the same random numbers.
  package let quoted: Double
  package let change: Double

  package var probability: Double { min(1, max(0, quoted + change)) }
}

/// Asks the targets of one series again with one thing moved.
struct Tornado {
  let question: SeriesQuestion
  /// The quoted answers of the first course, a row a target.
  let quoted: [[TargetOutcome]]
  /// The same without what is known of the current period, from all paths; nil where nothing is.
  let withoutCurrent: [[TargetOutcome]]?
  /// Of each target; in the order of `quoted`.
  let targets: [PlacedTarget]
  let horizon: Int

  /// Enough for a change of half a point with the same random numbers on both sides.
  private static let paths = 20_000
  /// A point a year.
  private static let growthStep = 0.01

  var rows: [TornadoRow] {
    guard let fit = try? question.headline.get(), let base = ask(fit) else { return [] }
    var rows: [TornadoRow] = []
    func addChange(
      _ factor: TornadoRow.Factor, _ setting: String, _ base: [[TargetOutcome]],
      _ answers: [[TargetOutcome]]
    ) {
      for (place, outcomes) in quoted.enumerated() {
        for (j, outcome) in outcomes.enumerated() where outcome.status == .projected {
          if factor == .deflator, outcome.target.target.deflator == nil { continue }
          guard let own = outcome.pTouch, let before = base[place][j].pTouch,
            let after = answers[place][j].pTouch
          else { continue }
          // Growth after the deadline moves nothing.
          if factor == .growth, question.current != nil,
            outcome.deadline == (question.sample.end ?? 0) + 1
          {
            continue
          }
          rows.append(
            TornadoRow(
              target: outcome.target.target.name, seriesID: outcome.seriesID, axis: outcome.axis,
              deadline: outcome.deadline, factor: factor, setting: setting, quoted: own,
              change: after - before))
        }
      }
    }
    func add(_ factor: TornadoRow.Factor, _ setting: String, _ answers: [[TargetOutcome]]?) {
      if let answers { addChange(factor, setting, base, answers) }
    }
    addSamples(add)
    for sign in [1.0, -1] {
      let step = sign * Self.growthStep
      // What is known of the current period stands whatever growth is after it.
      let known = question.current == nil ? 0 : 1
      add(
        .growth, "\(sign > 0 ? "a point more" : "a point less") a year",
        ask(fit) { pow(1 + step, Double(max(0, $0 - known)) / perYear) })
    }
    if let withoutCurrent {
      // The verdict has this number: one figure, from the same paths.
      addChange(.currentYear, "without what is known of the current period", quoted, withoutCurrent)
    }
    if targets.contains(where: { $0.target.deflator != nil }) {
      add(.deflator, "none, the level in current prices", ask(fit, nominal: true))
    }
    // Ties keep the order in which they were asked.
    return rows.enumerated().sorted {
      ($0.element.target, $0.element.deadline, -abs($0.element.change), $0.offset)
        < ($1.element.target, $1.element.deadline, -abs($1.element.change), $1.offset)
    }.map(\.element)
  }

  private var perYear: Double { question.sample.frequency.periodsPerYear ?? 1 }

  private func addSamples(
    _ add: (TornadoRow.Factor, String, [[TargetOutcome]]?) -> Void
  ) {
    let spec = question.spec
    guard spec.assumption == nil, let request = try? spec.headline else { return }
    let axis = spec.series.axis
    func fitted(_ sample: TimeSeries) -> FittedSeries? {
      try? question.heard(request, of: sample)
    }
    if let end = question.ownSample.end {
      let earlier = question.ownSample.upTo(end - 1)
      if let last = earlier.end, let fit = try? request.fit(to: earlier, seasonLength: spec.season)
      {
        // What is known of the current period is no next step of an earlier base.
        let rest =
          question.current == nil ? "" : ", without what is known of the current period"
        add(.baseYear, "data up to \(axis.text(last))" + rest, ask(fit))
      }
    }
    for window in spec.windows {
      let part = window.applied(to: question.sample)
      guard part.ordinals != question.ownSample.ordinals else { continue }
      let text = window == .all ? "all observations" : window.text
      add(.sampleStart, text, fitted(part).flatMap { ask($0) })
    }
    guard Headline.asksClass(request.text) else { return }
    for other in ReferenceClass.allCases where other != spec.series.referenceClass {
      var sample = question.ownSample
      sample.referenceClass = other
      add(.classPrior, other.rawValue, fitted(sample).flatMap { ask($0) })
    }
  }

  private func ask(
    _ fit: FittedSeries, nominal: Bool = false, factor: (Int) -> Double = { _ in 1 }
  ) -> [[TargetOutcome]]? {
    guard let course = question.courses.first?.course, let end = question.sample.end else {
      return nil
    }
    // An earlier base has further to go; what is observed between them is not used.
    let lag = end - fit.sampleEnd
    let sample = lag > 0 ? question.sample.upTo(fit.sampleEnd) : question.sample
    guard
      let asked = try? TargetQuestion(
        fit, sample: sample, horizon: horizon + lag, paths: min(question.run.paths, Self.paths),
        seed: question.run.seed, jobs: question.run.jobs)
    else { return nil }
    let own = course.factors(
      for: question.spec.id, axis: fit.axis, start: fit.sampleEnd + 1, horizon: asked.horizon)
    let factors = own.enumerated().map { $1 * factor($0 + 1 - lag) }
    let cases = targets.map { TargetQuestion.Case(nominal ? $0.nominal : $0, factors: factors) }
    return asked.answer(cases).map(\.outcomes)
  }
}
