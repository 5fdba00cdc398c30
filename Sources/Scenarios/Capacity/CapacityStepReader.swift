internal import Logistics
internal import SeriesCore

extension CapacityReader {
  /// Reads one planned addition.
  ///
  /// - Parameter end: the last observed period, before which nothing can open; nil for none.
  func step(
    _ node: ScenarioNode, _ axis: PeriodAxis, end: Int?
  ) -> CapacityQuestion.PlannedStep? {
    node.allow(["name", "adds", "announced", "opens", "ramp", "delay", "cancelled", "reason"])
    let before = node.faultCount
    guard let name = context.copiedText(node, "name"), let size = size(node) else { return nil }
    let openings = openings(node, axis, end: end)
    let ramp = ramp(node)
    let delays = node["delay"].map { delay in
      delay.byCourse(context.courses) { delay.integer($0, in: -100...100) }
    }
    var cancelled = Set<String>()
    for item in node.list("cancelled") {
      let course = item.scalar ?? ""
      if item.isCourse(course, among: context.courses) { cancelled.insert(course) }
    }
    guard node.faultCount == before, !openings.isEmpty else { return nil }
    return CapacityQuestion.PlannedStep(
      step: CapacityStep(
        name: name, low: size.low, mode: size.mode, high: size.high, openings: openings,
        ramp: ramp), delays: delays ?? [:],
      cancelledIn: Set(
        context.courses.filter { !cancelled.isDisjoint(with: $0.lineage) }.map(\.name)))
  }

  private func size(_ node: ScenarioNode) -> (low: Double, mode: Double, high: Double)? {
    guard let child = node["adds"], child.scalar == nil else {
      return node.positive("adds").map { ($0, $0, $0) }
    }
    child.allow(["low", "mode", "high"])
    guard let low = child.number("low"), let mode = child.number("mode"),
      let high = child.number("high")
    else { return nil }
    guard low >= 0, mode >= low, high >= mode, high > 0 else {
      child.fault("an addition runs from low over mode up to high, not below 0")
      return nil
    }
    return (low, mode, high)
  }

  /// `opens: 2027`, or `opens: {2027: 0.3, 2028: 0.7}`.
  private func openings(
    _ node: ScenarioNode, _ axis: PeriodAxis, end: Int?
  ) -> [CapacityStep.Opening] {
    guard let child = node["opens"] else {
      node.fault("the key 'opens' is missing", advice: "opens: {2027: 0.3, 2028: 0.7}")
      return []
    }
    var openings: [CapacityStep.Opening] = []
    if child.scalar != nil {
      guard let ordinal = node.ordinal("opens", axis) else { return [] }
      openings = [CapacityStep.Opening(ordinal: ordinal, probability: 1)]
    } else {
      for key in child.keys {
        guard let period = PeriodText(key), let ordinal = axis.firstOrdinal(of: period) else {
          child.fault("'\(key)' is no period of the series", advice: "opens: {2027: 0.3, …}")
          return []
        }
        guard let probability = child.positive(key) else { return [] }
        openings.append(CapacityStep.Opening(ordinal: ordinal, probability: probability))
      }
      let sum = openings.reduce(0) { $0 + $1.probability }
      guard abs(sum - 1) < 1e-9 else {
        child.fault("the probabilities sum to \(NumberText.shortest(sum))", advice: "make them 1")
        return []
      }
    }
    guard let first = openings.map(\.ordinal).min() else { return [] }
    if node.has("announced"), let announced = node.ordinal("announced", axis), first < announced {
      child.fault(
        "an opening in \(axis.text(first)), before its announcement in \(axis.text(announced))",
        advice: "mend one of the two")
    }
    if let end, first <= end {
      child.fault(
        "an opening in \(axis.text(first)), which is observed up to \(axis.text(end))",
        advice: "put the capacity of observed periods under 'history'")
    }
    return openings
  }

  private func ramp(_ node: ScenarioNode) -> [Double] {
    guard node.has("ramp") else { return [1] }
    var last = 0.0
    let shares = node.list("ramp").compactMap { item -> Double? in
      guard let text = item.scalar, let share = try? NumberText.parse(text), share >= last,
        share <= 1
      else {
        item.fault("shares of a ramp rise and are at most 1", advice: "ramp: [0.4, 0.8, 1]")
        return nil
      }
      last = share
      return share
    }
    return shares.isEmpty ? [1] : shares
  }
}
