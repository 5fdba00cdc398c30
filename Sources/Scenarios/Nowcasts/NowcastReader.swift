internal import Forecasting
internal import SeriesCore

/// Reads the key `nowcasts` of a scenario file.
struct NowcastReader {
  let context: PartContext
  private var data: NowcastData { NowcastData(context: context) }

  init(context: PartContext) { self.context = context }

  func questions(_ list: ScenarioNode) -> [NowcastQuestion] {
    list.named("nowcast", question)
  }

  private func question(_ node: ScenarioNode) -> NowcastQuestion? {
    node.allow([
      "name", "period", "methods", "flows", "total", "carry", "bridge", "naive", "rest", "levels",
      "indicators",
    ])
    let before = node.faultCount
    guard let name = node.text("name"), let (year, part) = period(node) else { return nil }
    let methods: [NowcastQuestion.Method]? =
      node.has("methods") ? node.choices("methods", "method") : nil
    var sources: [ScenarioSource] = []
    let carry = node["carry"].flatMap { self.carry($0, year: year, part: part, &sources) }
    guard !node.list("flows").isEmpty else {
      node.fault("no flows", advice: "flows: with name, part and full")
      return nil
    }
    let readings = node.named(under: "flows", "flow") {
      flow($0, year: year, part: part, carry: carry, &sources)
    }
    guard readings.count == node.list("flows").count, let first = readings.first else { return nil }
    for (reading, item) in zip(readings, node.list("flows")) {
      let common = node["total"]?["basis"]?.scalar
      refuseMixture(
        item, first.unit, reading.unit, first.flow.basis,
        isPart(reading.flow.basis, of: common) ? first.flow.basis : reading.flow.basis)
    }
    var total: NowcastFlow?
    if readings.count > 1 {
      total = self.total(node, readings, carry: carry, year: year, part: part, &sources)
    } else if node.has("total") {
      node.fault(at: "total", "one flow is its own total", advice: "take the key out")
    }
    let whole = total ?? first.flow
    let bridge = node["bridge"].flatMap {
      self.bridge($0, whole: whole, unit: first.unit, year: year, &sources)
    }
    let naive = node["naive"].flatMap(naive)
    let rest = node["rest"].map(rest) ?? [:]
    let levels = node.named(under: "levels", "level", level)
    let indicators = node["indicators"].flatMap { data.indicators($0, &sources) } ?? []
    guard node.faultCount == before else { return nil }
    let question = NowcastQuestion(
      name: name, year: year, part: part, methods: methods ?? NowcastQuestion.Method.allCases,
      flows: readings.map(\.flow), total: total, unit: first.unit, bridge: bridge,
      naive: naive, indicators: indicators, rest: rest, levels: levels,
      cautions: cautions(readings), sources: sources)
    // Of methods that nobody named, the report says what the data cannot carry.
    for obstacle in methods.map(question.obstacles) ?? [] {
      node.fault(obstacle.message, advice: obstacle.advice)
    }
    return node.faultCount == before ? question : nil
  }

  private func period(_ node: ScenarioNode) -> (year: Int, part: YearPart)? {
    guard let text = node.text("period") else { return nil }
    guard let period = PeriodText(text) else {
      node.fault(
        at: "period", "'\(text)' is no period",
        advice: "write 2023-Q1, 2023-S1 or 2023-01/2023-10")
      return nil
    }
    guard let read = YearPart.read(period) else {
      node.fault(
        at: "period", "'\(text)' is no part of one year from its beginning",
        advice: "write the part from January on: 2023-Q1, 2023-S1, 2023-01/2023-10")
      return nil
    }
    return read
  }

  private struct Reading {
    let flow: NowcastFlow
    let unit: SeriesUnit?
    let cautions: [String]
  }

  /// What readers must know of the values of the part, each once.
  private func cautions(_ readings: [Reading]) -> [String] {
    var found: [String] = []
    for caution in readings.flatMap(\.cautions) where !found.contains(caution) {
      found.append(caution)
    }
    return found
  }

  private func level(_ node: ScenarioNode) -> NowcastQuestion.Level? {
    node.allow(["name", "level", "reason"])
    guard let name = context.copiedText(node, "name"), let level = node.positive("level"),
      let reason = context.copiedText(node, "reason")
    else { return nil }
    return NowcastQuestion.Level(name: name, level: level, reason: reason)
  }

  /// Whether a basis is the common one with a scope behind it: `…, exports` of `…`. The scenario says
  /// so itself: labels alone never make two bases one.
  private func isPart(_ basis: SeriesBasis?, of common: String?) -> Bool {
    guard let common, let label = basis?.label else { return false }
    return label.hasPrefix(common + ", ")
  }

  private func flow(
    _ node: ScenarioNode, year: Int, part: YearPart, carry: NowcastCarry?,
    _ sources: inout [ScenarioSource]
  ) -> Reading? {
    node.allow(["name", "part", "full", "carry"])
    guard let name = context.copiedText(node, "name"), let partNode = node["part"] else {
      if !node.has("part") { node.fault("the key 'part' is missing", advice: "add it") }
      return nil
    }
    partNode.allow(NowcastData.keys)
    guard let (parts, source) = data.parts(partNode) else { return nil }
    sources.append(source)
    var full: YearFlow?
    if let fullNode = node["full"] {
      fullNode.allow(NowcastData.keys)
      guard let (flow, source) = data.years(fullNode) else { return nil }
      sources.append(source)
      full = flow
      refuseMixture(fullNode, parts.unit, flow.unit, parts.series.wholeYearBasis, flow.basis)
    } else if !parts.wholeYears.values.isEmpty {
      full = parts.wholeYears
    }
    guard parts.value(part, of: year) != nil else {
      let known = parts.series.parts(of: year).map { $0.text(of: year) }
      partNode.fault(
        "series '\(parts.series.id)' has no sum for \(part.text(of: year))",
        advice: known.isEmpty ? "give it" : "known: " + known.joined(separator: ", "))
      return nil
    }
    let own = node["carry"].flatMap { self.carry($0, year: year, part: part, &sources) }
    let flow = NowcastFlow(
      name: name, parts: parts.values(part), full: full, carry: own ?? carry,
      basis: parts.series.wholeYearBasis)
    refuseBadValues(partNode, flow, year: year, part: part)
    return Reading(
      flow: flow, unit: parts.unit, cautions: parts.series.cautions(in: part, of: year))
  }

  /// Parts that are not positive, or larger than the year that they belong to.
  private func refuseBadValues(
    _ node: ScenarioNode, _ flow: NowcastFlow, year: Int, part: YearPart
  ) {
    for bad in flow.badValues(through: year) {
      switch bad {
      case .notFinitePart(let known):
        node.fault("the value in \(part.text(of: known)) leaves the range of numbers")
      case .notPositivePart(let known, let value):
        node.fault(
          "\(NumberText.shortest(value)) in \(part.text(of: known)) is not positive",
          advice: "growth and shares need positive flows")
      case .partBeyondWhole(let known, let value, let whole):
        node.fault(
          "\(NumberText.shortest(value)) in \(part.text(of: known)) is more than "
            + "\(NumberText.shortest(whole)) in all of \(known)",
          advice: "mend the data, or name series of one scope")
      case .notPositiveWhole(let known, let value):
        node.fault("\(NumberText.shortest(value)) in \(known) is not positive")
      }
    }
  }

  private func refuseMixture(
    _ node: ScenarioNode, _ unit: SeriesUnit?, _ otherUnit: SeriesUnit?, _ basis: SeriesBasis?,
    _ otherBasis: SeriesBasis?
  ) {
    if unit != otherUnit {
      node.fault(
        SeriesError.unitMismatch(unit, otherUnit).description,
        advice: "name a unit with its divisor: divide_by: 1000, unit: USD bn")
    }
    if basis != otherBasis {
      node.fault(
        SeriesError.basisMismatch(basis, otherBasis).description,
        advice: "give series of one basis, and a bridge for another")
    }
  }

  private func total(
    _ node: ScenarioNode, _ readings: [Reading], carry: NowcastCarry?, year: Int,
    part: YearPart, _ sources: inout [ScenarioSource]
  ) -> NowcastFlow? {
    let flows = readings.map(\.flow)
    var name = "total"
    var basis = flows[0].basis
    var full: YearFlow?
    if let item = node["total"] {
      item.allow(["name", "full", "basis"])
      if item.has("name") { name = context.copiedText(item, "name") ?? name }
      if item.has("basis") {
        basis = context.copiedText(item, "basis").map { SeriesBasis($0) } ?? basis
      }
      if let fullNode = item["full"] {
        fullNode.allow(NowcastData.keys)
        guard let (flow, source) = data.years(fullNode) else { return nil }
        sources.append(source)
        refuseMixture(fullNode, readings[0].unit, flow.unit, basis, flow.basis)
        full = flow
      }
    }
    if flows.contains(where: { $0.name == name }) {
      node.fault("the total is named like a flow: '\(name)'", advice: "rename one")
    }
    let total = NowcastFlow(
      name: name, of: flows, full: full, carry: carry, basis: basis)
    refuseBadValues(node, total, year: year, part: part)
    return total
  }

  private func carry(
    _ node: ScenarioNode, year: Int, part: YearPart, _ sources: inout [ScenarioSource]
  ) -> NowcastCarry? {
    node.allow(["proxy", "assumption"])
    switch (node["proxy"], node["assumption"]) {
    case (let item?, nil):
      item.allow(NowcastData.keys)
      guard let (flows, source) = data.proxies(item) else { return nil }
      sources.append(source)
      do throws(ForecastingError) {
        return try NowcastCarry.proxy(flows, part: part, before: year)
      } catch {
        let id = NowcastCarry.proxyID(flows)
        if case .tooShort(let needed, let found) = error {
          item.fault(
            "'\(id)' gives \(found) past errors of the carry before \(year), \(needed) are needed",
            advice: "name a longer series, or state an assumption")
        } else {
          item.fault("'\(id)': \(error.description)")
        }
        return nil
      }
    case (nil, let item?):
      return deviation(item).map { .assumption(deviation: $0.deviation, reason: $0.reason) }
    default:
      node.fault("either 'proxy' or 'assumption' is needed")
      return nil
    }
  }

  private func deviation(_ node: ScenarioNode) -> (deviation: Double, reason: String)? {
    node.allow(["sd", "reason"])
    guard let deviation = node.positive("sd"), let reason = context.copiedText(node, "reason")
    else {
      return nil
    }
    guard deviation <= 5 else {
      node.fault(at: "sd", "a standard deviation on logs, such as 0.1; at most 5")
      return nil
    }
    return (deviation, reason)
  }

  private func naive(_ node: ScenarioNode) -> NowcastQuestion.Naive? {
    if node.scalar == "true" { return NowcastQuestion.Naive(carry: nil) }
    if node.scalar == "false" { return nil }
    return deviation(node).map { NowcastQuestion.Naive(carry: $0) }
  }

  private func rest(_ node: ScenarioNode) -> [String: Double] {
    node.byCourse(context.courses) { name -> Double? in
      guard let value = node.number(name) else { return nil }
      guard value > -1, value <= 10 else {
        node.fault(at: name, "a fraction between -1 and 10 of what the months to come bring")
        return nil
      }
      return value
    }
  }

  private func bridge(
    _ node: ScenarioNode, whole: NowcastFlow, unit: SeriesUnit?, year: Int,
    _ sources: inout [ScenarioSource]
  ) -> NowcastQuestion.Bridge? {
    node.allow(["from", "to", "rules"])
    guard let toNode = node["to"] else {
      node.fault("the key 'to' is missing", advice: "to: {file, series} on the other basis")
      return nil
    }
    toNode.allow(NowcastData.keys)
    var from = whole.full
    if let fromNode = node["from"] {
      fromNode.allow(NowcastData.keys)
      guard let (flow, source) = data.years(fromNode) else { return nil }
      sources.append(source)
      from = flow
      refuseMixture(fromNode, unit, flow.unit, whole.basis, flow.basis)
    }
    guard let (to, source) = data.years(toNode) else { return nil }
    sources.append(source)
    guard let from else {
      node.fault("no whole years on this basis", advice: "give from: {file, series}")
      return nil
    }
    if from.unit != to.unit {
      toNode.fault(
        SeriesError.unitMismatch(from.unit, to.unit).description,
        advice: "name a unit with its divisor: divide_by: 1000, unit: USD bn")
    }
    guard whole.basis != to.basis else {
      toNode.fault(
        "both are on the basis '\(to.basis?.label ?? "none")'", advice: "no bridge is needed")
      return nil
    }
    let rules: [BasisBridge.Rule] = node.choices("rules", "rule")
    do throws(ForecastingError) {
      _ = try BasisBridge(from: from.values, to: to.values, through: year - 1)
    } catch {
      if case .tooShort = error {
        node.fault("the two bases have no year before \(year) in common")
      } else {
        node.fault(error.description)
      }
      return nil
    }
    return NowcastQuestion.Bridge(
      from: from, to: to, rules: rules.isEmpty ? BasisBridge.Rule.allCases : rules)
  }
}
