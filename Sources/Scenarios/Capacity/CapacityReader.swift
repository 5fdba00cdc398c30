internal import Logistics
internal import SeriesCore

/// Reads the key `capacity` of a scenario file.
struct CapacityReader {
  let context: PartContext

  private static let keys = [
    "name", "series", "from", "demand", "saturation", "capacity", "trains", "realised", "since",
    "history",
    "bound", "deviation", "steps", "waiting", "spill", "levels", "reason", "link", "alternatives",
  ]
  /// What an alternative says in place of its link.
  private static let alternativeKeys = [
    "name", "demand", "saturation", "from", "bound", "deviation", "reason",
  ]

  func questions(_ list: ScenarioNode) -> [CapacityQuestion] {
    let names = list.items.compactMap { $0["name"]?.scalar }
    let spills = list.items.contains { $0.has("spill") }
    return list.named("link") { own -> [CapacityQuestion] in
      own.allow(Self.keys)
      let shared = own.has("link") ? SharedNetwork.link(own, context) : nil
      if own.has("link"), shared == nil { return [] }
      let node = shared.map { own.falling(backOn: $0) } ?? own
      guard let question = question(node, own, shared, links: names) else { return [] }
      if spills, own.has("alternatives") {
        own.fault(
          at: "alternatives", "links that spill run together and have no alternatives",
          advice: "give the alternative a scenario of its own")
        return []
      }
      let others = own.named(under: "alternatives", "alternative") { item -> CapacityQuestion? in
        item.allow(Self.alternativeKeys)
        return item.text("name").flatMap {
          self.question(node, own, shared, links: names, beside: ($0, item))
        }
      }
      return [question] + others
    }.flatMap(\.self)
  }

  /// A link, or with `beside` one that differs from it in what that node says.
  private func question(
    _ link: ScenarioNode, _ own: ScenarioNode, _ shared: ScenarioNode?, links: [String],
    beside alternative: (name: String, node: ScenarioNode)? = nil
  ) -> CapacityQuestion? {
    let before = own.faultCount
    let node = alternative.map { $0.node.falling(backOn: link) } ?? link
    guard let linkName = link.text("name"), let series = context.series(node, "series") else {
      return nil
    }
    let name = alternative.map { "\(linkName), \($0.name)" } ?? linkName
    let axis = series.axis
    // A saturation belongs to the growth beside it.
    let model = alternative.flatMap { $0.node.has("demand") ? $0.node : nil } ?? link
    let demand = self.demand(model, series)
    let isOwn: Bool = if case .censored? = demand { true } else { false }
    let spoken = alternative?.node.has("from") ?? false || isOwn ? node : link
    let from = isOwn && spoken.has("from") ? spoken.ordinal("from", axis) : nil
    if case .headline? = demand, spoken.has("from") {
      spoken.fault(
        at: "from", "the headline's sample begins where its series says",
        advice: "from: … under the series")
    }
    let bound = self.bound(node)
    let tonnes = Self.tonnes(series.unit)
    let trains = TrainReader(context: context, axis: axis).schedule(node)
    let stated = self.stated(node, trains, series)
    if let shared { refuseOtherUnit(shared, series, own) }
    let items = shared.map { SharedNetwork.steps(own, of: $0) } ?? node["steps"]?.items ?? []
    ScenarioNode.refuseTwice(items, "step")
    let steps = items.compactMap { self.step($0, axis, end: series.end) }
    let waiting = node["waiting"].flatMap { self.waiting($0, tonnes) }
    let spill = node["spill"].flatMap { self.spill($0, own: name, links: links) }
    let levels = node.list("levels").compactMap { self.level($0, series) }
    guard let demand, let bound, let stated, node.faultCount == before else { return nil }
    let since = node.has("since") ? node.ordinal("since", axis) : nil
    if let since, let end = series.end, since > end + 1 {
      node.fault(
        at: "since",
        "the present capacity cannot begin after \(axis.text(end)), the last observation",
        advice: "put what is added later under 'steps'")
    }
    var history = trains.map { observed($0, series, tonnes ?? 1, since: since) } ?? []
    history.append(CapacityQuestion.Stretch(capacity: stated, from: since, to: nil))
    history += node.list("history").compactMap { stretch($0, axis) }
    let question = CapacityQuestion(
      name: name, series: series, from: from, demand: demand,
      alternativeOf: alternative.map { _ in linkName }, bound: bound, stated: stated,
      trains: trains, history: history, steps: steps, waiting: waiting,
      tonnesPerUnit: tonnes, spill: spill, levels: levels, reason: node["reason"]?.scalar ?? "")
    refuseContradictions(question, node)
    return node.faultCount == before ? question : nil
  }

  /// The headline unless the file says otherwise: one series has one answer.
  private func demand(_ node: ScenarioNode, _ series: TimeSeries) -> DemandModel? {
    let text = node["demand"]?.scalar ?? DemandModel.headline.name
    if text == DemandModel.headline.name {
      node["saturation"]?.fault("the headline has no saturation", advice: "demand: logistic")
      return .headline
    }
    guard let growth = DemandGrowth(rawValue: text) else {
      node.fault(
        at: "demand", "unknown demand '\(text)'",
        advice: choiceAdvice(for: text, among: DemandModel.words, called: "demand"))
      return nil
    }
    return .censored(growth, saturation(node, growth, series))
  }

  private func saturation(
    _ node: ScenarioNode, _ growth: DemandGrowth, _ series: TimeSeries
  ) -> Saturation? {
    guard let child = node["saturation"] else {
      if growth.needsSaturation {
        node.fault(
          "\(growth.rawValue) growth needs a saturation of the market, apart from capacity",
          advice: "saturation: {low: 60, high: 120, reason: …}")
      }
      return nil
    }
    guard growth.needsSaturation else {
      child.fault("\(growth.rawValue) growth has no saturation", advice: "demand: logistic")
      return nil
    }
    child.allow(["low", "high", "reason"])
    guard let low = child.positive("low"), let high = child.positive("high"),
      child.text("reason") != nil
    else { return nil }
    guard high >= low else {
      child.fault("'high' is under 'low'", advice: "swap them")
      return nil
    }
    let most = series.values.max() ?? 0
    guard high > most else {
      child.fault(
        "a saturation of at most \(NumberText.shortest(high)) is not over "
          + "\(NumberText.shortest(most)), which was carried")
      return nil
    }
    return Saturation(low: low, high: high)
  }

  func bound(_ node: ScenarioNode) -> CapacityBound? {
    let text = node["bound"]?.scalar ?? "known"
    switch text {
    case "known":
      if node.has("deviation") {
        node.fault(at: "deviation", "a known bound has no deviation", advice: "bound: soft")
      }
      return .known
    case "uncertain", "soft":
      guard let deviation = node.positive("deviation") else { return nil }
      guard deviation <= 2 else {
        node.fault(at: "deviation", "a deviation of the logarithm over 2 says nothing of capacity")
        return nil
      }
      return text == "soft" ? .soft(deviation: deviation) : .uncertain(deviation: deviation)
    default:
      node.fault(at: "bound", "unknown bound '\(text)'", advice: "known, uncertain or soft")
      return nil
    }
  }

  /// The capacities of a link are in its unit, and so is the series.
  private func refuseOtherUnit(
    _ link: ScenarioNode, _ series: TimeSeries, _ node: ScenarioNode
  ) {
    guard let text = context.copiedText(link, "unit") else { return }
    let unit = SeriesUnit(text)
    if unit != series.unit {
      node.fault(
        at: "series", SeriesError.unitMismatch(unit, series.unit).description,
        advice: "give a series in the unit of the link")
    }
  }

  /// Tonnes in one unit of a series.
  static func tonnes(_ unit: SeriesUnit?) -> Double? {
    switch unit?.label.lowercased() {
    case "t", "tonnes": 1
    case "thousand t", "kt", "thousand tonnes": 1e3
    case "mt", "million t", "million tonnes": 1e6
    default: nil
    }
  }

  /// The capacity of the last observed period.
  private func stated(
    _ node: ScenarioNode, _ trains: TrainSchedule?, _ series: TimeSeries
  ) -> Double? {
    switch (node.has("capacity"), node.has("trains")) {
    case (true, false):
      if node.has("realised") {
        node.fault(at: "realised", "a share of the trains that are added needs 'trains'")
      }
      return node.positive("capacity")
    case (false, true):
      guard let tonnes = Self.tonnes(series.unit) else {
        node.fault(at: "trains", "trains give tonnes; the unit of the series is no weight")
        return nil
      }
      guard let trains else { return nil }
      let capacity = trains.tonnes(in: series.end ?? 0, of: series.axis) / tonnes
      guard HorizonLimit.magnitudes.contains(capacity) else {
        node.fault(at: "trains", "the capacity of these trains is beyond 1e30 either way")
        return nil
      }
      return capacity
    default:
      node.fault("either 'capacity' or 'trains' is needed")
      return nil
    }
  }

  /// What trains with dates could carry in observed periods before the last.
  private func observed(
    _ trains: TrainSchedule, _ series: TimeSeries, _ tonnes: Double, since: Int?
  ) -> [CapacityQuestion.Stretch] {
    guard !trains.days.isEmpty else { return [] }
    return series.ordinals.filter { $0 >= since ?? .min }.map {
      CapacityQuestion.Stretch(
        capacity: trains.tonnes(in: $0, of: series.axis) / tonnes, from: $0, to: $0)
    }
  }

  private func stretch(_ node: ScenarioNode, _ axis: PeriodAxis) -> CapacityQuestion.Stretch? {
    node.allow(["capacity", "from", "to"])
    guard let capacity = node.positive("capacity"), let span = node.span(axis) else { return nil }
    return CapacityQuestion.Stretch(capacity: capacity, from: span.from, to: span.to)
  }

  private func waiting(_ node: ScenarioNode, _ tonnes: Double?) -> Waiting? {
    node.allow(["net_tonnes", "arrival_variation", "service_variation"])
    guard let net = node.positive("net_tonnes"), let arrivals = node.number("arrival_variation"),
      let service = node.number("service_variation")
    else { return nil }
    guard arrivals >= 0, service >= 0 else {
      node.fault("a coefficient of variation is not negative")
      return nil
    }
    guard tonnes != nil else {
      node.fault("waiting needs a series in tonnes")
      return nil
    }
    return Waiting(
      netTonnesPerTrain: net, arrivalVariation: arrivals, serviceVariation: service)
  }

  private func spill(
    _ node: ScenarioNode, own: String, links: [String]
  ) -> (link: String, share: Double)? {
    node.allow(["to", "share"])
    guard let link = node.text("to"), let share = node.positive("share") else { return nil }
    guard link != own, links.contains(link) else {
      let near = nearestName(to: link, among: links.filter { $0 != own })
      node.fault(
        at: "to", link == own ? "a link does not spill to itself" : "no link '\(link)'",
        advice: near.map { "did you mean '\($0)'?" })
      return nil
    }
    guard share <= 1 else {
      node.fault(at: "share", "a share is at most 1")
      return nil
    }
    return (link, share)
  }

  private func level(_ node: ScenarioNode, _ series: TimeSeries) -> CapacityQuestion.Level? {
    node.allow(["level", "by"])
    guard let level = node.positive("level") else { return nil }
    let deadlines = node.deadlines(on: series)
    return deadlines.isEmpty ? nil : CapacityQuestion.Level(level: level, deadlines: deadlines)
  }

  /// What cannot be true at once: two capacities of one period, and more carried than a known bound.
  private func refuseContradictions(_ question: CapacityQuestion, _ node: ScenarioNode) {
    let axis = question.series.axis
    for (place, stretch) in question.history.enumerated().dropFirst(question.ownStretches) {
      for other in question.history[..<place] {
        let from = max(stretch.from ?? .min, other.from ?? .min)
        let to = min(stretch.to ?? .max, other.to ?? .max)
        guard from <= to, stretch.capacity != other.capacity else { continue }
        node.fault(
          at: "history",
          "contradictory capacities: \(axis.text(from == .min ? to : from)) has "
            + "\(NumberText.shortest(other.capacity)) and \(NumberText.shortest(stretch.capacity))",
          advice: "say since when the present capacity holds: since: …")
      }
    }
    guard question.bound == .known else { return }
    for (ordinal, value) in zip(question.series.ordinals, question.series.values)
    where ordinal >= question.from ?? .min {
      guard let capacity = question.capacity(at: ordinal), value > capacity * 1.005 else {
        continue
      }
      node.fault(
        "contradictory capacities: \(NumberText.shortest(value)) was carried in "
          + "\(axis.text(ordinal)), over the known capacity \(NumberText.shortest(capacity))",
        advice: "bound: soft or uncertain, with a deviation")
      return
    }
  }
}
