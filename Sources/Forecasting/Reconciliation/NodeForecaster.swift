package import LinearAlgebra
package import SeriesCore

/// Forecasts every node of a hierarchy by one model, with its errors one step ahead.
///
/// The errors are those of rolling origins: each is of a fit on what came before. They serve as the
/// residuals of reconciliation; residuals of one fit to everything would be smaller than the errors to
/// come, the more so the more a model can bend.
package struct NodeForecaster: Sendable {
  /// Origins, the last ones, beyond which no more are fitted.
  package static let mostOrigins = 100
  /// Observations before the first origin, or two seasons, or what the model needs, if that is more.
  static let leastTraining = 8

  let request: ModelRequest
  let horizon: Int
  let seasonLength: Int?
  let levels: [Double]

  package init(request: ModelRequest, horizon: Int, seasonLength: Int?, levels: [Double]) {
    self.request = request
    self.horizon = horizon
    self.seasonLength = seasonLength
    self.levels = levels
  }

  /// One node that cannot be forecast.
  package struct Failure: Error, Sendable {
    package let node: String
    package let error: ForecastingError
  }

  /// What came out of all nodes.
  package struct Outcome: Sendable {
    package let base: BaseForecasts
    /// Errors in the periods in which every node has one, periods × nodes, in the values' unit.
    package let residuals: Matrix
    /// Observations in the periods in which every node has one, periods × nodes.
    package let history: Matrix

    /// The forecasts with their own residuals and history.
    package func question(_ hierarchy: Hierarchy) -> ReconciliationQuestion {
      ReconciliationQuestion(hierarchy, base: base, residuals: residuals, history: history)
    }
  }

  private struct Node: Sendable {
    let forecast: Result<Forecast, ForecastingError>
    let errors: [Int: Double]
  }

  /// - Parameters:
  ///   - series: one a node, all ending in one period.
  ///   - withErrors: whether errors are wanted; they cost a fit an origin.
  ///   - progress: is told how many nodes are done.
  /// - Throws: `Failure` of the first node that cannot be forecast.
  package func forecast(
    _ series: [TimeSeries], jobs: Int, withErrors: Bool, progress: (Int) -> Void = { _ in }
  ) throws(Failure) -> Outcome {
    var nodes: [Node] = []
    var next = 0
    OrderedWork.run(
      jobs: jobs,
      next: { () -> TimeSeries? in
        guard next < series.count else { return nil }
        defer { next += 1 }
        return series[next]
      }, work: { self.node($0, withErrors: withErrors) },
      take: {
        nodes.append($0)
        progress(nodes.count)
      })
    var forecasts: [Forecast] = []
    for (node, series) in zip(nodes, series) {
      switch node.forecast {
      case .success(let forecast): forecasts.append(forecast)
      case .failure(let error): throw Failure(node: series.id, error: error)
      }
    }
    let periods = Self.common(nodes.map { Set($0.errors.keys) })
    var residuals = Matrix(rows: periods.count, columns: series.count)
    for (j, node) in nodes.enumerated() {
      for (i, period) in periods.enumerated() { residuals[i, j] = node.errors[period] ?? .nan }
    }
    let observed = Self.common(series.map { Set($0.ordinals) })
    var history = Matrix(rows: observed.count, columns: series.count)
    for (j, series) in series.enumerated() {
      for (i, period) in observed.enumerated() { history[i, j] = series.value(at: period) ?? .nan }
    }
    return Outcome(base: base(forecasts), residuals: residuals, history: history)
  }

  private static func common(_ sets: [Set<Int>]) -> [Int] {
    guard var shared = sets.first else { return [] }
    for set in sets.dropFirst() { shared.formIntersection(set) }
    return shared.sorted()
  }

  private func node(_ series: TimeSeries, withErrors: Bool) -> Node {
    do throws(ForecastingError) {
      let fitted = try request.fit(
        to: series, seasonLength: seasonLength)
      let forecast = try fitted.forecast(horizon: horizon)
      return Node(forecast: .success(forecast), errors: withErrors ? errors(series) : [:])
    } catch {
      return Node(forecast: .failure(error), errors: [:])
    }
  }

  /// Errors by period. An origin from which the model cannot be fitted has none.
  private func errors(_ series: TimeSeries) -> [Int: Double] {
    let season = max(1, seasonLength ?? series.frequency.seasonLength)
    let least = max(Self.leastTraining, 2 * season)
    var errors: [Int: Double] = [:]
    // Behind a gap the forecast would be of more than one step.
    let cutoffs = zip(series.ordinals, series.ordinals.dropFirst()).dropFirst(least - 1)
      .suffix(Self.mostOrigins).filter { $1 == $0 + 1 }.map(\.0)
    let rolling = RollingOrigins(series, horizon: 1, cutoffs: cutoffs)
    for cutoff in cutoffs {
      let origin = try? rolling.forecast(request, from: cutoff, seasonLength: seasonLength)
      if let point = origin?.forecast.distributions[0].median,
        let actual = series.value(at: cutoff + 1)
      {
        errors[cutoff + 1] = actual - point
      }
    }
    return errors
  }

  private func base(_ forecasts: [Forecast]) -> BaseForecasts {
    let axis = forecasts[0].axis
    var points = Matrix(rows: forecasts.count, columns: horizon)
    var means: Matrix? = points
    var widths = levels.map { _ in Matrix(rows: forecasts.count, columns: horizon) }
    for (i, forecast) in forecasts.enumerated() {
      for h in 0..<horizon {
        let distribution = forecast.distributions[h]
        points[i, h] = distribution.median
        if let mean = distribution.mean { means?[i, h] = mean } else { means = nil }
        for (l, level) in levels.enumerated() {
          let (low, high) = forecast.interval(step: h + 1, level: level)
          widths[l][i, h] = (high - low) / 2
        }
      }
    }
    return BaseForecasts(
      model: request.text, periods: (0..<horizon).map { axis.text(forecasts[0].start + $0) },
      points: points, means: means, levels: levels, halfWidths: widths)
  }
}
