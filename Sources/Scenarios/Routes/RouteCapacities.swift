internal import SeriesCore

/// What each route of a problem can carry: of a shared link the median of the draws that `capacity`
/// makes of it, so that both reports print one number; else what its file states.
struct RouteCapacities {
  private struct Drawn {
    /// The first year that is not observed.
    let start: Int
    /// By course, then by year from `start` on.
    let medians: [[Double]]
  }

  private let problem: RouteProblem
  private let courses: [String]
  /// By route; nil where nothing is drawn.
  private let drawn: [Drawn?]

  init(_ problem: RouteProblem, _ run: PartRun) {
    let courses = run.courses
    self.problem = problem
    self.courses = courses
    drawn = problem.routes.map { route in
      guard let plan = route.plan, let last = problem.periods.max() else { return nil }
      let series = route.series.map { run.known($0) }
      let start = (series?.end ?? problem.baseYear) + 1
      guard last >= start else { return nil }
      return Drawn(
        start: start,
        medians: plan.medians(
          series?.id ?? route.name, from: start, count: last - start + 1, courses: courses,
          observedMost: Self.most(series, problem.unit) ?? route.carried, run: run))
    }
  }

  /// The most that a series observed, in the unit of the problem; nil where it is no weight.
  static func most(_ series: TimeSeries?, _ unit: SeriesUnit) -> Double? {
    guard let series, let most = series.values.max() else { return nil }
    if series.unit == unit { return most }
    guard let own = CapacityReader.tonnes(series.unit), let wanted = CapacityReader.tonnes(unit)
    else { return nil }
    return most * own / wanted
  }

  /// By route; nil for no bound.
  func capacities(_ year: Int, in course: String) -> [Double?] {
    zip(problem.routes, drawn).map { route, drawn in
      guard let drawn, year >= drawn.start, let place = courses.firstIndex(of: course) else {
        return route.stated(year, in: course)
      }
      return drawn.medians[place][year - drawn.start]
    }
  }
}
