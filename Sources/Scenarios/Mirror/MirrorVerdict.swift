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
