internal import SeriesCore
package import Trade

/// What the changes of trade costs of a scenario would do.
package struct CounterfactualsAnswer: ScenarioAnswer {
  /// One change.
  package struct Item: Sendable {
    package let question: TradeCostQuestion
    package let change: TradeCostQuestion.Change
    /// nil where there is none.
    package let answer: CounterfactualAnswer?
    /// Why there is no answer.
    package let insufficiency: String?

    init(_ question: TradeCostQuestion, _ change: TradeCostQuestion.Change, _ run: PartRun) {
      (self.question, self.change) = (question, change)
      if let asOf = run.asOf, let known = asOf.lastDay, let year = question.year,
        let last = PeriodText(year)?.lastDay, last > known
      {
        (answer, insufficiency) = (nil, "the flows are of \(year), after \(asOf.written)")
        return
      }
      do throws(TradeError) {
        answer = try question.answer(
          change, seed: run.seed, draws: run.paths, jobs: run.jobs)
        insufficiency = nil
      } catch {
        (answer, insufficiency) = (nil, error.description)
      }
    }

    package var basis: String? { answer.map { CounterfactualVerdict.basis(self, $0) } }

    /// What a gain is worth in the unit.
    package func worth(_ gain: Double) -> Double { gain / question.divisor }
  }

  /// A country of a change, or a change without an answer.
  package struct CountryRow: Sendable {
    package let item: Item
    /// nil without an answer.
    package let country: Int?
  }

  /// A flow whose cost changes.
  package struct FlowRow: Sendable {
    package let item: Item
    package let exporter: Int
    package let importer: Int
  }

  package let items: [Item]

  package var countryRows: [CountryRow] {
    items.flatMap { item -> [CountryRow] in
      guard item.answer != nil else { return [CountryRow(item: item, country: nil)] }
      return item.question.countries.indices.map { CountryRow(item: item, country: $0) }
    }
  }

  package var flowRows: [FlowRow] {
    items.flatMap { item -> [FlowRow] in
      let (a, b) = item.change.countries
      guard item.answer != nil, let i = item.question.countries.firstIndex(of: a),
        let j = item.question.countries.firstIndex(of: b)
      else { return [] }
      return [
        FlowRow(item: item, exporter: i, importer: j),
        FlowRow(item: item, exporter: j, importer: i),
      ]
    }
  }

  package var verdicts: [PartVerdict] {
    items.map {
      PartVerdict(
        subject: $0.question.name, text: CounterfactualVerdict.text($0),
        note: CounterfactualVerdict.limits($0))
    }
  }

  /// A row a change and country that is told of: what it is worth there.
  package var sheet: [AnswerRow] {
    items.flatMap { item -> [AnswerRow] in
      let subject = "\(item.question.name): \(item.change.name)"
      guard let answer = item.answer else {
        return [AnswerRow(subject, CounterfactualVerdict.text(item), .insufficient)]
      }
      return item.question.told.compactMap { name in
        guard let place = item.question.countries.firstIndex(of: name) else { return nil }
        var row = AnswerRow(
          "\(subject), \(name)", CounterfactualVerdict.text(item, telling: [name]), .assumption)
        row.value = item.worth(answer.effect.change(.gain, place))
        row.range = answer.intervals(level: 80)?.change(.gain, place).map {
          item.worth($0.low)...item.worth($0.high)
        }
        row.unit = item.question.unit.map { SeriesUnit($0) }
        row.basis = item.basis.map { SeriesBasis($0) }
        row.count = item.question.countries.count
        row.members = "structural gravity, general equilibrium"
        row.wouldChange = CounterfactualVerdict.limits(item)
        return row
      }
    }
  }
}
