internal import Logistics
internal import SeriesCore

/// Reads the key `pipelines` of a scenario file.
struct PipelineReader {
  let context: PartContext

  func questions(_ list: ScenarioNode) -> [PipelineQuestion] {
    list.named("pipeline", question)
  }

  private func question(_ node: ScenarioNode) -> PipelineQuestion? {
    node.allow([
      "name", "listed", "finished", "removed", "added", "value", "vintages", "unit", "basis",
      "sizes", "hazards", "until", "goal", "factors",
    ])
    let before = node.faultCount
    guard let name = node.text("name") else { return nil }
    let lists = PipelineLists(context: context)
    let read = node.has("vintages") ? lists.inline(node) : lists.files(node)
    let sizes = node["sizes"].flatMap(sizes)
    let assumption = node["hazards"].flatMap(assumption)
    let goal = node["goal"].map(goal) ?? PipelineQuestion.Goal(finished: nil, value: nil)
    let factors = node["factors"].map(factors) ?? [:]
    guard let read, node.faultCount == before else { return nil }
    do throws(PipelineError) {
      let pipeline = try ProjectPipeline(read.entries.map(\.list))
      if read.values.isEmpty {
        if sizes != nil { node.fault(at: "sizes", "no value of the list is given") }
        if goal.value != nil { node.fault(at: "goal", "no value of the list is given") }
      } else if read.unit == nil {
        node.fault("the value has no unit", advice: "give it a unit column, or unit: USD bn")
      }
      if let goal = goal.finished, let base = pipeline.base, goal > base.listed {
        node.fault(at: "goal", "\(goal) finished of \(base.listed) on the list")
      }
    } catch {
      node.fault(error.description, advice: Self.advice(error))
      return nil
    }
    let end = read.entries.last { $0.list.finished != nil } ?? read.entries.last
    let deadlines = deadlines(node, after: end?.lastDay ?? .min, label: end?.list.label ?? "")
    guard node.faultCount == before else { return nil }
    return PipelineQuestion(
      name: name, entries: read.entries, values: read.values, sizes: sizes,
      assumption: assumption, goal: goal, deadlines: deadlines, factors: factors,
      countBasis: read.countBasis, unit: read.unit, basis: read.basis, sources: read.sources)
  }

  private static func advice(_ error: PipelineError) -> String {
    switch error {
    case .growsWithoutAdditions:
      "give added:, or added: unknown where the lists do not tell: removals are then not counted"
    case .unorderedDates: "give each list once, in the order of dates"
    case .doesNotAddUp: "mend the counts, or leave out the one that is not known"
    default: "mend the counts"
    }
  }

  private func sizes(_ node: ScenarioNode) -> PipelineQuestion.Sizes? {
    node.allow(["finished_share", "log_sd", "reason"])
    let shares = node.list("finished_share").compactMap(\.scalar).compactMap {
      try? NumberText.parse($0)
    }
    let deviation = node.number("log_sd")
    let reason = context.copiedText(node, "reason")
    guard let low = shares.first, let high = shares.last, shares.count <= 2,
      shares.count == node.list("finished_share").count, low > 0, high < 1, low <= high
    else {
      node.fault(
        at: "finished_share", "a share of the value between 0 and 1, or its range, is needed",
        advice: "write 0.4 or [0.3, 0.6]")
      return nil
    }
    guard let deviation, let reason else { return nil }
    guard (0...3).contains(deviation) else {
      node.fault(at: "log_sd", "a standard deviation of log sizes between 0 and 3")
      return nil
    }
    return PipelineQuestion.Sizes(
      finishedShare: (low, high), logDeviation: deviation, reason: reason)
  }

  private func assumption(_ node: ScenarioNode) -> PipelineQuestion.Assumption? {
    node.allow(["completion", "removal", "reason"])
    func range(_ key: String) -> PipelineProjection.Range? {
      let numbers = node.list(key).compactMap(\.scalar).compactMap { try? NumberText.parse($0) }
      guard let low = numbers.first, let high = numbers.last, numbers.count <= 2,
        numbers.count == node.list(key).count, low >= 0, high >= low, high <= 50,
        low > 0 || high == 0
      else {
        node.fault(
          at: key, "a hazard a year, or its range from low to high, is needed",
          advice: "write 0.1 or [0.05, 0.2]")
        return nil
      }
      return PipelineProjection.Range(low: low, high: high)
    }
    let (completion, removal) = (range("completion"), range("removal"))
    guard let reason = context.copiedText(node, "reason"), let completion, let removal else {
      return nil
    }
    return PipelineQuestion.Assumption(completion: completion, removal: removal, reason: reason)
  }

  private func goal(_ node: ScenarioNode) -> PipelineQuestion.Goal {
    node.allow(["finished", "value"])
    return PipelineQuestion.Goal(
      finished: node.integer("finished", in: 1...100_000),
      value: node.has("value") ? node.positive("value") : nil)
  }

  private func factors(
    _ node: ScenarioNode
  ) -> [String: (completion: Double, removal: Double)] {
    node.byCourse(context.courses) { name -> (completion: Double, removal: Double)? in
      guard let item = node[name] else { return nil }
      item.allow(["completion", "removal"])
      return (
        item.has("completion") ? item.factor("completion") ?? 1 : 1,
        item.has("removal") ? item.factor("removal") ?? 1 : 1
      )
    }
  }

  private func deadlines(
    _ node: ScenarioNode, after: Int, label: String
  ) -> [(text: String, lastDay: Int)] {
    guard !node.list("until").isEmpty else {
      node.fault("no period under 'until'", advice: "give some: until: [2026, 2030]")
      return []
    }
    var deadlines: [(text: String, lastDay: Int)] = []
    for item in node.list("until") {
      guard let period = item.asPeriod() else { continue }
      guard let day = period.lastDay, day > after else {
        item.fault("'\(period.written)' does not end after the list of \(label)")
        continue
      }
      if let last = deadlines.last, day <= last.lastDay {
        item.fault("'\(period.written)' does not follow '\(last.text)'", advice: "sort them")
        continue
      }
      deadlines.append((period.written, day))
    }
    return deadlines
  }
}
