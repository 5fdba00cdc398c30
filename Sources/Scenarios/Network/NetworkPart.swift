internal import Forecasting
internal import Logistics
internal import SeriesCore

/// The key `network`: links under capacity that commodities share, with what room on each is worth and what
/// the loss of each costs.
package struct NetworkPart: ScenarioPart {
  package static let key = "network"

  package let questions: [NetworkQuestion]
  package let sources: [ScenarioSource]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> NetworkPart? {
    let questions = NetworkReader(context: context).questions(node)
    // Series of the included file that the scenario itself does not have.
    let own = Set(context.series.map(\.id))
    var sources = context.network.map { [$0.source] } ?? []
    for spec in questions.flatMap({ $0.commodities.compactMap(\.spec) })
    where !own.contains(spec.id) {
      let found =
        [ScenarioSource(file: spec.file, path: spec.path, sha256: spec.sha256)]
        + spec.currentSources
      sources += found.filter { !sources.contains($0) }
    }
    return NetworkPart(questions: questions, sources: sources)
  }

  package var plan: [String] {
    questions.map {
      "network \($0.name): \($0.commodities.count) commodities over \($0.links.count) links to "
        + "\($0.through)"
    }
  }

  package var reports: [PartReport] {
    [PartReport("network.csv"), PartReport("network_value.csv")]
  }

  package func answer(_ run: PartRun) -> NetworkAnswer {
    NetworkAnswer(
      results: questions.map { question in
        do throws(Insufficient) {
          return .init(
            question: question, result: .success(try NetworkRun(question, run).outcome()))
        } catch { return .init(question: question, result: .failure(error)) }
      }, headline: run.courses.first)
  }
}

/// One network, asked as of a time.
private struct NetworkRun {
  /// Paths that are drawn, and those of them on which each link is taken away, delayed and cancelled.
  static let mostPaths = 2_000
  static let mostEventPaths = 100

  let question: NetworkQuestion
  let run: PartRun
  /// By id, what was known.
  let known: [String: TimeSeries]
  let start: Int

  init(_ question: NetworkQuestion, _ run: PartRun) throws(Insufficient) {
    (self.question, self.run) = (question, run)
    var known: [String: TimeSeries] = [:]
    for series in question.series { known[series.id] = run.known(series) }
    self.known = known
    if let last = run.asOf?.lastDay, let base = PeriodText("\(question.baseYear)")?.lastDay,
      base > last
    {
      throw Insufficient(
        reason: LogisticsError.notKnown(period: String(question.baseYear)).description)
    }
    start = max(question.baseYear, known.values.compactMap(\.end).max() ?? 0) + 1
    guard start <= question.through else {
      throw Insufficient(reason: "nothing is left to project before \(question.through)")
    }
  }

  func outcome() throws(Insufficient) -> NetworkAnswer.Outcome {
    let count = question.through - start + 1
    var commodities: [FlowNetwork.Commodity] = []
    var observations: [Int] = []
    for commodity in question.commodities {
      commodities.append(
        FlowNetwork.Commodity(
          name: commodity.name, demand: try demand(commodity), value: commodity.value,
          hourValue: commodity.hourValue, routes: commodity.routes,
          logWeights: question.logWeights(commodity),
          // What is known of the base year is what went then.
          usualCosts: question.usualCosts(commodity)))
      if let spec = commodity.spec { observations.append(known[spec.id]?.count ?? 0) }
    }
    let network = FlowNetwork(
      links: question.links.map {
        .init(name: $0.name, part: $0.part, cost: $0.cost, hours: $0.hours, after: $0.after)
      }, sources: question.sources.map(source), commodities: commodities,
      choice: question.choice, patience: question.patience, start: start, count: count)
    let courses = distinct(network)
    let paths = min(run.paths, Self.mostPaths)
    let tallies = NetworkExperiment(
      network, name: question.name, courses: courses.map(\.course), seed: run.seed, paths: paths,
      eventPaths: Self.mostEventPaths, jobs: run.jobs
    ).run()
    if let failed = tallies.first(where: { $0.paths == 0 }) {
      throw Insufficient(
        reason: failed.failure?.description ?? "no path could be solved")
    }
    return NetworkAnswer.Outcome(
      start: start, count: count, observations: observations.min(),
      tallies: zip(courses, tallies).map { ($0.name, $0.alike, $1) })
  }

  private func source(_ source: NetworkQuestion.Source) -> FlowNetwork.Source {
    let series = source.series.flatMap { known[$0.id] }
    let first = (series?.end ?? question.baseYear) + 1
    return source.plan.source(
      series?.id ?? source.name, from: first, count: question.through - first + 1,
      observedMost: RouteCapacities.most(series, question.unit) ?? 0)
  }

  private func demand(_ commodity: NetworkQuestion.Commodity) throws(Insufficient)
    -> FlowNetwork.Demand
  {
    guard let spec = commodity.spec else {
      return .growth(
        base: commodity.base, from: question.baseYear,
        rate: commodity.rate ?? Triangle(low: 0, mode: 0, high: 0))
    }
    let asked = SeriesQuestion(spec, run.asOf, targets: [], run: run)
    guard let sample = known[spec.id],
      let base = sample.ordinals.firstIndex(of: question.baseYear), sample.values[base] > 0
    else {
      throw Insufficient(
        reason: "\(spec.id) has no positive value of the base year \(question.baseYear)")
    }
    let fit: FittedSeries
    do throws(ForecastingError) {
      fit = try asked.headline.get()
      _ = try fit.forecast(horizon: question.through - fit.sampleEnd)
    } catch { throw Insufficient(reason: error.description) }
    let horizon = question.through - fit.sampleEnd
    let paths = PathExperiment(
      source: fit, seed: run.seed, paths: run.paths, horizon: horizon, jobs: 1)
    return .paths(
      { number, path in paths.path(number, into: path) }, start: fit.sampleEnd + 1,
      count: horizon, factor: commodity.base / sample.values[base])
  }

  /// Courses that change nothing in the network say what the first of them says.
  private func distinct(
    _ network: FlowNetwork
  ) -> [(name: String, alike: [String], course: NetworkCourse)] {
    var result: [(name: String, alike: [String], course: NetworkCourse)] = []
    for course in run.scenario.courses {
      let own = NetworkCourse(
        factors: question.commodities.map { factors($0, course, network.count) },
        delays: question.sources.map { $0.plan.delays(in: course.name) },
        addedCost: question.links.map { $0.costChanges[course.name] ?? 0 },
        addedHours: question.links.map { $0.hourChanges[course.name] ?? 0 })
      if let place = result.firstIndex(where: { $0.course == own }) {
        result[place].alike.append(course.name)
      } else {
        result.append((course.name, [], own))
      }
    }
    return result
  }

  private func factors(
    _ commodity: NetworkQuestion.Commodity, _ course: Scenario.Course, _ count: Int
  ) -> [Double] {
    guard let spec = commodity.spec, let sample = known[spec.id], let end = sample.end else {
      return Array(repeating: 1, count: count)
    }
    return Array(
      course.factors(
        for: spec.id, axis: sample.axis, start: end + 1, horizon: question.through - end
      ).suffix(count))
  }
}
