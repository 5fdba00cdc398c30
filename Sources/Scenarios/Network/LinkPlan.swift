internal import Logistics
internal import SeriesCore

/// The capacity of a shared link year by year as its file plans it: sizes, openings and what is
/// realised of agreed trains at their medians. What `capacity` simulates around, `routes` reckons with.
package struct LinkPlan: Sendable {
  private static let axis = PeriodAxis(.annual)

  /// The capacity of the base year, in the unit of the problem.
  private let stated: Double
  private let trains: TrainSchedule?
  /// Tonnes in a unit of the problem; nil where capacity is stated.
  private let tonnes: Double?
  private let steps: [CapacityQuestion.PlannedStep]
  /// Units of the problem in one of the link, for steps.
  private let scale: Double
  /// Whether more than the stated capacity can be carried, so that what was carried is its least.
  let givesWay: Bool

  /// The plan of a shared link in the unit of a problem; nil when a fault was reported.
  ///
  /// - Parameters:
  ///   - node: the scenario's route, which names the link and says by how much its steps are late.
  ///   - base: the year whose capacity is what is there.
  static func read(
    _ node: ScenarioNode, _ link: ScenarioNode, _ context: PartContext, unit: SeriesUnit,
    base: Int
  ) -> LinkPlan? {
    let before = node.faultCount
    guard let text = context.copiedText(link, "unit") else { return nil }
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
    let steps = SharedNetwork.steps(node, of: link).compactMap { reader.step($0, axis, end: nil) }
    var stated: Double?
    if link.has("capacity") {
      stated = link.positive("capacity").map { $0 * scale }
    } else if let trains {
      guard let wanted else {
        node.fault(at: "link", "trains give tonnes; the unit of the problem is no weight")
        return nil
      }
      stated = trains.tonnes(in: base, of: axis) / wanted
    }
    guard let stated, node.faultCount == before else { return nil }
    return LinkPlan(
      stated: stated, trains: link.has("capacity") ? nil : trains, tonnes: wanted, steps: steps,
      scale: scale, base: base, givesWay: link["bound"]?.scalar ?? "known" != "known")
  }

  private let base: Int

  private init(
    stated: Double, trains: TrainSchedule?, tonnes: Double?,
    steps: [CapacityQuestion.PlannedStep], scale: Double, base: Int, givesWay: Bool
  ) {
    (self.stated, self.trains, self.tonnes) = (stated, trains, tonnes)
    (self.steps, self.scale, self.base, self.givesWay) = (steps, scale, base, givesWay)
  }

  /// What the link can carry in a year under a course.
  package func capacity(_ year: Int, in course: String) -> Double {
    var capacity = stated
    if let trains, let tonnes, year > base {
      capacity +=
        trains.realised.median * (trains.tonnes(in: year, of: Self.axis) / tonnes - stated)
    }
    return steps.reduce(capacity) { $0 + scale * $1.planned(year, in: course) }
  }
}
