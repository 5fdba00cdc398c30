internal import SeriesCore

/// The key `series`, with the `targets` that are asked of them: forecasts, and probabilities to reach
/// levels.
///
/// What it holds is read before any other part, into the context, since others name it.
package struct SeriesPart: ScenarioPart {
  package static let key = "series"

  package let series: [Scenario.SeriesSpec]
  package let targets: [PlacedTarget]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> SeriesPart? {
    guard !context.series.isEmpty else { return nil }
    return SeriesPart(series: context.series, targets: context.targets)
  }

  package var sources: [ScenarioSource] {
    series.flatMap {
      [ScenarioSource(file: $0.file, path: $0.path, sha256: $0.sha256)] + $0.currentSources
        + $0.comparedSources
    }
  }

  /// None: series, models and targets are rows of their own kinds, which `ScenarioPlan` lists among the
  /// courses and vintages.
  package var plan: [String] { [] }

  package var reports: [PartReport] {
    // Without a fitted model nothing is compared: every series rests on an assumption, or is too short.
    let isFitted = series.contains {
      $0.assumption == nil && $0.series.count >= SeriesQuestion.leastObservations
    }
    let isProjected = isFitted || series.contains { $0.assumption != nil }
    let isKnown = series.contains { $0.current != nil }
    return [
      PartReport("observations.csv"), PartReport("forecast.csv", hasRows: isProjected),
      PartReport("targets.csv", hasRows: !targets.isEmpty),
      PartReport("targets_vintages.csv", hasRows: false),
      PartReport("combined.csv", hasRows: false), PartReport("tornado.csv", hasRows: false),
      PartReport("reference_class.csv", hasRows: false),
      PartReport("calibration.csv", hasRows: false),
    ] + (isKnown ? [PartReport("current_year.csv")] : []) + [
      PartReport("hitting.csv", hasRows: isProjected && !targets.isEmpty),
      PartReport("sensitivity.csv", hasRows: isFitted && !targets.isEmpty),
      PartReport("models.csv"), PartReport("coefficients.csv", hasRows: false),
      PartReport("accuracy.csv", hasRows: isFitted),
    ]
  }

  package func answer(_ run: PartRun) -> SeriesAnswer { answer(run) { _ in } }

  package func answer(_ run: PartRun, progress: (Double) -> Void) -> SeriesAnswer {
    var answer = SeriesAnswer(headline: run.courses.first)
    let vintages = run.asOf.map { [$0] } ?? [nil] + run.scenario.vintages.map { Optional($0) }
    let steps = Double(vintages.count * series.count)
    var done = 0.0
    for vintage in vintages {
      for spec in series {
        answer.add(
          SeriesQuestion(
            spec, vintage, targets: targets.filter { $0.target.seriesID == spec.id }, run: run))
        done += 1
        progress(done / steps)
      }
    }
    return answer
  }
}

extension Scenario {
  /// The series in the order of the file.
  public var series: [SeriesSpec] { part(SeriesPart.self)?.series ?? [] }

  /// The targets, each placed on the axis of its series.
  public var targets: [PlacedTarget] { part(SeriesPart.self)?.targets ?? [] }
}

extension ScenarioRun {
  private var series: SeriesAnswer? { part(SeriesPart.self)?.answer }

  /// The headline forecasts by vintage, series and course; none of a series without a fit.
  public var forecasts: [ForecastRow] { series?.forecasts ?? [] }
  /// The answers by vintage, series, course, target and deadline.
  public var targets: [TargetRow] { series?.targets ?? [] }
  /// The fans of the sums that cumulative targets compare, each sum once a vintage and course.
  public var cumulative: [CumulativeRow] { series?.cumulative ?? [] }
  /// Whether rows of a time are the answers: those of the latest data, or of `asOf` where the run has
  /// only that.
  package func isMain(_ vintage: Vintage) -> Bool { series?.isMain(vintage) ?? false }
  /// The probabilities of each target by period; none where it cannot be asked.
  public var hitting: [HittingRow] { series?.hitting ?? [] }
  /// The answers of the models and windows beside the headline.
  public var sensitivity: [SensitivityRow] { series?.sensitivity ?? [] }
  /// Every fit by vintage and series, the headline first, failures with their reason.
  public var fits: [FitRow] { series?.fits ?? [] }
  /// What moves the probabilities of the targets, the greatest change first.
  package var tornado: [TornadoRow] { series?.tornado ?? [] }
  /// What is known of the current period of each series that says so.
  package var currents: [CurrentRow] { series?.currents ?? [] }
  /// The record of the models of each series on all data; none for stated growth, for a series
  /// without a fit and with `asOf`.
  public var accuracy: [AccuracyRow] { series?.accuracy ?? [] }
}
