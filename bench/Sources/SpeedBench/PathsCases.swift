import Corridor
import Glibc

/// Sample paths of a target question: a random walk in logs whose drift and variance are drawn from
/// their posterior, on Kazakhstan–China turnover, 15 periods, four courses of events, every path asked
/// for the level, the first touch and a run of two. The size is the number of paths.
enum PathsCases {
  static let all: [String: SpeedBench.Maker] = ["paths": paths]

  static let (horizon, level, growths) = (15, 82.0, [0, 0.02, -0.02, -0.05])

  private static func paths(_ count: Int, _: DataFolder) throws -> [BenchTask] {
    let series = try TimeSeries(csv: "datasets/trade-gacc-turnover/data.csv")
    let experiment = PathExperiment(
      source: try ModelRequest("drift+log").fit(to: series), seed: 41, paths: count,
      horizon: horizon, jobs: 1)
    let questions = growths.map { growth in
      PathQuestion(
        thresholds: Array(repeating: level, count: horizon),
        factors: (1...horizon).map { exp(growth * Double($0)) })
    }
    let normals = count * (horizon + 1)
    return [
      BenchTask(implementation: "corridor") {
        experiment.tally(questions).map { $0.touchProbability[horizon - 1] }
      },
      // What the steps alone cost with the same generator.
      BenchTask(implementation: "bound: the normal numbers alone") {
        var random = PhiloxGenerator(seed: 41)
        var sum = 0.0
        for _ in 0..<normals { sum += random.normal() }
        return [sum / Double(normals)]
      },
    ]
  }
}
