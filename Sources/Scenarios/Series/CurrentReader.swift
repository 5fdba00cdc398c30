internal import Forecasting
internal import Glibc
internal import SeriesCore

/// Reads `current` of a series: what is known of the period after its last observation.
struct CurrentReader {
  let files: DataFiles
  let series: TimeSeries

  /// The correlation of any two routes' errors where the file states none.
  private static let usualCorrelation = 0.5
  /// Standard deviations of a logarithm that a file may state; beyond it nothing is known.
  private static let spreads = 0.0...2

  /// - Returns: the evidence with the files that it rests on; nil, and a fault, where it cannot be read.
  func evidence(_ node: ScenarioNode) -> (evidence: CurrentEvidence, sources: [ScenarioSource])? {
    node.allow(["period", "correlation", "routes"])
    let before = node.faultCount
    let period = node.period("period")
    let correlation = node.has("correlation") ? node.number("correlation") : Self.usualCorrelation
    if let correlation, !(0..<1).contains(correlation) {
      node.fault(at: "correlation", "a correlation of errors is from 0 to under 1")
    }
    guard let period, let end = series.end else { return nil }
    guard series.axis.ordinal(of: period) == end + 1 else {
      node.fault(
        at: "period",
        "'\(period.written)' is not the period after the last observation of '\(series.id)'",
        advice: "it ends in \(series.axis.text(end)); write \(series.axis.text(end + 1)), or take "
          + "'current' out once the value is published")
      return nil
    }
    if !series.isPositive { node.fault("the series has values of 0 or less: routes need logs") }
    var sources: [ScenarioSource] = []
    let routes = node.named(under: "routes", "route") { route($0, end + 1, &sources) }
    if node.list("routes").isEmpty { node.fault("no route under 'routes'") }
    if routes.count(where: { $0.spread == 0 }) > 1 {
      node.fault(
        "two routes without spread: only one value can be the period's",
        advice: "give each its sd")
    }
    guard node.faultCount == before, let correlation else { return nil }
    return (CurrentEvidence(routes, correlation: correlation), sources)
  }

  private func route(
    _ node: ScenarioNode, _ period: Int, _ sources: inout [ScenarioSource]
  ) -> CurrentEvidence.Route? {
    node.allow(["name", "ratio", "growth", "value", "factors", "sd", "reason"])
    let name = node.text("name")
    let spread = node.has("sd") ? node.number("sd") : nil
    if let spread, !Self.spreads.contains(spread) {
      node.fault(
        at: "sd", "a standard deviation of the logarithm is from 0 to 2, such as 0.05 for 5 %")
      return nil
    }
    let kinds = ["ratio", "growth", "value", "factors"].filter(node.has)
    guard kinds.count == 1, let kind = kinds.first else {
      node.fault("a route has one of 'ratio', 'growth', 'value' and 'factors'")
      return nil
    }
    if kind == "factors" {
      guard spread == nil else {
        node.fault(at: "sd", "a factor model has its own spread", advice: "take the key out")
        return nil
      }
      return factors(node, name, period, &sources)
    }
    if spread != nil || kind != "ratio" {
      guard let reason = node.text("reason") else { return nil }
      guard kind != "ratio" else { return ratio(node, name, period, spread, &sources) }
      guard let name, let spread else {
        if !node.has("sd") {
          node.fault(
            "a stated value needs 'sd', the standard deviation of its logarithm",
            advice: "sd: 0.05")
        }
        return nil
      }
      return stated(node, kind, name, spread, reason)
    }
    return ratio(node, name, period, nil, &sources)
  }

  /// A dynamic factor model of the series and indicators of shorter periods.
  private func factors(
    _ node: ScenarioNode, _ name: String?, _ period: Int, _ sources: inout [ScenarioSource]
  ) -> CurrentEvidence.Route? {
    guard let child = node["factors"], let name else { return nil }
    child.allow(["file", "series"] + ObservationKeys.all)
    guard let read = files.panel(child) else { return nil }
    let named = child.list("series").compactMap(\.scalar)
    let names = named.isEmpty ? read.panel.entries.map(\.id) : named
    let found = names.compactMap { files.series(called: $0, of: read, child) }
    guard found.count == names.count else { return nil }
    sources.append(read.source)
    var question = FactorNowcastQuestion(target: series.id)
    question.horizon = 1
    do throws(FactorNowcastError) {
      let answer = try question.answer([series] + found)
      guard let told = answer.periods.first, told.ordinal == period else { return nil }
      return CurrentEvidence.Route(
        name: name, value: told.median, spread: told.standardDeviation,
        errors: answer.panel.targetMember.changeCount,
        basis: "a factor model of the series and \(names.joined(separator: ", "))")
    } catch {
      child.fault(error.description, advice: error.advice)
      return nil
    }
  }

  private func stated(
    _ node: ScenarioNode, _ kind: String, _ name: String, _ spread: Double, _ reason: String
  ) -> CurrentEvidence.Route? {
    if kind == "value" {
      return node.positive("value").map {
        CurrentEvidence.Route(name: name, value: $0, spread: spread, basis: "stated: " + reason)
      }
    }
    guard let growth = node.number("growth"), let last = series.values.last else { return nil }
    guard growth > -1, growth < 10 else {
      node.fault(at: "growth", "growth is a fraction over -1, such as 0.1")
      return nil
    }
    node.warnOfPercent("growth")
    return CurrentEvidence.Route(
      name: name, value: last * (1 + growth), spread: spread, basis: "stated: " + reason)
  }

  private func ratio(
    _ node: ScenarioNode, _ name: String?, _ period: Int, _ spread: Double?,
    _ sources: inout [ScenarioSource]
  ) -> CurrentEvidence.Route? {
    guard let child = node["ratio"] else { return nil }
    child.allow(["file", "series", "from"] + ObservationKeys.all)
    let from = child.has("from") ? child.ordinal("from", series.axis) : nil
    guard let (other, source) = files.series(child), let name else { return nil }
    guard other.frequency == series.frequency else {
      child.fault(
        SeriesError.frequencyMismatch(series.frequency, other.frequency).description)
      return nil
    }
    sources.append(source)
    guard
      let route = CurrentEvidence.Route.ratio(
        name, of: series, to: other, at: period, from: from, spread: spread)
    else {
      child.fault(
        "'\(other.id)' gives no route to \(series.axis.text(period))",
        advice:
          "it needs values there and the period before, and three past errors or a stated 'sd'"
      )
      return nil
    }
    return route
  }
}
