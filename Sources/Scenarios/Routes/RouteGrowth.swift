internal import Forecasting
internal import SeriesCore

/// By how much the demand of each route of a problem grows from the base year on: the medians of the
/// headlines of its series, or what was observed.
struct RouteGrowth {
  private struct Known {
    let series: TimeSeries
    let fit: Result<FittedSeries, ForecastingError>
  }

  private let problem: RouteProblem
  private let run: PartRun
  /// By route; nil where none is asked.
  private let known: [Known?]

  init(_ problem: RouteProblem, _ run: PartRun) {
    self.problem = problem
    self.run = run
    known = problem.routes.map { route in
      guard problem.hearsHeadlines, let series = route.series,
        let spec = run.scenario.series.first(where: { $0.id == series.id })
      else { return nil }
      let question = SeriesQuestion(spec, run.asOf, targets: [], run: run)
      return Known(series: question.sample, fit: question.headline)
    }
  }

  /// That year over the base year, by route; 1 for a route without a series.
  func ratios(_ year: Int, in course: String) throws(Insufficient) -> [Double] {
    var ratios: [Double] = []
    for item in known {
      guard let item else {
        ratios.append(1)
        continue
      }
      ratios.append(try ratio(item, year, in: course))
    }
    return ratios
  }

  private func ratio(_ item: Known, _ year: Int, in course: String) throws(Insufficient) -> Double {
    let series = item.series
    guard let base = series.ordinals.firstIndex(of: problem.baseYear), series.values[base] > 0
    else {
      throw Insufficient(
        reason: "\(series.id) has no positive value of the base year \(problem.baseYear)")
    }
    if let place = series.ordinals.firstIndex(of: year) {
      return series.values[place] / series.values[base]
    }
    do throws(ForecastingError) {
      let fit = try item.fit.get()
      guard year > fit.sampleEnd,
        let course = run.scenario.courses.first(where: { $0.name == course })
      else { throw .noEstimate("\(series.id) has no value of \(year)") }
      let horizon = year - fit.sampleEnd
      let factors = course.factors(
        for: series.id, axis: series.axis, start: fit.sampleEnd + 1, horizon: horizon)
      let median = try fit.forecast(horizon: horizon).distributions[horizon - 1].median
      return median * factors[horizon - 1] / series.values[base]
    } catch { throw Insufficient(reason: error.description) }
  }
}
