import Corridor
import Glibc

/// Intervals of 95 % for the slope of a quantile regression, the spread of errors growing with x or not.
enum QuantileStudy {
  static func run(_ count: Int) throws {
    for n in [50, 100, 300] {
      for growth in [0, 1.0] {
        for tau in [0.5, 0.8] {
          var tally = Tally()
          for draw in 0..<count {
            var random = PhiloxGenerator(seed: 25, series: UInt32(n), path: UInt32(draw))
            let x = (0..<n).map { _ in 4 * random.uniform() }
            let y = x.map { 1 + $0 + (0.5 + growth * $0) * random.normal() }
            let frame = try ModelFrame(
              Formula("y ~ x"), table: Columns(numbers: [("y", y), ("x", x)]).table)
            let truth = 1 + growth * Normal.quantile(tau)
            for (name, method) in [
              ("nid", QuantileFit.ErrorMethod.nid), ("iid", .iid), ("ker", .kernel),
            ] {
              var question = QuantileQuestion(frame, tau: tau)
              question.errors = method
              let row = try question.answer().coefficients[1]
              if let low = row.low, let high = row.high {
                tally.add(name, low <= truth && truth <= high)
              } else {
                tally.add(name, nil)
              }
            }
          }
          tally.print("quantile", "n=\(n) tau=\(tau) spread \(growth == 0 ? "even" : "growing")")
        }
      }
    }
  }
}
