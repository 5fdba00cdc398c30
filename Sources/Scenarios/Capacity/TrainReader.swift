internal import Logistics
internal import SeriesCore

/// Reads `trains` and `realised` of a link.
struct TrainReader {
  let context: PartContext
  let axis: PeriodAxis

  private static let keys = [
    "name", "trains_per_day", "net_tonnes", "availability", "directions", "both_ways", "section",
    "reason",
  ]
  /// Over it a ratio of both directions to one is a slip.
  private static let mostBothWays = 10.0

  /// The schedule of a link; nil when it has none, or when a fault was reported.
  func schedule(_ node: ScenarioNode) -> TrainSchedule? {
    let items = node.list("trains")
    let lines = items.compactMap(line)
    guard !lines.isEmpty, lines.count == items.count else { return nil }
    var schedule = TrainSchedule(lines: lines, realised: Triangle(low: 1, mode: 1, high: 1))
    if let child = node["realised"] {
      guard !schedule.days.isEmpty else {
        child.fault("nothing is added to these trains", advice: "give trains_per_day by date")
        return nil
      }
      guard let realised = realised(child) else { return nil }
      schedule = TrainSchedule(lines: lines, realised: realised)
    }
    return schedule
  }

  private func line(_ node: ScenarioNode) -> TrainSchedule.Line? {
    node.allow(Self.keys)
    guard let name = node.text("name"), let crossing = slots(node),
      let tonnes = node.positive("net_tonnes")
    else { return nil }
    let availability = node.has("availability") ? node.positive("availability") : 1
    guard let availability, availability <= 1 else {
      node.fault(at: "availability", "availability is a share of the year, at most 1")
      return nil
    }
    let directions = node.integer("directions", in: 1...2) ?? 2
    guard let bothWays = bothWays(node, directions: directions) else { return nil }
    var section: TrainSchedule.Slots?
    if let child = node["section"] {
      child.allow(["name", "trains_per_day", "reason"])
      guard child.text("name") != nil, let found = slots(child) else { return nil }
      section = found
    }
    return TrainSchedule.Line(
      name: name, crossing: crossing, section: section, netTonnes: tonnes,
      availability: availability, directions: directions, bothWays: bothWays)
  }

  private func bothWays(_ node: ScenarioNode, directions: Int) -> Double? {
    guard node.has("both_ways") else { return 1 }
    guard let factor = node.positive("both_ways") else { return nil }
    guard directions == 1 else {
      node.fault(
        at: "both_ways", "these trains count both directions already", advice: "directions: 1")
      return nil
    }
    guard (1...Self.mostBothWays).contains(factor) else {
      node.fault(
        at: "both_ways", "tonnes of both directions over those of one, from 1 to 10",
        advice: "both_ways: 1.6")
      return nil
    }
    return factor
  }

  /// `trains_per_day: 14`, or `{2024: 14, 2025-07-01: 28}`.
  private func slots(_ node: ScenarioNode) -> TrainSchedule.Slots? {
    guard let child = node["trains_per_day"], child.scalar == nil else {
      return node.positive("trains_per_day").map {
        TrainSchedule.Slots(stretches: [(from: .min, trains: $0)])
      }
    }
    let advice = "trains_per_day: {2024: 14, 2025-07-01: 28}"
    guard !child.keys.isEmpty else {
      child.fault("no trains a day", advice: advice)
      return nil
    }
    if axis.days(of: 0) == nil {
      child.fault("the periods of the series have no dates", advice: "give one number")
      return nil
    }
    var stretches: [(from: Int, trains: Double)] = []
    for key in child.keys {
      guard let day = PeriodText(key)?.firstDay else {
        child.key(key).fault("'\(key)' is no date", advice: advice)
        return nil
      }
      guard let trains = child.positive(key) else { return nil }
      if stretches.contains(where: { $0.from == day }) {
        child.key(key).fault("the day on which '\(key)' begins stands twice", advice: "keep one")
        return nil
      }
      stretches.append((day, trains))
    }
    return TrainSchedule.Slots(stretches: stretches.sorted { $0.from < $1.from })
  }

  private func realised(_ node: ScenarioNode) -> Triangle? {
    node.allow(["low", "mode", "high", "reason"])
    guard let low = node.number("low"), let mode = node.number("mode"),
      let high = node.number("high"), context.copiedText(node, "reason") != nil
    else { return nil }
    guard low >= 0, mode >= low, high >= mode, high <= 1 else {
      node.fault("a share runs from low over mode up to high, between 0 and 1")
      return nil
    }
    return Triangle(low: low, mode: mode, high: high)
  }
}
