internal import SeriesCore

/// Benchmarks and indicators on one grid, checked.
struct BenchmarkProblem {
  let method: Disaggregation.Method
  let axis: PeriodAxis
  let grid: BenchmarkGrid
  /// X by column, one value a short period.
  let design: [[Double]]
  /// The name of each column.
  let terms: [String]
  /// Of Denton–Cholette: what the values are in proportion to.
  let proportion: [Double]?

  init(
    _ series: TimeSeries, _ indicators: [TimeSeries], _ options: Disaggregation.Options
  ) throws(ForecastingError) {
    method = options.method ?? (indicators.isEmpty ? .dentonCholette : .chowLin)
    let short = options.frequency
    let width: Int
    do throws(DisaggregationFault) {
      width = try BenchmarkGrid.width(from: series.frequency, to: short)
      try Self.requireUnbroken(series)
      for indicator in indicators { try Self.check(indicator, short) }
    } catch { throw .disaggregation(error) }
    if let rho = options.rho {
      guard method == .chowLin || method == .litterman, rho > -1, rho < 1 else {
        throw .badForm(
          model: method.rawValue, form: "rho \(NumberText.shortest(rho))",
          hint: "chow-lin and litterman have a rho over -1 and under 1")
      }
    }
    guard method != .dentonCholette || indicators.count <= 1 else {
      throw .badForm(
        model: method.rawValue, form: "\(indicators.count) indicators", hint: "it follows one")
    }
    guard method == .dentonCholette || options.hasConstant || !indicators.isEmpty else {
      throw .badForm(
        model: method.rawValue, form: "no constant", hint: "without an indicator nothing is left")
    }
    axis = indicators.first?.axis ?? PeriodAxis(short)
    guard let first = series.ordinals.first, let last = series.ordinals.last else {
      throw .tooShort(needed: 2, found: 0)
    }
    let needed = (first * width)...(last * width + width - 1)
    let span: ClosedRange<Int>
    do throws(DisaggregationFault) {
      span = try Self.span(indicators, needed, axis)
      grid = BenchmarkGrid(
        first: span.lowerBound, count: span.count,
        starts: series.ordinals.map { $0 * width - span.lowerBound }, width: width,
        aggregate: options.aggregate)
      let columns = indicators.map { Self.values($0, span) }
      for (indicator, column) in zip(indicators, columns) {
        let inside = column[(needed.lowerBound - span.lowerBound)...].prefix(needed.count)
        guard inside.contains(where: { $0 != inside.first }) else {
          throw .constantIndicator(id: indicator.id)
        }
      }
      let ones = [Double](repeating: 1, count: span.count)
      if method == .dentonCholette {
        if let indicator = indicators.first {
          let sign = columns[0][0].sign
          if let place = columns[0].firstIndex(where: { $0 == 0 || $0.sign != sign }) {
            throw .indicatorSign(
              id: indicator.id, period: axis.text(span.lowerBound + place))
          }
        }
        proportion = columns.first
        (design, terms) = ([ones], ["ratio"])
      } else {
        proportion = nil
        design = (options.hasConstant ? [ones] : []) + columns
        terms =
          (options.hasConstant ? ["constant"] : [])
          + columns.indices.map { columns.count == 1 ? "indicator" : "indicator\($0 + 1)" }
      }
    } catch { throw .disaggregation(error) }
    // Denton–Cholette is a rule: one benchmark is spread evenly.
    let least = method == .dentonCholette ? 1 : design.count + 1
    guard series.count >= least else { throw .tooShort(needed: least, found: series.count) }
  }

  private static func requireUnbroken(_ series: TimeSeries) throws(DisaggregationFault) {
    for (a, b) in zip(series.ordinals, series.ordinals.dropFirst()) where b != a + 1 {
      throw .missingBenchmark(period: series.axis.text(a + 1))
    }
  }

  private static func check(
    _ indicator: TimeSeries, _ short: Frequency
  ) throws(DisaggregationFault) {
    guard indicator.frequency == short else {
      throw .indicatorFrequency(id: indicator.id, found: indicator.frequency, needed: short)
    }
    for (a, b) in zip(indicator.ordinals, indicator.ordinals.dropFirst()) where b != a + 1 {
      throw .indicatorGap(id: indicator.id, period: indicator.axis.text(a + 1))
    }
  }

  /// The periods that all indicators have, those of the benchmarks without any.
  private static func span(
    _ indicators: [TimeSeries], _ needed: ClosedRange<Int>, _ axis: PeriodAxis
  ) throws(DisaggregationFault) -> ClosedRange<Int> {
    var span = needed
    for (place, indicator) in indicators.enumerated() {
      guard let first = indicator.ordinals.first, let last = indicator.ordinals.last,
        first <= needed.lowerBound, last >= needed.upperBound
      else {
        throw .indicatorSpan(
          id: indicator.id, first: axis.text(needed.lowerBound), last: axis.text(needed.upperBound))
      }
      span = place == 0 ? first...last : max(span.lowerBound, first)...min(span.upperBound, last)
    }
    return span
  }

  private static func values(_ indicator: TimeSeries, _ span: ClosedRange<Int>) -> [Double] {
    let first = indicator.ordinals.first ?? span.lowerBound
    return Array(indicator.values[(span.lowerBound - first)...].prefix(span.count))
  }

  /// The regression at the given ρ, or at that of greatest likelihood.
  func fit(
    _ benchmarks: [Double], rho: Double?
  ) throws(ForecastingError) -> (BenchmarkRegression, rho: Double?, Disaggregation.Bound?) {
    let rows = benchmarks.indices.map { benchmark in
      var row = grid.row(benchmark)
      if let proportion { for t in grid.places(benchmark) { row[t] *= proportion[t] } }
      return row
    }
    let aggregated = design.map { column in
      rows.enumerated().map { benchmark, row in
        grid.places(benchmark).reduce(0) { $0 + row[$1] * column[$1] }
      }
    }
    func regression(
      _ process: DisturbanceProcess
    ) throws(ForecastingError) -> BenchmarkRegression {
      try BenchmarkRegression(
        rows: rows, design: aggregated, benchmarks: benchmarks, process: process)
    }
    func process(_ rho: Double) -> DisturbanceProcess {
      method == .litterman ? .integrated(rho) : .autoregressive(rho)
    }
    switch method {
    case .dentonCholette, .fernandez: return (try regression(.randomWalk), nil, nil)
    case .chowLin, .litterman:
      if let rho { return (try regression(process(rho)), rho, nil) }
      // Collinear or exact at one ρ is so at each.
      let first = try regression(process(0))
      guard first.logLikelihood != nil else { return (first, 0, .lower) }
      let found = DisturbanceSearch.find(in: Disaggregation.rhoBounds) { rho in
        -((try? regression(process(rho)))?.logLikelihood ?? -.infinity)
      }
      return (try regression(process(found.rho)), found.rho, found.bound)
    }
  }
}
