import Corridor
import Glibc

/// Intervals of 90 % for the dates of breaks whose number is known.
enum DateStudy {
  static func run(_ count: Int) throws {
    for n in [60, 120] {
      for place in [n / 2, 3 * n / 10] {
        for shift in [0.7, 1, 2] {
          for spread in [1, 2, 0.5] {
            try run("y ~ 1", n, [place], shift: shift, spread: spread, correlation: 0, count)
          }
        }
      }
      try run("y ~ x", n, [n / 2], shift: 1, spread: 1, correlation: 0, count)
      try run("y ~ x", n, [n / 2], shift: 1, spread: 2, correlation: 0, count)
      try run("y ~ 1", n, [n / 2], shift: 1.5, spread: 1, correlation: 0.5, count)
    }
    try run("y ~ 1", 120, [40, 80], shift: 1, spread: 1, correlation: 0, count)
    try run("y ~ 1", 120, [40, 80], shift: 1, spread: 2, correlation: 0, count)
  }

  private static func run(
    _ formula: String, _ n: Int, _ places: [Int], shift: Double, spread: Double,
    correlation: Double, _ count: Int
  ) throws {
    var tally = Tally()
    var (lengths, intervals) = ([0.0, 0.0], [0.0, 0.0])
    for draw in 0..<count {
      var random = PhiloxGenerator(seed: 22, series: UInt32(n), path: UInt32(draw))
      let errors = BreakStudy.autoregression(n, correlation, &random)
      let x = (0..<n).map { _ in random.normal() }
      let y = (0..<n).map { i in
        let regime = places.count { $0 <= i }
        let isOdd = regime % 2 == 1
        let change = isOdd ? shift : 0
        let level = formula == "y ~ x" ? change * x[i] : change
        return level + errors[i] * (isOdd ? spread : 1)
      }
      var question = BreaksQuestion(
        try ModelFrame(Formula(formula), table: Columns(numbers: [("y", y), ("x", x)]).table))
      question.breaks = places.count
      question.maximumBreaks = places.count
      question.level = 90
      if correlation > 0 { question.weighting = KernelWeighting(.bartlett(lag: nil)) }
      let answer = try question.answer()
      let likelihood = answer.dates.map { date in
        date.interval.map { ($0.low + 1, $0.high + 1) }
      }
      let bai = try answer.fit.confidenceIntervals(breaks: places.count, level: 90).map {
        $0.map { ($0.low, $0.high) }
      }
      for (method, (name, found)) in [("likelihood", likelihood), ("bai", bai)].enumerated() {
        for (place, interval) in zip(places, found) {
          tally.add(name, interval.map { $0.0 <= place && place <= $0.1 })
          if let interval {
            lengths[method] += Double(interval.1 - interval.0 + 1)
            intervals[method] += 1
          }
        }
      }
    }
    let means = zip(lengths, intervals).map { "\(($0 / $1 * 10).rounded() / 10)" }
    tally.print(
      "dates",
      "\(formula) n=\(n) after \(places.map(String.init).joined(separator: "+")) shift \(shift) "
        + "deviation ×\(spread) AR \(correlation) (mean lengths \(means.joined(separator: " and ")))"
    )
  }
}
