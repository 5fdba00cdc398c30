package import Forecasting
internal import Glibc
internal import Regression
internal import SeriesCore

/// How a projection by drivers did on the past of its series: from each origin with what stood then, along
/// the drivers as they came, beside naive on the same periods.
///
/// The drivers are known here and assumed in a projection: the record is that of the relation and its
/// errors, and flatters a forecast in which drivers are to be guessed.
package struct DriverRecord: Sendable {
  package let gate: BacktestGate

  /// Rows of the first origin's sample, or twice the coefficients and two more.
  static let leastRows = 10
  static let levels: [Double] = [80, 95]

  /// - Parameters:
  ///   - question: its sample is cut at each origin.
  ///   - table: a row a period, the sample's and later ones, with the drivers' columns.
  /// - Returns: nil where no origin has a judged forecast.
  init?(
    _ question: ScenarioRegressionQuestion, projection: ScenarioRegressionQuestion.Projection,
    table: DataTable
  ) {
    guard let time = question.regression.options.time, let known = table.levels(time),
      let naive = try? ModelRequest("naive").named(for: projection.series, by: .logsOfPositive)
    else { return nil }
    let series = projection.series
    let rowOf = Dictionary(
      known.codes.indices.compactMap { row -> (Int, Int)? in
        guard known.codes[row] >= 0 else { return nil }
        return PeriodText(known.names[Int(known.codes[row])]).flatMap {
          series.axis.ordinal(of: $0)
        }.map { ($0, row) }
      }, uniquingKeysWith: { first, _ in first })
    let horizon = RollingAccuracy.horizon(for: series)
    var own = AccuracyMeasures(levels: Self.levels)
    var other = AccuracyMeasures(levels: Self.levels)
    var origins = 0
    for origin in series.ordinals.dropLast() {
      let steps = (1...horizon).filter {
        series.value(at: origin + $0) != nil && rowOf[origin + $0] != nil
      }
      guard !steps.isEmpty, rowOf[origin] != nil,
        let projector = Self.projector(question, projection, table: table, at: origin),
        let naiveForecast = try? naive.fit(to: series.upTo(origin)).forecast(horizon: horizon)
      else { continue }
      var judged = false
      for step in steps {
        guard let actual = series.value(at: origin + step), let from = rowOf[origin],
          let to = rowOf[origin + step],
          let level = projector.level(after: step, from: from, to: to, in: table)
        else { continue }
        own.add(
          actual: actual, point: level.median,
          intervals: [level.interval80, level.interval95], scale: nil)
        other.add(
          actual: actual, point: naiveForecast.distributions[step - 1].median,
          intervals: Self.levels.map { naiveForecast.interval(step: step, level: $0) }, scale: nil)
        judged = true
      }
      if judged { origins += 1 }
    }
    guard origins > 0 else { return nil }
    func record(_ model: String, _ measures: AccuracyMeasures) -> RollingAccuracy {
      RollingAccuracy(model: model, origins: origins, horizon: horizon, measures: measures)
    }
    gate = BacktestGate(record(question.name, own), naive: record(naive.text, other))
  }

  /// What would have been projected from an origin.
  private static func projector(
    _ question: ScenarioRegressionQuestion, _ projection: ScenarioRegressionQuestion.Projection,
    table: DataTable, at origin: Int
  ) -> DriverProjector? {
    let axis = projection.series.axis
    guard let cut = question.cut(toPeriodsUpTo: origin, on: axis),
      let answer = try? cut.regression.answer(),
      answer.fit.count >= max(leastRows, 2 * answer.fit.parameterCount + 2),
      let errors = try? ScenarioRegressionAnswer.process(
        cut, answer.fit, projection: projection.cut(to: projection.series.upTo(origin)))
    else { return nil }
    return DriverProjector(
      fit: answer.fit, covariance: answer.covariance,
      projection: projection.cut(to: projection.series.upTo(origin)), errors: errors,
      effects: nil)
  }
}
