internal import SeriesCore

/// Reads the key `mirror` of a scenario file.
struct MirrorReader {
  let context: PartContext

  private static let sideKeys =
    ["file", "series", "divide_by", "unit"] + ObservationKeys.withoutUnit
  /// Over it a margin is no share: percent was meant.
  private static let greatestMargin = 2.0

  func questions(_ list: ScenarioNode) -> [MirrorQuestion] {
    list.named("mirror", question)
  }

  private func question(_ node: ScenarioNode) -> MirrorQuestion? {
    node.allow(["name", "flows", "cif_fob", "reliability"])
    let before = node.faultCount
    guard let name = node.text("name") else { return nil }
    let margin = node["cif_fob"].flatMap(margin)
    let reliability = node["reliability"].flatMap(reliability)
    guard !node.list("flows").isEmpty else {
      node.fault("no flows", advice: "flows: with name, importer and exporter")
      return nil
    }
    let flows = node.named(under: "flows", "flow") { item -> MirrorQuestion.Flow? in
      let own = item["cif_fob"].flatMap(self.margin) ?? margin
      if own == nil, !item.has("cif_fob"), !node.has("cif_fob") {
        item.fault(
          "the key 'cif_fob' is missing", advice: "cif_fob: {low: 0.02, high: 0.1, reason: …}")
      }
      let errors = item["reliability"].flatMap(self.reliability) ?? reliability ?? .equal
      return flow(item, own, errors)
    }
    return node.faultCount == before ? MirrorQuestion(name: name, flows: flows) : nil
  }

  private func flow(
    _ node: ScenarioNode, _ margin: MirrorQuestion.Margin?,
    _ reliability: MirrorQuestion.Reliability
  ) -> MirrorQuestion.Flow? {
    node.allow(["name", "importer", "exporter", "cif_fob", "reliability"])
    let name = context.copiedText(node, "name")
    let importer = side(node, .importer)
    let exporter = side(node, .exporter)
    guard let name, let importer, let exporter, let margin else { return nil }
    if importer.unit != exporter.unit {
      (node["exporter"] ?? node).fault(
        SeriesError.unitMismatch(importer.unit, exporter.unit).description,
        advice: "name a unit with its divisor: divide_by: 1000, unit: USD bn")
      return nil
    }
    let (one, other) = (importer.series.frequency, exporter.series.frequency)
    if one != other {
      (node["exporter"] ?? node).fault(
        "the importer's series is by \(one.rawValue), the exporter's by \(other.rawValue)",
        advice: "give two of one frequency")
      return nil
    }
    return MirrorQuestion.Flow(
      name: name, importer: importer, exporter: exporter, margin: margin,
      reliability: reliability)
  }

  private func side(
    _ node: ScenarioNode, _ party: MirrorQuestion.Party
  ) -> MirrorQuestion.Side? {
    guard let child = node[party.rawValue] else {
      node.fault(
        "the key '\(party.rawValue)' is missing", advice: "\(party.rawValue): {file, series}")
      return nil
    }
    child.allow(Self.sideKeys)
    let scale = UnitScale.read(child, context)
    let read = context.files.series(child, keys: ObservationKeys.withoutUnit)
    guard let scale, let (series, source) = read else { return nil }
    return MirrorQuestion.Side(
      series: series, divisor: scale.divisor, unit: scale.unit ?? series.unit, source: source)
  }

  private func margin(_ node: ScenarioNode) -> MirrorQuestion.Margin? {
    node.allow(["low", "high", "reason"])
    guard let low = node.number("low"), let high = node.number("high"),
      let reason = context.copiedText(node, "reason")
    else { return nil }
    guard low >= 0, high >= low else {
      node.fault("a margin runs from 'low', at least 0, up to 'high'")
      return nil
    }
    guard high <= Self.greatestMargin else {
      node.fault(
        at: "high", "CIF is \(NumberText.shortest(high)) times FOB on top of it",
        advice: "a fraction of FOB: a tenth is 0.1")
      return nil
    }
    return MirrorQuestion.Margin(low: low, high: high, reason: reason)
  }

  private func reliability(_ node: ScenarioNode) -> MirrorQuestion.Reliability? {
    node.allow(["importer", "exporter", "reason"])
    guard let importer = node.factor("importer"), let exporter = node.factor("exporter"),
      let reason = context.copiedText(node, "reason")
    else { return nil }
    return MirrorQuestion.Reliability(importer: importer, exporter: exporter, reason: reason)
  }
}
