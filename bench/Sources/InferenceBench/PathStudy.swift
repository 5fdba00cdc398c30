import Corridor
import Glibc

/// Values that a vector autoregression of two variables takes for possible, and its intervals.
enum PathStudy {
  static func run(_ count: Int) throws {
    for n in [25, 50, 100] {
      var (sizes, coverage) = (Tally(), Tally())
      for draw in 0..<count {
        var random = PhiloxGenerator(seed: 23, series: UInt32(n), path: UInt32(draw))
        let all = path(n + 4, &random)
        let columns = all.enumerated().map { Design.Term($0 == 0 ? "a" : "b", Array($1.prefix(n))) }
        let fit = try VectorAutoregression(lags: 1).fit(columns)
        typealias Condition = ConditionalForecast.Condition
        let sets: [(String, [Condition])] = [
          (
            "both at 1",
            [0, 1].map { .init(variable: ["a", "b"][$0], step: 1, value: all[$0][n]) }
          ),
          ("a at 1", [.init(variable: "a", step: 1, value: all[0][n])]),
          (
            "a at 1 to 4", (1...4).map { .init(variable: "a", step: $0, value: all[0][n + $0 - 1]) }
          ),
        ]
        for (name, conditions) in sets {
          let forecast = try fit.conditionalForecast(
            horizon: 4, conditions: conditions, parameterUncertainty: true)
          sizes.add(name, forecast.plausibilityTail < 0.05)
          let distance = ChiSquared.upperTail(
            forecast.plausibility, degreesOfFreedom: Double(conditions.count))
          sizes.add(name + " by χ²", distance < 0.05)
        }
        var frame = VectorQuestion(
          try ModelFrame(
            Formula("0 ~ a + b"),
            table: Columns(numbers: columns.map { ($0.name, $0.values) }).table))
        frame.lags = 1
        frame.horizon = 4
        let answer = try frame.answer()
        for step in 0..<4 {
          let interval = answer.interval(variable: 0, step: step, level: 95)
          let value = all[0][n + step]
          coverage.add("step \(step + 1)", interval.low <= value && value <= interval.high)
        }
      }
      sizes.print("var", "n=\(n) size of 5 %")
      coverage.print("var", "n=\(n) coverage of 95 %")
    }
  }

  private static func path(_ n: Int, _ random: inout PhiloxGenerator) -> [[Double]] {
    var (a, b) = (0.0, 0.0)
    var result: [[Double]] = [[], []]
    for t in 0..<(n + 50) {
      let shock = random.normal()
      (a, b) = (0.6 * a + 0.2 * b + shock, 0.1 * a + 0.5 * b + 0.5 * shock + random.normal())
      guard t >= 50 else { continue }
      result[0].append(a)
      result[1].append(b)
    }
    return result
  }
}
