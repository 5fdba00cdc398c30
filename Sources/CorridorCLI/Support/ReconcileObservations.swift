import Corridor

/// Reads observations and forecasts every node.
struct ReconcileObservations {
  private let command: ReconcileCommand
  private let rules: HierarchyFile

  init(_ command: ReconcileCommand, _ rules: HierarchyFile) {
    self.command = command
    self.rules = rules
  }

  func cases(_ sources: [ReconcileSource]) throws -> [ReconcileCase] {
    let nodes = Set(rules.hierarchy.nodes)
    var given: [String: TimeSeries] = [:]
    var places: [String: (file: String, line: Int)] = [:]
    var strangers: [String] = []
    for source in sources {
      let drafts = try SeriesDraft.group(
        source.source, options: command.input.observationOptions)
      let others = drafts.map(\.id).filter { !nodes.contains($0) }
      source.tell(strangers: others)
      strangers += others
      for draft in drafts where nodes.contains(draft.id) {
        let line = draft.observations.first?.line ?? 1
        if let known = places[draft.id] {
          throw InputFault(
            .malformed, file: source.path, line: line,
            "the series '\(draft.id)' stands already in \(known.file)", advice: "give it once")
        }
        places[draft.id] = (source.path, line)
        switch draft.entry() {
        case .series(let series): given[draft.id] = series
        case .failure(let failure): throw failure.fault
        }
      }
    }
    let observed: NodeSeries
    do throws(NodeFault) { observed = try NodeSeries(rules.hierarchy, given: given) } catch {
      guard let place = places[error.node] else {
        let near = nearestName(to: error.node, among: strangers)
        throw InputFault(
          .malformed, file: rules.name, line: rules.line(of: error.node), error.description,
          advice: near.map { "did you mean '\($0)'?" } ?? error.advice)
      }
      throw InputFault(
        .malformed, file: place.file, line: place.line, error.description, advice: error.advice)
    }
    try tellDiscrepancies(observed, places)
    let outcome = try forecast(observed.series, places)
    let first = observed.series[0]
    return [
      ReconcileCase(
        question: outcome.question(rules.hierarchy), file: sources[0].path,
        residualFile: sources[0].path,
        lines: places.filter { $0.value.file == sources[0].path }.mapValues(\.line),
        unit: first.unit?.label, basis: first.basis?.label)
    ]
  }

  private func forecast(
    _ series: [TimeSeries], _ places: [String: (file: String, line: Int)]
  ) throws -> NodeForecaster.Outcome {
    let forecaster = NodeForecaster(
      request: try ModelList.request(command.model ?? "auto"),
      horizon: command.horizon ?? 1, seasonLength: command.season.season,
      levels: (command.levels ?? LevelList([80, 95])).values)
    var progress = Progress("forecasting")
    defer { progress.finish() }
    do throws(NodeForecaster.Failure) {
      return try forecaster.forecast(series, jobs: command.jobs.count, withErrors: true) {
        progress.update(done: $0, share: Double($0) / Double(series.count))
      }
    } catch {
      if case .numeric(.wrongKernel) = error.error { throw error.error }
      let place = places[error.node] ?? (rules.name, rules.line(of: error.node))
      let message = "the node '\(error.node)' cannot be forecast: \(error.error)"
      guard error.error.isDataFault else {
        throw Stop(.failed, "\(place.file):\(place.line): \(message)")
      }
      throw InputFault(.malformed, file: place.file, line: place.line, message)
    }
  }

  private func tellDiscrepancies(
    _ observed: NodeSeries, _ places: [String: (file: String, line: Int)]
  ) throws {
    let faults = observed.discrepancies.map { found in
      let place = places[found.node]
      return InputFault(
        .malformed, file: place?.file ?? rules.name, line: place?.line,
        "'\(found.node)' is not the sum of its parts in \(found.periods) of \(found.compared) "
          + "periods, most in \(found.period): \(NumberText.shortest(found.given)) given, "
          + "\(NumberText.shortest(SignificantDigits.round(found.sum, to: 12))) summed",
        advice: command.strict
          ? "mend it, or leave --strict out" : "it is used as given; --strict refuses it")
    }
    if command.strict, let first = faults.first {
      StandardError.lines(faults.dropFirst().map(\.description))
      throw first
    }
    StandardError.lines(faults.map(\.description))
    if !observed.summed.isEmpty {
      let names = observed.summed.prefix(8).map { rules.hierarchy.nodes[$0] }
      let periods = observed.summed.map { observed.series[$0].count }.min() ?? 0
      StandardError.lines([
        "\(rules.name): \(observed.summed.count) totals are summed from their parts "
          + "(\(periods) periods or more): \(names.joined(separator: ", "))"
          + (observed.summed.count > 8 ? ", …" : "")
      ])
    }
  }
}
