import Corridor
import Glibc

/// Hausman's test where random effects hold.
enum HausmanStudy {
  static func run(_ count: Int) throws {
    for (series, periods) in [(12, 5), (12, 10), (12, 20), (30, 5), (30, 10), (100, 5)] {
      for terms in [1, 2] { try run(series, periods, terms, count) }
    }
  }

  private static func run(_ series: Int, _ periods: Int, _ terms: Int, _ count: Int) throws {
    var tally = Tally()
    for draw in 0..<count {
      var random = PhiloxGenerator(seed: 24, series: UInt32(series), path: UInt32(draw))
      var (y, ids) = ([Double](), [Int32]())
      var x = [[Double]](repeating: [], count: terms)
      for id in 0..<series {
        let effect = random.normal()
        let common = (0..<terms).map { _ in random.normal() }
        for _ in 0..<periods {
          var sum = effect + random.normal()
          for j in 0..<terms {
            let value = common[j] + random.normal()
            x[j].append(value)
            sum += value
          }
          y.append(sum)
          ids.append(Int32(id))
        }
      }
      let names = (0..<terms).map { "x\($0)" }
      let table = Columns(
        numbers: [("y", y)] + zip(names, x).map { ($0, $1) }, levels: [("id", ids)]
      ).table
      var question = RegressionQuestion(
        try Formula("y ~ " + names.joined(separator: " + ")), table: table)
      question.options.id = "id"
      question.effects = .random
      question.details = [.tests]
      let tests = try question.answer().tests
      for name in ["hausman", "hausman:between"] {
        let test = tests.first { $0.name == name }
        tally.add(name, test?.pValue.map { $0 < 0.05 })
      }
      let chi = tests.first { $0.name == "hausman" }.map {
        ChiSquared.upperTail($0.statistic, degreesOfFreedom: Double(terms)) < 0.05
      }
      tally.add("hausman by χ²", chi)
    }
    tally.print("hausman", "\(series) series of \(periods); \(terms) terms")
  }
}
