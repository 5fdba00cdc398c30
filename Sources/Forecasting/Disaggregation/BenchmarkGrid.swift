internal import SeriesCore

/// Where the benchmarks lie among the shorter periods, and how these make them.
struct BenchmarkGrid: Sendable {
  /// The first short period, of the indicator or of the first benchmark.
  let first: Int
  /// n, short periods.
  let count: Int
  /// For each benchmark the place of its first short period, from 0.
  let starts: [Int]
  /// Short periods in a long one.
  let width: Int
  let aggregate: Disaggregation.Aggregate

  /// Months in a period of a calendar frequency; nil for what is no whole number of months.
  static func months(_ frequency: Frequency) -> Int? {
    switch frequency {
    case .annual: 12
    case .half: 6
    case .quarter: 3
    case .month: 1
    case .week, .day, .integer: nil
    }
  }

  /// Short periods in a long one.
  ///
  /// - Throws: `.notNested`.
  static func width(
    from long: Frequency, to short: Frequency
  ) throws(DisaggregationFault) -> Int {
    guard let outer = months(long), let inner = months(short), outer > inner, outer % inner == 0
    else { throw .notNested(from: long, to: short) }
    return outer / inner
  }

  /// The places of one benchmark's short periods that take part in it.
  func places(_ benchmark: Int) -> Range<Int> {
    let start = starts[benchmark]
    return aggregate == .last ? (start + width - 1)..<(start + width) : start..<(start + width)
  }

  /// What each of them counts.
  var weight: Double { aggregate == .mean ? 1 / Double(width) : 1 }

  /// Cv: the benchmarks that values of the short periods make.
  func aggregated(_ values: [Double]) -> [Double] {
    starts.indices.map { row in
      let sum = places(row).reduce(0) { $0 + values[$1] }
      return aggregate == .mean ? sum / Double(width) : sum
    }
  }

  /// A row of C, dense.
  func row(_ benchmark: Int) -> [Double] {
    var row = [Double](repeating: 0, count: count)
    for t in places(benchmark) { row[t] = weight }
    return row
  }

  /// Takes what rounding left of a benchmark out of its periods, evenly.
  func settle(_ values: inout [Double], on benchmarks: [Double]) {
    for _ in 0..<3 {
      let found = aggregated(values)
      var isSettled = true
      for (row, benchmark) in benchmarks.enumerated() where found[row] != benchmark {
        isSettled = false
        let share = (benchmark - found[row]) / (Double(places(row).count) * weight)
        for t in places(row) { values[t] += share }
      }
      if isSettled { return }
    }
  }
}
