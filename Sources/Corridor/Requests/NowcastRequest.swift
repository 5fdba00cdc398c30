package import Forecasting
package import SeriesCore

/// What `corridor nowcast` asks.
package struct NowcastRequest: Sendable {
  package var question: FactorNowcastQuestion
  /// Series beside the target; nil takes all of the file.
  package var indicators: [String]?
  package var asOf: NowcastVintage?
  /// An earlier state of the data, and its name.
  package var previous: SeriesPanel?
  package var previousAsOf: NowcastVintage?

  package init(target: String) { question = FactorNowcastQuestion(target: target) }

  /// What came of it.
  package struct Reply: Sendable {
    package let nowcast: FactorNowcast
    /// nil without an earlier state.
    package let news: NowcastNews?
    /// Sentences for whoever asked, without the file's name.
    package let notes: [String]
    /// How much of the data was known at the time.
    package let vintage: VintageKind
  }

  /// - Parameter panel: the data of now.
  /// - Throws: `InputFault` with the file that is at fault; `UsageFault` for what does not fit the series;
  ///   `ForecastingError` when this machine computes wrong results.
  package func answer(_ panel: SeriesPanel) throws -> Reply {
    let chosen = try chosen(panel)
    var notes: [String] = []
    let (now, isDated) = try known(chosen, asOf, file: panel.name, notes: &notes)
    let vintage: VintageKind = asOf == nil ? .latest : isDated ? .vintage : .pseudo
    guard previous != nil || previousAsOf != nil else {
      let nowcast = try attempt(panel.name) { () throws(FactorNowcastError) in
        try question.answer(now)
      }
      return Reply(
        nowcast: nowcast, news: nil, notes: notes + self.notes(nowcast), vintage: vintage)
    }
    let source = previous ?? panel
    let earlier = try known(
      chosen.map { try source.series(named: $0.id) }, previousAsOf, file: source.name,
      notes: &notes
    ).series
    for (a, b) in zip(now, earlier) where a.frequency != b.frequency {
      throw InputFault(
        .malformed, file: source.name,
        "series '\(a.id)' is by \(b.frequency.rawValue) here and by \(a.frequency.rawValue) in "
          + panel.name, advice: "give one frequency")
    }
    // What is wrong with the earlier state is said of its file.
    _ = try attempt(source.name) { () throws(FactorNowcastError) in
      try question.check(earlier)
    }
    let (nowcast, news) = try attempt(panel.name) { () throws(FactorNowcastError) in
      try question.news(now, since: earlier)
    }
    return Reply(
      nowcast: nowcast, news: news, notes: notes + self.notes(nowcast), vintage: vintage)
  }

  /// The target and its indicators, in the order of the file, or of given parameters.
  private func chosen(_ panel: SeriesPanel) throws(InputFault) -> [TimeSeries] {
    let target = question.target
    var ids = panel.entries.map(\.id)
    if let indicators {
      let wanted = Set(indicators + [target])
      for id in indicators where !ids.contains(id) { throw panel.absence(of: id) }
      ids = ids.filter(wanted.contains)
    }
    if !ids.contains(target) { throw panel.absence(of: target) }
    if let model = question.model, Set(model.ids) == Set(ids) { ids = model.ids }
    var series: [TimeSeries] = []
    for id in ids { series.append(try panel.series(named: id)) }
    return series
  }

  private func known(
    _ series: [TimeSeries], _ vintage: NowcastVintage?, file: String, notes: inout [String]
  ) throws -> (series: [TimeSeries], isDated: Bool) {
    guard let vintage else { return (series, true) }
    for id in vintage.delays.named where !series.contains(where: { $0.id == id }) {
      throw UsageFault(
        "--delay: no series '\(id)' (\(choiceAdvice(for: id, among: series.map(\.id), called: "series")))"
      )
    }
    var kept: [TimeSeries] = []
    var undated: [String] = []
    for one in series {
      let (known, isDated) = vintage.known(one)
      guard !known.isEmpty else {
        let first = vintage.firstDay(one).map { ": its first value came on \($0)" } ?? ""
        throw InputFault(
          .malformed, file: file,
          "nothing of series '\(one.id)' was known on \(vintage.text)\(first)",
          advice: "give a later date, or leave it out by --with")
      }
      if !isDated { undated.append("\(one.id) (\(vintage.delays.days(one.id)))") }
      kept.append(known)
    }
    if !undated.isEmpty {
      notes.append(
        "as of \(vintage.text) a pseudo-vintage: \(undated.count) of \(series.count) series do not "
          + "say when their values were published; their periods are cut, days after their ends in "
          + "brackets, and later revisions are in: \(undated.joined(separator: ", "))")
    }
    return (kept, undated.isEmpty)
  }

  private func notes(_ nowcast: FactorNowcast) -> [String] {
    var notes: [String] = []
    if let estimate = nowcast.estimate {
      if let fall = estimate.fall {
        let size = NumberText.shortest(SignificantDigits.round(fall, to: 2))
        notes.append(
          "the estimation stopped after \(estimate.iterations) iterations, where a step lowered the log "
            + "likelihood by \(size), before it converged: its best parameters stand (fewer --factors or "
            + "--lags, or longer series, settle)")
      } else if !estimate.isConverged {
        notes.append(
          "the estimation stopped after \(estimate.iterations) iterations before it converged: give "
            + "--iterations more")
      }
      if estimate.bounded > 0 {
        notes.append(
          "a root was held at 0.995 in \(estimate.bounded) iterations: the changes are hardly "
            + "stationary")
      }
    } else {
      notes.append("parameters are given: the interval does not include their uncertainty")
    }
    return notes
  }

  /// Says of a file what is wrong with its series, in words of the options.
  private func attempt<Value>(
    _ file: String, _ body: () throws(FactorNowcastError) -> Value
  ) throws -> Value {
    do throws(FactorNowcastError) { return try body() } catch {
      switch error {
      case .tooManyFactors: throw UsageFault("--factors: \(error): \(error.advice ?? "")")
      case .forecasting(let inner):
        if case .numeric = inner { throw inner }
        throw InputFault(
          .malformed, file: file, inner.description,
          advice: "leave series out by --with, or take fewer --factors or --lags")
      default:
        throw InputFault(.malformed, file: file, error.description, advice: advice(error))
      }
    }
  }

  private func advice(_ error: FactorNowcastError) -> String? {
    switch error {
    case .nothingAhead: "give series that are known later, or --horizon"
    case .notPositive: "give --scale level, or leave it out by --with"
    case .doesNotNest: "add it up to months before, or leave it out by --with"
    case .noVariation, .tooFew: "give a longer series, or leave it out by --with"
    case .tooManyParameters: "leave series out by --with, or take fewer --factors or --lags"
    default: error.advice
    }
  }
}
