internal import SeriesCore
internal import Trade

/// The sentences in which a counterfactual ends.
enum CounterfactualVerdict {
  /// What the change does to the countries that are told of, and to the two flows.
  static func text(_ item: CounterfactualsAnswer.Item, telling: [String]? = nil) -> String {
    guard let answer = item.answer else {
      return "\(item.change.name): no answer, \(item.insufficiency ?? "no equilibrium")"
    }
    let countries = item.question.countries
    let (a, b) = item.change.countries
    var parts = (telling ?? item.question.told).compactMap { name -> String? in
      guard let place = countries.firstIndex(of: name) else { return nil }
      return worth(item, answer, name, place)
    }
    if let i = countries.firstIndex(of: a), let j = countries.firstIndex(of: b) {
      for (from, to) in [(i, j), (j, i)] {
        guard let change = answer.effect.flowChange(from, to) else { continue }
        let range = answer.intervals(level: 80)?.flowChange(from, to)
        parts.append(
          "sales of \(countries[from]) to \(countries[to]) change by \(Verdict.percent(change, 1))"
            + range.map {
              " (80 % \(Verdict.percent($0.low, 1)) to \(Verdict.percent($0.high, 1)))"
            }.orEmpty)
      }
    }
    return "\(item.change.name): " + parts.joined(separator: "; ") + "; cost of delivery "
      + "\(Verdict.percent(item.change.cost.low, 1)) to "
      + "\(Verdict.percent(item.change.cost.high, 1)), assumed" + failures(answer)
  }

  /// Draws that have no equilibrium, where there are any.
  private static func failures(_ answer: CounterfactualAnswer) -> String {
    let count = answer.failures.count
    guard count > 0 else { return "" }
    return "; \(count) of \(answer.draws.count) draws have no equilibrium"
      + (answer.intervals == nil ? ", too many for ranges" : "")
  }

  private static func worth(
    _ item: CounterfactualsAnswer.Item, _ answer: CounterfactualAnswer, _ name: String,
    _ place: Int
  ) -> String {
    let change = answer.effect.change(.welfare, place)
    let unit = item.question.unit.map { SeriesUnit($0) }
    let points = NumberText.shortest(SignificantDigits.round(100 * change, to: 2))
    let n = answer.effect.countries.count
    let sales = (0..<n).reduce(0) { $0 + answer.effect.baseline[place + $1 * n] }
    let output = item.worth(sales)
    var text = "\(name): real goods output \(change > 0 ? "+" : "")\(points) %"
    text += " of \(Verdict.amount(output, unit))"
    text += ", worth \(Verdict.amount(item.worth(answer.effect.change(.gain, place)), unit))"
    if let year = item.question.year { text += " a year at the prices of \(year)" }
    if let range = answer.intervals(level: 80)?.change(.gain, place) {
      text +=
        " (80 % \(Verdict.amount(item.worth(range.low), unit)) to "
        + "\(Verdict.amount(item.worth(range.high), unit)))"
    }
    return text
  }

  /// What everything rests on.
  static func basis(_ item: CounterfactualsAnswer.Item, _ answer: CounterfactualAnswer) -> String {
    let question = item.question
    func text(_ value: Double) -> String {
      NumberText.shortest(SignificantDigits.round(value, to: 3))
    }
    return answer.basis(sample: question.year.map { "in \($0)" })
      + "; domestic sales assumed \(text(question.domestic.low)) to \(text(question.domestic.high)) "
      + "times \(question.domesticColumn)"
      + (question.leftOut.isEmpty
        ? "" : "; without \(question.leftOut.joined(separator: ", ")), which lack flows")
  }

  /// What the figures should not be taken for.
  static func limits(_ item: CounterfactualsAnswer.Item) -> String {
    let cost = item.change.cost
    let turn =
      cost.high <= 0 ? "cheaper" : cost.low >= 0 ? "dearer" : "cheaper or dearer"
    return
      "A long-run comparison of two equilibria of one good a country, without capital, transit or the cost "
      + "of building: all trade of the pair gets \(turn) alike, whatever border or pipe it takes. "
      + "Intervals are of the assumptions: cost (\(item.change.cost.reason)), domestic sales "
      + "(\(item.question.domestic.reason)), sigma (\(item.question.sigmaReason))"
  }
}

extension String? {
  fileprivate var orEmpty: String { self ?? "" }
}
