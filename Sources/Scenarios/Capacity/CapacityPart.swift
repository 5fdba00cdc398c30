internal import Forecasting
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
      "capacity of \(question.name): \(question.demand.name) demand of \(question.series.id), "
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
    let start = (sample(questions[0]).end ?? 0) + 1
    let horizon = Self.horizon(questions, after: start - 1, last: run.scenario.horizon)
    var demands: [LinkDemand] = []
    var outcomes: [Result<LinkDemand, Insufficient>] = []
    for question in questions {
      do throws(Insufficient) {
        let demand = try demand(question, horizon: horizon)
        outcomes.append(.success(demand))
        demands.append(demand)
      } catch {
        outcomes.append(.failure(error))
      }
    }
    guard demands.count == questions.count else {
      return zip(questions, outcomes).map { question, outcome in
        // A link that could be fitted waits for the others that it runs with.
        let reason =
          if case .failure(let error) = outcome { error.reason } else {
            "a link that it runs with has no answer"
          }
        return CapacityAnswer.Link(question: question, result: .failure(.init(reason: reason)))
      }
    }
    let links = zip(questions, demands).map { link($0, $1, start: start, horizon: horizon) }
    let courses = distinct(start: start, horizon: horizon)
    let tallies = CapacityExperiment(
      links: links, courses: courses.map(\.course), start: start, horizon: horizon, seed: run.seed,
      paths: run.paths, jobs: run.jobs
    ).run()
    return questions.indices.map { index in
      return CapacityAnswer.Link(
        question: questions[index],
        result: .success(
          CapacityAnswer.Outcome(
            sample: sample(questions[index]), demand: demands[index], start: start,
            horizon: horizon, place: index,
            tallies: zip(courses, tallies).map { ($0.name, $0.alike, $1) })))
    }
  }

  private func sample(_ question: CapacityQuestion) -> TimeSeries {
    run.known(question.series).restricted(to: (question.from ?? .min)...Int.max)
  }

  /// Courses that change nothing on these links say what the first of them says.
  private func distinct(
    start: Int, horizon: Int
  ) -> [(name: String, alike: [String], course: CapacityCourse)] {
    var result: [(name: String, alike: [String], course: CapacityCourse)] = []
    // How much rests on demand is asked of the course that is quoted.
    let isBeside = questions.contains { $0.alternativeOf != nil }
    for course in isBeside ? Array(run.scenario.courses.prefix(1)) : run.scenario.courses {
      let own = CapacityCourse(
        factors: questions.map {
          course.factors(for: $0.series.id, axis: $0.series.axis, start: start, horizon: horizon)
        }, delays: questions.map { $0.steps.map { $0.delay(in: course.name) } })
      if let place = result.firstIndex(where: { $0.course == own }) {
        result[place].alike.append(course.name)
      } else {
        result.append((course.name, [], own))
      }
    }
    return result
  }

  private func demand(
    _ question: CapacityQuestion, horizon: Int
  ) throws(Insufficient) -> LinkDemand {
    switch question.demand {
    case .headline: return try headline(question, horizon: horizon)
    case .censored(let growth, let saturation):
      do throws(LogisticsError) {
        return LinkDemand(
          try CensoredDemand(growth: growth, bound: question.bound, saturation: saturation)
            .fit(to: sample(question), capacity: question.capacity))
      } catch { throw Insufficient(reason: error.description) }
    }
  }

  /// Demand as the paths that answer the targets of the series have it.
  private func headline(
    _ question: CapacityQuestion, horizon: Int
  ) throws(Insufficient) -> LinkDemand {
    guard let spec = run.scenario.series.first(where: { $0.id == question.series.id }) else {
      preconditionFailure("a link's series is one of the scenario")
    }
    let asked = SeriesQuestion(spec, run.asOf, targets: [], run: run)
    let sample = asked.ownSample
    if let place = sample.values.firstIndex(where: { $0 <= 0 }) {
      throw Insufficient(
        reason: LogisticsError.nonPositiveValue(index: place, value: sample.values[place])
          .description)
    }
    let fit: FittedSeries
    do throws(ForecastingError) {
      fit = try asked.headline.get()
      _ = try fit.forecast(horizon: horizon)
    } catch { throw Insufficient(reason: error.description) }
    let paths = PathExperiment(
      source: fit, seed: run.seed, paths: run.paths, horizon: horizon, jobs: 1)
    let full = zip(sample.ordinals, sample.values).filter { ordinal, value in
      question.capacity(at: ordinal).map { question.bound.isLikelyFull(value, stated: $0) } ?? false
    }
    return LinkDemand(
      { number, path in paths.path(number, into: path) }, sample: sample,
      fullPeriods: full.map(\.0))
  }

  private func link(
    _ question: CapacityQuestion, _ demand: LinkDemand, start: Int, horizon: Int
  ) -> CapacityLink {
    var capacity = LinkCapacity(
      stated: question.stated, bound: question.bound,
      observedMost: sample(question).values.max() ?? 0, steps: question.steps.map(\.step))
    capacity.schedule = question.schedule(from: start, count: horizon)
    return CapacityLink(
      name: question.name, seriesID: question.series.id, demand: demand, capacity: capacity,
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
