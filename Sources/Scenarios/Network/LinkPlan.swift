internal import Logistics
internal import SeriesCore

/// The capacity of a shared link as its file plans it: what is there, how sure it is, trains that are
/// agreed and steps. `capacity` draws from it and `routes` reckons with the medians of those draws.
package struct LinkPlan: Sendable {
  private static let axis = PeriodAxis(.annual)

  /// The capacity of the base year, in the unit of the link.
  private let stated: Double
  private let bound: CapacityBound
  private let trains: TrainSchedule?
  /// Tonnes in a unit of the link; nil where capacity is stated.
  private let tonnes: Double?
  private let steps: [CapacityQuestion.PlannedStep]
  /// Units of the problem in one of the link.
  private let scale: Double

  /// The plan of a shared link in the unit of a problem; nil when a fault was reported.
  ///
  /// - Parameters:
  ///   - node: the scenario's route, which names the link and says by how much its steps are late.
  ///   - base: the year whose capacity is what is there.
  ///   - items: the steps; by default those of the link with what the node says of them.
  static func read(
    _ node: ScenarioNode, _ link: ScenarioNode, _ context: PartContext, unit: SeriesUnit,
    base: Int, steps items: [ScenarioNode]? = nil
  ) -> LinkPlan? {
    let before = node.faultCount
    guard let text = link.has("unit") ? context.copiedText(link, "unit") : unit.label else {
      return nil
    }
    let (own, wanted) = (CapacityReader.tonnes(SeriesUnit(text)), CapacityReader.tonnes(unit))
    let scale: Double
    if SeriesUnit(text) == unit {
      scale = 1
    } else if let own, let wanted {
      scale = own / wanted
    } else {
      node.fault(
        at: "link", SeriesError.unitMismatch(SeriesUnit(text), unit).description,
        advice: "units of weight are reckoned into each other")
      return nil
    }
    let trains = TrainReader(context: context, axis: axis).schedule(link)
    let reader = CapacityReader(context: context)
    let steps = (items ?? SharedNetwork.steps(node, of: link)).compactMap {
      reader.step($0, axis, end: nil)
    }
    let bound = reader.bound(link)
    var stated: Double?
    if link.has("capacity") {
      stated = link.positive("capacity")
    } else if let trains {
      guard let own else {
        node.fault(at: "link", "trains give tonnes; the unit of the link is no weight")
        return nil
      }
      stated = trains.tonnes(in: base, of: axis) / own
    }
    guard let stated, let bound, node.faultCount == before else { return nil }
    return LinkPlan(
      stated: stated, bound: bound, trains: link.has("capacity") ? nil : trains, tonnes: own,
      steps: steps, scale: scale)
  }

  /// What is there in the base year, in the unit of the problem. More than a capacity that is not known
  /// can be carried, so that what was carried is its least.
  func capacity(carried: Double) -> Double {
    bound == .known ? scale * stated : max(scale * stated, carried)
  }

  /// Medians of what the link can carry from a year on, in the unit of the problem: an array a course.
  ///
  /// - Parameters:
  ///   - id: the series of what it carries: `capacity` draws by it.
  ///   - observedMost: the most that was carried, in the unit of the problem.
  func medians(
    _ id: String, from start: Int, count: Int, courses: [String], observedMost: Double, run: PartRun
  ) -> [[Double]] {
    let capacity = linkCapacity(from: start, count: count, observedMost: observedMost)
    let tallies = CapacityExperiment(
      links: [
        CapacityLink(name: id, seriesID: id, demand: .none(from: start), capacity: capacity)
      ],
      courses: courses.map { course in
        CapacityCourse(
          factors: [Array(repeating: 1, count: count)],
          delays: [steps.map { $0.delay(in: course) }])
      }, start: start, horizon: count, seed: run.seed,
      // The paths that quantiles come from.
      paths: min(run.paths, CapacityTally.keptPaths), jobs: run.jobs
    ).run()
    return tallies.map { tally in
      (0..<count).map { scale * tally.quantiles(.capacity, link: 0, step: $0, [0.5])[0] }
    }
  }

  /// What `capacity` draws of: what is there, its dated changes and steps, in the unit of the link.
  ///
  /// - Parameter observedMost: the most that was carried, in the unit of the problem.
  private func linkCapacity(from start: Int, count: Int, observedMost: Double) -> LinkCapacity {
    var capacity = LinkCapacity(
      stated: stated(before: start), bound: bound, observedMost: observedMost / scale,
      steps: steps.map(\.step))
    if let trains, !trains.days.isEmpty, let tonnes {
      capacity.schedule = ScheduledCapacity(
        additions: trains.additions(
          from: start, count: count, over: capacity.stated, of: Self.axis, tonnesPerUnit: tonnes),
        realised: trains.realised)
    }
    return capacity
  }

  /// The names of the lines that make up what is there; empty where it is stated.
  var lineNames: [String] { trains?.lines.map(\.name) ?? [] }
  var stepNames: [String] { steps.map(\.step.name) }

  /// By step the years by which it is late under a course, nil where it is not built.
  func delays(in course: String) -> [Int?] { steps.map { $0.delay(in: course) } }

  /// The same for a network, whose links may be parts of it.
  func source(
    _ id: String, from start: Int, count: Int, observedMost: Double
  ) -> FlowNetwork.Source {
    FlowNetwork.Source(
      seriesID: id,
      capacity: linkCapacity(from: start, count: count, observedMost: observedMost),
      start: start, lines: lines(from: start, count: count), scale: scale)
  }

  private func lines(from start: Int, count: Int) -> [(stated: Double, additions: [Double])] {
    guard let trains, let tonnes else { return [] }
    return trains.lines.map { line in
      let own = TrainSchedule(lines: [line], realised: trains.realised)
      let stated = own.tonnes(in: start - 1, of: Self.axis) / tonnes
      return (
        stated,
        own.additions(
          from: start, count: count, over: stated, of: Self.axis, tonnesPerUnit: tonnes)
      )
    }
  }

  /// What is there in the last observed year.
  private func stated(before start: Int) -> Double {
    guard let trains, let tonnes else { return stated }
    return trains.tonnes(in: start - 1, of: Self.axis) / tonnes
  }
}
