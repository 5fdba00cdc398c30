internal import SeriesCore

/// Reads the items of the key `targets`.
struct TargetReader {
  /// What `hold` is where a target does not say.
  let hold: Int
  /// The ids of all series of the file.
  let names: Set<String>

  func target(_ node: ScenarioNode) -> Target? {
    node.allow([
      "name", "series", "level", "multiple", "base", "by", "hold", "deflator", "cumulative",
      "regain", "total",
    ])
    // All keys are read before any is missed, so that all faults come at once.
    let (name, seriesID) = (node.text("name"), node.text("series"))
    if let seriesID, !names.contains(seriesID) {
      (node["series"] ?? node).refuseSeries(seriesID, among: names)
    }
    let level = level(node)
    let deadlines = node.list("by").compactMap { $0.asPeriod() }
    if node.list("by").isEmpty {
      node.fault("no deadline under 'by'", advice: "give some: by: [2030, 2035]")
    }
    let hold = node.integer("hold", in: 1...1000) ?? self.hold
    let deflator = node["deflator"].flatMap(deflator)
    let cumulative = node["cumulative"].flatMap(cumulative)
    if node.has("deflator"), node.has("cumulative") {
      node.fault("a cumulative target is a nominal sum: no deflator can price its level")
    }
    let regain = node.flag("regain")
    if let total = node["total"], total.scalar != "year" {
      total.fault("a total is of a calendar year", advice: "total: year")
    }
    if node.has("total"), node.has("cumulative") {
      node.fault("a target is on a year's total or on a running sum, not on both")
    }
    guard let name, let seriesID, let level else { return nil }
    if node.has("deflator"), deflator == nil { return nil }
    if node.has("cumulative"), cumulative == nil { return nil }
    return Target(
      name: name, seriesID: seriesID, level: level, deadlines: deadlines, hold: hold,
      deflator: deflator, cumulative: cumulative, regain: regain,
      yearTotal: node.has("total"))
  }

  private func level(_ node: ScenarioNode) -> Target.Level? {
    switch (node.has("level"), node.has("multiple")) {
    case (true, false): return node.positive("level").map { .value($0) }
    case (false, true):
      let (multiple, base) = (node.positive("multiple"), node.period("base"))
      guard let multiple, let base else { return nil }
      return .multiple(multiple, base: base)
    default:
      node.fault("either 'level' or 'multiple' with 'base' is needed")
      return nil
    }
  }

  private func deflator(_ node: ScenarioNode) -> Target.Deflator? {
    node.allow(["rate", "base", "reason"])
    let (rate, base) = (node.number("rate"), node.period("base"))
    guard let rate, let base else { return nil }
    guard rate > -0.5, rate < 10 else {
      node.fault(at: "rate", "a rate is a fraction a year between -0.5 and 10, such as 0.025")
      return nil
    }
    node.warnOfPercent("rate")
    return Target.Deflator(rate: rate, base: base)
  }

  private func cumulative(_ node: ScenarioNode) -> Target.Cumulative? {
    node.allow(["start", "through"])
    let (start, through) = (node.number("start"), node.period("through"))
    guard let start, let through else { return nil }
    return Target.Cumulative(start: start, through: through)
  }
}
