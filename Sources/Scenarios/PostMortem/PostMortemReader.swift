internal import Forecasting
internal import SeriesCore

/// Reads the key `postmortem`.
struct PostMortemReader {
  let context: PartContext

  private static let defaultModels = [Headline.unseasonal, PostMortemQuestion.reference]
  private static let defaultLevels: [Double] = [50, 80, 95]
  private static let keys = [
    "name", "series", "targets", "from", "to", "models", "levels", "horizon", "plans",
  ]

  func questions(_ node: ScenarioNode) -> [PostMortemQuestion] {
    node.named(
      "post-mortem", name: { $0["name"]?.scalar ?? $0["series"]?.scalar }, question)
  }

  private func question(_ node: ScenarioNode) -> PostMortemQuestion? {
    node.allow(Self.keys)
    guard let series = context.series(node, "series") else { return nil }
    let plans = node.list("plans").compactMap { self.plans($0, series) }
    var vintages: [Int] = []
    if node.has("from") || !node.has("plans") {
      guard let found = self.vintages(node, series) else { return nil }
      vintages = found
    } else if let key = ["to", "targets", "models", "levels", "horizon"].first(where: node.has) {
      node.fault(at: key, "'\(key)' says nothing without 'from'", advice: "add from: 2012")
    }
    let targets = node.list("targets").compactMap { target($0, series) }
    var seen = Set<String>()
    for target in targets where !seen.insert(target.target.name).inserted {
      node.fault(
        at: "targets", "the target '\(target.target.name)' stands twice", advice: "keep one")
    }
    let models = models(node, series)
    let reach = node.integer("horizon", in: 1...1000) ?? 5
    let steps = PostMortemQuestion.steps(
      reach, targets, after: vintages.first ?? series.end ?? 0)
    guard
      node.hasRoom(
        periods: steps,
        [
          ("targets", 1 + targets.count), ("vintages", vintages.count),
          ("models", models.count),
        ])
    else { return nil }
    return PostMortemQuestion(
      name: node["name"]?.scalar ?? series.id, series: series,
      targets: targets, vintages: vintages, models: models,
      referenceName: models.first { $0.name == PostMortemQuestion.reference }?.text ?? "",
      levels: levels(node), horizon: reach, plans: plans)
  }

  /// Each period from `from` to `to`, or to the last, that has a value.
  private func vintages(_ node: ScenarioNode, _ series: TimeSeries) -> [Int]? {
    guard let from = node.ordinal("from", series.axis), let end = series.end else { return nil }
    var to = end
    if node.has("to") {
      guard let span = node.span(series.axis) else { return nil }
      to = span.to
    }
    let vintages = series.ordinals.filter { $0 >= from && $0 <= to }
    guard !vintages.isEmpty else {
      node.fault(
        at: "from", "no value of series '\(series.id)' from there",
        advice: "it runs from \(series.axis.text(series.ordinals[0])) to \(series.axis.text(end))")
      return nil
    }
    return vintages
  }

  /// A target of the file by its name, or one of its own with `level` and `by`.
  private func target(_ node: ScenarioNode, _ series: TimeSeries) -> PlacedTarget? {
    if let name = node.scalar {
      let own = context.targets.filter { $0.target.seriesID == series.id }
      if let target = own.first(where: { $0.target.name == name }) {
        guard !target.target.yearTotal else {
          node.fault("'\(name)' is on a year's total, which a look back does not ask")
          return nil
        }
        return target
      }
      let near = nearestName(to: name, among: own.map(\.target.name))
      node.fault(
        "no target '\(name)' on series '\(series.id)' in this file",
        advice: near.map { "did you mean '\($0)'?" } ?? "name one of targets:, or give level and by"
      )
      return nil
    }
    node.allow(["name", "level", "by"])
    guard let level = node.positive("level") else { return nil }
    let deadlines = node.list("by").compactMap { $0.asPeriod() }
    guard !deadlines.isEmpty else {
      if !node.has("by") { node.fault("no deadline under 'by'", advice: "give one: by: [2030]") }
      return nil
    }
    let name = node["name"]?.scalar ?? NumberText.shortest(level)
    let target = Target(
      name: name, seriesID: series.id, level: .value(level), deadlines: deadlines)
    do throws(TargetFault) { return try PlacedTarget(target, on: series) } catch {
      node.fault(error.description)
      return nil
    }
  }

  /// The models, each once, with the scale that it has on the series.
  private func models(_ node: ScenarioNode, _ series: TimeSeries) -> [ModelRequest] {
    func named(_ request: ModelRequest) -> ModelRequest {
      request.named(for: series, by: .logsOfPositive)
    }
    let requests = (node.models("models") ?? []).map(named)
    for (place, item) in node.list("models").enumerated() where requests.count > place {
      if requests[..<place].contains(requests[place]) {
        item.fault("'\(item.scalar ?? "")' stands twice in this list", advice: "keep one")
      }
    }
    let names = requests.isEmpty ? Self.defaultModels : [PostMortemQuestion.reference]
    let added = names.compactMap { try? ModelRequest($0) }.map(named)
    return requests + added.filter { !requests.contains($0) }
  }

  private func levels(_ node: ScenarioNode) -> [Double] {
    guard node.has("levels") else { return Self.defaultLevels }
    let levels = node.levels("levels")
    for (place, level) in levels.enumerated() where levels[..<place].contains(level) {
      node.fault(
        at: "levels", "the level \(NumberText.shortest(level)) stands twice", advice: "keep one")
    }
    return levels
  }

  /// Plans on the axis and in the unit of the series; another basis needs a reason.
  private func plans(_ item: ScenarioNode, _ actual: TimeSeries) -> PlanRecord? {
    item.allow(["file", "series", "bridge", "made"] + ObservationKeys.all)
    guard let (series, source) = context.files.series(item) else { return nil }
    do throws(SeriesError) {
      guard series.frequency == actual.frequency else {
        throw .frequencyMismatch(series.frequency, actual.frequency)
      }
      guard series.unit == actual.unit else { throw .unitMismatch(series.unit, actual.unit) }
    } catch {
      item.fault(error.description)
      return nil
    }
    let bridge = item["bridge"]?.scalar
    if series.basis != actual.basis, bridge == nil {
      item.fault(
        SeriesError.basisMismatch(series.basis, actual.basis).description,
        advice: "say why plan and value can be compared: bridge: …")
      return nil
    }
    return PlanRecord(
      series: series, source: source, bridge: bridge,
      made: item.has("made") ? item.period("made") : nil)
  }
}
