internal import SeriesCore

/// The plain sentence that a row of two reporters ends in.
package enum MirrorVerdict {
  package static func text(_ row: MirrorAnswer.Row) -> String {
    guard let period = row.period, let importer = row.importer, let exporter = row.exporter else {
      return "\(row.flow.name): no answer, \(row.insufficiency ?? "no data")"
    }
    let unit = row.flow.importer.unit
    var text =
      "\(row.flow.name) in \(period): \(Verdict.amount(exporter, unit)) by the exporter, "
      + "\(Verdict.number(importer)) by the importer"
    if let difference = row.difference { text += shipping(row, difference) }
    guard let value = row.reconciled else {
      return text + "; not reconciled, \(row.insufficiency ?? "no data")"
    }
    text += "; reconciled \(Verdict.amount(value, unit)) free on board"
    if let interval = row.interval(level: 95), let span = row.span {
      text +=
        " (95 % \(Verdict.number(interval.low)) to \(Verdict.number(interval.high))), from "
        + "\(row.count) common periods \(span.first) to \(span.last)"
    }
    return text
  }

  /// The sum of all flows of a year, beside what each reporter's own figures add up to.
  static func total(
    _ flows: [MirrorAnswer.Row], _ total: Double, _ range: ClosedRange<Double>
  ) -> String {
    let unit = flows.first?.flow.importer.unit
    var sides: [(name: String, sum: Double)] = []
    for flow in flows {
      for (side, value) in [
        (flow.flow.importer, flow.importer), (flow.flow.exporter, flow.exporter),
      ] {
        let name = side.series.basis?.label ?? side.series.id
        if let place = sides.firstIndex(where: { $0.name == name }) {
          sides[place].sum += value ?? 0
        } else {
          sides.append((name, value ?? 0))
        }
      }
    }
    let own = sides.map { "\(Verdict.number($0.sum)) (\($0.name))" }.joined(separator: ", ")
    return
      "all flows in \(flows.first?.period ?? ""): reconciled \(Verdict.amount(total, unit)) free "
      + "on board (80 % \(Verdict.number(range.lowerBound)) to \(Verdict.number(range.upperBound)), "
      + "the flows' errors taken as independent), where the reporters' own figures add up to \(own)"
  }

  /// How far apart the two are, and what of it shipping and insurance can be.
  private static func shipping(_ row: MirrorAnswer.Row, _ difference: Double) -> String {
    guard difference != 0 else { return ", the same" }
    var text = ", \(Verdict.number(abs(difference))) apart"
    guard let low = row.explained(row.flow.margin.low).map(abs),
      let high = row.explained(row.flow.margin.high).map(abs), high > 0
    else { return text }
    let range = "\(Verdict.number(low)) to \(Verdict.number(high))"
    if difference < 0 {
      text += ", of which shipping and insurance explain \(range)"
    } else {
      // They are in the importer's figure, and it is the lower one.
      text +=
        ", of which shipping and insurance explain nothing: they would make the importer's the "
        + "higher by \(range)"
      if let rest = row.rest { text += ", which leaves \(Verdict.number(rest))" }
    }
    return text
  }
}
