import Corridor
import Glibc

/// Tests of a break where there is none, errors independent or autoregressive, and where there is one.
enum BreakStudy {
  static func run(_ count: Int) throws {
    for n in [50, 100, 200] {
      for correlation in [0, 0.5, 0.8] {
        for hasRegressor in [false, true] {
          try run(n, correlation, hasRegressor: hasRegressor, shift: 0, count)
        }
      }
      // One and two deviations of the errors.
      for shift in [1.0, 2] { try run(n, 0.5, hasRegressor: false, shift: shift, count) }
    }
  }

  private static func run(
    _ n: Int, _ correlation: Double, hasRegressor: Bool, shift: Double, _ count: Int
  ) throws {
    var tally = Tally()
    for draw in 0..<count {
      var random = PhiloxGenerator(seed: 21, series: UInt32(n), path: UInt32(draw))
      let errors = autoregression(n, correlation, &random)
      let x = autoregression(n, correlation, &random)
      let y = errors.indices.map { errors[$0] + ($0 < n / 2 ? 0 : shift) }
      let frame = try ModelFrame(
        Formula(hasRegressor ? "y ~ x" : "y ~ 1"),
        table: Columns(numbers: [("y", y), ("x", x)]).table)
      for name in ["iid", "hac"] {
        var question = BreaksQuestion(frame)
        question.maximumBreaks = 0
        question.breaks = 0
        question.testedPeriod = String(n / 2 + 1)
        if case .kernel(let weighting) = CovarianceKind(name) { question.weighting = weighting }
        let answer = try question.answer()
        let robust = answer.scoreTest
        let supremum = robust?.supremum ?? answer.supF.supremum
        let average = robust?.average ?? answer.supF.average
        let chow = answer.chow.map { robust?.known($0.breakAfter).pValue ?? $0.pValue }
        tally.add("\(name) sup", supremum.pValue.map { $0 < 0.05 })
        tally.add("\(name) ave", average.pValue.map { $0 < 0.05 })
        tally.add("\(name) chow", chow.map { $0 < 0.05 })
      }
    }
    let model = hasRegressor ? "y ~ x" : "y ~ 1"
    let what = shift == 0 ? "" : " shift \(shift)"
    tally.print("breaks", "\(model) n=\(n) AR \(correlation)\(what)")
  }

  /// Of variance 1.
  static func autoregression(
    _ n: Int, _ correlation: Double, _ random: inout PhiloxGenerator
  ) -> [Double] {
    var value = random.normal()
    let deviation = (1 - correlation * correlation).squareRoot()
    return (0..<n).map { _ in
      defer { value = correlation * value + deviation * random.normal() }
      return value
    }
  }
}
