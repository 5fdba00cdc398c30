internal import SeriesCore

/// Reads the key `scenarios`: courses of events, which may inherit from others and stand for a grid.
struct CourseReader {
  /// The series that could be read, by id.
  let series: [String: TimeSeries]
  /// The ids of all series of the file.
  let names: Set<String>

  /// A grid of more scenarios than this is a mistake.
  private static let gridLimit = 200

  /// One course before its inheritance is resolved.
  private struct Draft {
    let name: String
    let node: ScenarioNode
    let parents: [String]
    let own: [String: [any Shock]]
  }

  func courses(_ root: ScenarioNode) -> [Scenario.Course] {
    let vintages = root.list("as_of").compactMap { $0.scalar.flatMap { PeriodText($0) } }
    let drafts = root.list("scenarios").flatMap { self.drafts($0, vintages: vintages) }
    var seen = Set<String>()
    for draft in drafts where !seen.insert(draft.name).inserted {
      draft.node.fault(
        "the scenario '\(draft.name)' stands twice", advice: "give each its own name")
    }
    let byName = Dictionary(drafts.map { ($0.name, $0) }) { first, _ in first }
    let before = root.faultCount
    for draft in drafts { checkParents(draft, byName) }
    guard root.faultCount == before else { return [] }
    return drafts.map { draft in
      let line = lineage(draft, byName)
      // What is inherited comes first; factors multiply, so the order changes no number.
      var shocks: [String: [any Shock]] = [:]
      for name in line.reversed() {
        for (id, own) in byName[name]?.own ?? [:] { shocks[id, default: []] += own }
      }
      return Scenario.Course(
        name: draft.name, description: draft.node["description"]?.scalar ?? "", shocks: shocks,
        lineage: line, weight: weight(draft.node, drafts))
    }
  }

  /// What a course weighs in the judgement of the file; all have a weight or none has.
  private func weight(_ node: ScenarioNode, _ drafts: [Draft]) -> Double? {
    guard node.has("weight") else {
      if drafts.contains(where: { $0.node.has("weight") }) {
        node.fault(
          "no weight, while other scenarios have one", advice: "give each one: weight: 0.2")
      }
      return nil
    }
    guard node["grid"] == nil else {
      node.fault(at: "weight", "the scenarios of a grid have no weights")
      return nil
    }
    guard let weight = node.number("weight"), weight >= 0, weight <= 1e6 else {
      node.fault(at: "weight", "a weight is 0 or more, such as 0.5")
      return nil
    }
    return weight
  }

  /// The course itself, then what it inherits from, nearest and last named first, each once.
  private func lineage(_ draft: Draft, _ drafts: [String: Draft]) -> [String] {
    var line = [draft.name]
    for parent in draft.parents.reversed() {
      guard let parent = drafts[parent] else { continue }
      for name in lineage(parent, drafts) where !line.contains(name) { line.append(name) }
    }
    return line
  }

  /// Reports parents that do not exist and circles.
  private func checkParents(_ draft: Draft, _ drafts: [String: Draft]) {
    for parent in draft.parents where drafts[parent] == nil {
      let grid = drafts.keys.filter { $0.hasPrefix(parent + " ") }.sorted()
      let others = drafts.keys.filter { $0 != draft.name }.sorted()
      let near = grid.first ?? nearestName(to: parent, among: others)
      draft.node.fault(
        at: "inherits", "no scenario '\(parent)' in this file",
        advice: near.map { "did you mean '\($0)'?" })
    }
    var trail = [draft.name]
    func walk(_ name: String) -> Bool {
      for parent in drafts[name]?.parents ?? [] {
        if parent == draft.name {
          draft.node.fault(
            at: "inherits",
            "a circle of scenarios: " + (trail + [parent]).joined(separator: " → "),
            advice: "let one of them stand alone")
          return true
        }
        guard !trail.contains(parent) else { continue }
        trail.append(parent)
        if walk(parent) { return true }
        trail.removeLast()
      }
      return false
    }
    _ = walk(draft.name)
  }

  /// The courses that one item stands for: one, or one for each point of its grid.
  private func drafts(_ node: ScenarioNode, vintages: [PeriodText]) -> [Draft] {
    node.allow(["name", "description", "inherits", "grid", "shocks", "weight"])
    guard let name = node.text("name") else {
      _ = shocks(node, vintages: vintages)
      return []
    }
    let parents = node.list("inherits").compactMap { item -> String? in
      if item.scalar == nil { item.fault("a scenario's name is needed") }
      return item.scalar
    }
    guard let grid = node["grid"] else {
      return [
        Draft(name: name, node: node, parents: parents, own: shocks(node, vintages: vintages))
      ]
    }
    let points = points(grid)
    for variable in grid.keys where !node.mentions("$" + variable) {
      grid.fault(
        at: variable, "no shock uses $\(variable)", advice: "write $\(variable) in a shock")
    }
    return points.map { point in
      let bound = node.bound(Dictionary(point) { first, _ in first })
      let label = point.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
      return Draft(
        name: "\(name) \(label)", node: bound, parents: parents,
        own: shocks(bound, vintages: vintages))
    }
  }

  /// All combinations of a grid's values, the last variable running fastest.
  private func points(_ grid: ScenarioNode) -> [[(String, String)]] {
    var points: [[(String, String)]] = [[]]
    guard !grid.keys.isEmpty else {
      grid.fault("a grid needs variables", advice: "grid: {delta: [-0.02, 0, 0.02]}")
      return []
    }
    // Counted before any combination is made: five variables of thirty values are 24 million.
    var count = 1
    for variable in grid.keys {
      let (product, overflow) = count.multipliedReportingOverflow(by: grid.list(variable).count)
      count = overflow ? .max : product
    }
    guard count <= Self.gridLimit else {
      grid.fault(
        "a grid of \(count) scenarios", advice: "at most \(Self.gridLimit)")
      return []
    }
    for variable in grid.keys {
      let values = grid.list(variable).compactMap { item -> String? in
        guard let text = item.scalar, (try? NumberText.parse(text)) != nil else {
          item.fault("'\(item.scalar ?? "…")' is not a number")
          return nil
        }
        return text
      }
      if values.isEmpty { grid.fault(at: variable, "no values", advice: "\(variable): [0.9, 1.1]") }
      let numbers = values.compactMap { try? NumberText.parse($0) }
      if Set(numbers).count < numbers.count { grid.fault(at: variable, "a value stands twice") }
      points = points.flatMap { point in values.map { point + [(variable, $0)] } }
    }
    return points
  }

  private func shocks(
    _ node: ScenarioNode, vintages: [PeriodText]
  ) -> [String: [any Shock]] {
    var shocks: [String: [any Shock]] = [:]
    for item in node.list("shocks") {
      item.allow(ShockCatalog.all.map(\.name) + ["series"])
      var scope = series.keys.sorted()
      if let only = item["series"]?.scalar {
        if !names.contains(only) {
          (item["series"] ?? item).refuseSeries(only, among: names)
        }
        scope = series.keys.contains(only) ? [only] : []
      }
      let kinds = ShockCatalog.all.filter { item.has($0.name) }
      if kinds.count != 1 {
        item.fault(
          "one shock is needed, \(kinds.count) found",
          advice: "kinds: " + ShockCatalog.all.map(\.name).joined(separator: ", "))
        continue
      }
      guard let kind = kinds.first, let body = item[kind.name] else { continue }
      // Read once a series: periods mean different ordinals on different axes. What is wrong is said
      // once, and also where no series could be read: days take every period of the calendar.
      if scope.isEmpty, names.count > series.count { _ = kind.read(body, PeriodAxis(.day)) }
      var read: [(shock: any Shock, series: TimeSeries)] = []
      for id in scope {
        let before = body.faultCount
        guard let one = series[id] else { continue }
        if let shock = kind.read(body, one.axis) {
          shocks[id, default: []].append(shock)
          read.append((shock, one))
        }
        if body.faultCount > before { break }
      }
      warnOfPast(read, vintages, body)
    }
    return shocks
  }

  /// Warns of a shock that is over where the data of all its series end, at every point in time
  /// from which the file asks: what it did is in the data, and no factor moves.
  private func warnOfPast(
    _ read: [(shock: any Shock, series: TimeSeries)], _ vintages: [PeriodText],
    _ node: ScenarioNode
  ) {
    guard !read.isEmpty else { return }
    var latest: String?
    for (shock, series) in read {
      guard let end = series.end else { return }
      let earlier = vintages.compactMap { series.known(asOf: $0).end }
      guard shock.isOver(after: min(end, earlier.min() ?? end)) else { return }
      latest = series.axis.text(end)
    }
    node.warn(
      "the shock lies wholly in observed periods and changes nothing",
      advice: latest.map { "the data end in \($0)" })
  }
}
