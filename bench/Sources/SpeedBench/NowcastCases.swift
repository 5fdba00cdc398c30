import Corridor

/// Rates of ten monthly series and two quarterly ones with one factor, the size in months; the last
/// month of half of them and the last quarter are missing.
enum NowcastCases {
  static let all: [String: SpeedBench.Maker] = [
    // Parameters given: likelihood, nowcast, smoothed factors.
    "nowcast-given": { try tasks(isEstimated: false, $0, $1) },
    // Estimated by EM to a relative rise of 1e-6: likelihood alone.
    "nowcast-em": { try tasks(isEstimated: true, $0, $1) },
  ]

  private static let (monthly, quarterly) = (10, 2)

  private static func tasks(
    isEstimated: Bool, _ months: Int, _ folder: DataFolder
  ) throws -> [BenchTask] {
    let whole = months / 3 * 3
    let count = monthly + quarterly
    var numbers = BenchNumbers(17)
    let loadings = (0..<count).map { $0 < monthly ? 0.4 + 0.05 * Double($0) : 0.25 }
    var (factor, own) = (0.0, [Double](repeating: 0, count: count))
    // The latest five months of what the quarters add up.
    var rates = [[Double]](repeating: [0, 0, 0, 0, 0], count: quarterly)
    var (byMonth, byQuarter) = ([Double](), [Double]())
    for t in -24..<whole {
      // Uniform shocks of variance 1/3.
      factor = 0.6 * factor + 1.4 * numbers.next()
      for i in 0..<count { own[i] = 0.3 * own[i] + numbers.next() }
      for q in 0..<quarterly {
        let i = monthly + q
        rates[q] = [loadings[i] * factor + 0.5 * own[i]] + rates[q].prefix(4)
      }
      guard t >= 0 else { continue }
      for i in 0..<monthly {
        let isLate = t == whole - 1 && i % 2 == 1
        byMonth.append(isLate ? .nan : loadings[i] * factor + own[i])
      }
      guard t % 3 == 2 else { continue }
      for q in 0..<quarterly {
        let sum = zip(rates[q], [1.0, 2, 3, 2, 1]).reduce(0.0) { $0 + $1.0 * $1.1 }
        byQuarter.append(t == whole - 1 ? .nan : sum)
      }
    }
    let given = FactorParameters(
      factors: 1, lags: 1, loadings: loadings, transition: [0.6], innovation: [0.6],
      persistence: Array(repeating: 0.3, count: count),
      noise: (0..<count).map { $0 < monthly ? 0.33 : 0.08 })
    folder.write("months", byMonth)
    folder.write("quarters", byQuarter)
    folder.write(
      "parameters", given.loadings + [0.6, 0.6.squareRoot()] + given.persistence + given.noise)

    func series(_ i: Int, _ values: [Double], _ width: Int, _ axis: PeriodAxis) -> TimeSeries {
      let first = axis.frequency == .month ? 24_000 : 8000
      let column = stride(from: i, to: values.count, by: width).map { values[$0] }
      return TimeSeries(
        id: "\(axis.frequency.rawValue)\(i)", axis: axis,
        observations: column.indices.filter { !column[$0].isNaN }.map {
          (ordinal: first + $0, value: column[$0])
        })
    }
    let all =
      (0..<monthly).map { series($0, byMonth, monthly, PeriodAxis(.month)) }
      + (0..<quarterly).map { series($0, byQuarter, quarterly, PeriodAxis(.quarter)) }
    var question = FactorNowcastQuestion(target: all[monthly].id)
    question.change = .rates
    if !isEstimated {
      question.model = FactorModel(
        ids: all.map(\.id), centres: Array(repeating: 0, count: count),
        spreads: Array(repeating: 1, count: count), parameters: given)
    }
    let asked = question
    return [
      BenchTask(implementation: "corridor") {
        let answer = try asked.answer(all)
        if isEstimated { return [answer.logLikelihood] }
        let means = answer.factors.map(\.mean)
        return [answer.logLikelihood, answer.periods[0].location] + means.suffix(6)
      }
    ]
  }
}
