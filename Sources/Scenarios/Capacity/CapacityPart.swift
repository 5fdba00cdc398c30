internal import Logistics
internal import SeriesCore

/// The key `capacity`: links whose traffic is the lesser of demand and capacity.
package struct CapacityPart: ScenarioPart {
  package static let key = "capacity"

  package let questions: [CapacityQuestion]
  package let sources: [ScenarioSource]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> CapacityPart? {
    let part = CapacityPart(
      questions: CapacityReader(context: context).questions(node),
      sources: context.network.map { [$0.source] } ?? [])
    let questions = part.questions
    // Links that share what does not pass run together and must start together.
    if let first = questions.first, questions.contains(where: { $0.spill != nil }) {
      for question in questions
      where question.series.end != first.series.end
        || question.series.frequency != first.series.frequency
      {
        // Found by its name: an item that could not be read is none of the questions.
        (node.items.first { $0["name"]?.scalar == question.name } ?? node).fault(
          "'\(question.name)' and '\(first.name)' end in different periods, and one spills",
          advice: "bring the series to one end")
        return nil
      }
    }
    for group in part.groups { guard hasRoom(group, node, context) else { return nil } }
    return part
  }

  /// Links that run together: all where one spills onto another, else each by itself.
  private var groups: [[CapacityQuestion]] {
    questions.contains { $0.spill != nil } ? [questions] : questions.map { [$0] }
  }

  /// Whether the paths of links that run together can be held over all that is simulated, and the
  /// shocks on their demand stay within reason.
  private static func hasRoom(
    _ group: [CapacityQuestion], _ node: ScenarioNode, _ context: PartContext
  ) -> Bool {
    guard let first = group.first, let end = first.series.end else { return true }
    let periods = CapacityGroup.horizon(group, after: end, last: context.horizon?.period)
    let place =
      context.horizon?.node ?? node.items.first { $0["name"]?.scalar == first.name } ?? node
    guard
      place.hasRoom(
        periods: periods, [("scenarios", context.courses.count), ("links", group.count)],
        limit: HorizonLimit.sampledCells)
    else { return false }
    for question in group {
      for course in context.courses {
        guard let excess = course.excess(for: question.series, horizon: periods) else { continue }
        place.fault(excess, advice: "end them earlier")
        return false
      }
    }
    return true
  }

  package var plan: [String] {
    questions.map { question in
      "capacity of \(question.name): \(question.growth.rawValue) demand of \(question.series.id), "
        + "\(question.bound.name) capacity \(NumberText.shortest(question.stated)), "
        + "\(question.steps.count) steps"
    }
  }

  package var reports: [PartReport] {
    var reports = [
      PartReport("capacity.csv"),
      PartReport(
        "capacity_levels.csv", hasRows: questions.contains { !$0.levels.isEmpty }),
    ]
    if questions.contains(where: { !$0.steps.isEmpty }) {
      reports.append(PartReport("openings.csv"))
    }
    return reports
  }

  package func answer(_ run: PartRun) -> CapacityAnswer {
    CapacityAnswer(
      links: groups.flatMap { CapacityGroup(questions: $0, run: run).answers() },
      headline: run.courses.first)
  }
}

/// Links that are simulated together.
private struct CapacityGroup {
  let questions: [CapacityQuestion]
  let run: PartRun

  func answers() -> [CapacityAnswer.Link] {
    var fits: [(question: CapacityQuestion, posterior: DemandPosterior)] = []
    var outcomes: [Result<DemandPosterior, LogisticsError>] = []
    for question in questions {
      do throws(LogisticsError) {
        let posterior = try fit(question)
        outcomes.append(.success(posterior))
        fits.append((question, posterior))
      } catch {
        outcomes.append(.failure(error))
      }
    }
    guard fits.count == questions.count, let end = sample(questions[0]).end else {
      return zip(questions, outcomes).map { question, outcome in
        // A link that could be fitted waits for the others that it runs with.
        let reason =
          if case .failure(let error) = outcome { error.description } else {
            "a link that it runs with has no answer"
          }
        return CapacityAnswer.Link(question: question, result: .failure(.init(reason: reason)))
      }
    }
    let start = end + 1
    let horizon = Self.horizon(questions, after: end, last: run.scenario.horizon)
    let links = fits.map { link($0.question, $0.posterior, start: start, horizon: horizon) }
    let courses = run.scenario.courses.map { course in
      CapacityCourse(
        factors: questions.map {
          course.factors(for: $0.series.id, axis: $0.series.axis, start: start, horizon: horizon)
        }, delays: questions.map { $0.steps.map { $0.delay(in: course.name) } })
    }
    let tallies = CapacityExperiment(
      links: links, courses: courses, start: start, horizon: horizon, seed: run.seed,
      paths: run.paths, jobs: run.jobs
    ).run()
    return questions.indices.map { index in
      guard case .success(let posterior) = outcomes[index] else {
        preconditionFailure("every link of the group has a fit")
      }
      return CapacityAnswer.Link(
        question: questions[index],
        result: .success(
          CapacityAnswer.Outcome(
            sample: sample(questions[index]), demand: posterior, start: start, horizon: horizon,
            place: index, tallies: zip(run.courses, tallies).map { ($0, $1) })
        ))
    }
  }

  private func sample(_ question: CapacityQuestion) -> TimeSeries {
    run.known(question.series).restricted(to: (question.from ?? .min)...Int.max)
  }

  private func fit(_ question: CapacityQuestion) throws(LogisticsError) -> DemandPosterior {
    try CensoredDemand(
      growth: question.growth, bound: question.bound, saturation: question.saturation
    ).fit(to: sample(question), capacity: question.capacity)
  }

  private func link(
    _ question: CapacityQuestion, _ posterior: DemandPosterior, start: Int, horizon: Int
  ) -> CapacityLink {
    var capacity = LinkCapacity(
      stated: question.stated, bound: question.bound,
      observedMost: sample(question).values.max() ?? 0, steps: question.steps.map(\.step))
    capacity.schedule = question.schedule(from: start, count: horizon)
    return CapacityLink(
      name: question.name, seriesID: question.series.id, demand: posterior, capacity: capacity,
      spill: question.spill.flatMap { spill in
        questions.firstIndex { $0.name == spill.link }.map { .init(link: $0, share: spill.share) }
      }, levels: question.levels.map(\.level))
  }

  /// Periods to simulate: to the scenario's horizon, else five past the last deadline.
  static func horizon(
    _ questions: [CapacityQuestion], after end: Int, last horizon: PeriodText?
  ) -> Int {
    let deadlines = questions.flatMap { $0.levels.flatMap(\.deadlines) }
    let last =
      horizon.flatMap { period in
        questions.first?.series.axis.ordinal(of: period, periodEnd: true)
      } ?? (deadlines.max() ?? end) + 5
    return max(1, max(last, deadlines.max() ?? end) - end)
  }
}
