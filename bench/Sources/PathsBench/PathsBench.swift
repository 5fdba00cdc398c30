import Corridor
import Glibc

/// Sample paths of a target question: the declared mixture on Kazakhstan–China turnover, 15 periods,
/// four courses of events, every path asked for the level, the first touch and a run of two.
///
/// `PathsBench [PATHS [JOBS]]` prints `paths,jobs,wall_seconds,cpu_seconds,p_touch,peak_mb`.
@main
struct PathsBench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
    let paths = arguments.first ?? 1_000_000
    let jobs = arguments.count > 1 ? arguments[1] : 2
    let horizon = 15
    let series = try TimeSeries(csv: "datasets/trade-gacc-turnover/data.csv")
    let fit = try ModelRequest("mixture+log").fit(to: series)
    let experiment = PathExperiment(
      source: fit, seed: 41, paths: paths, horizon: horizon, jobs: jobs)
    let thresholds = Array(repeating: 82.0, count: horizon)
    let questions = [0, 0.02, -0.02, -0.05].map { growth in
      PathQuestion(
        thresholds: thresholds, factors: (1...horizon).map { exp(growth * Double($0)) })
    }
    var best = (wall: Double.infinity, cpu: Double.infinity)
    var touch = 0.0
    for _ in 0..<3 {
      let start = (time(CLOCK_MONOTONIC), time(CLOCK_PROCESS_CPUTIME_ID))
      let tallies = experiment.tally(questions)
      best.wall = min(best.wall, time(CLOCK_MONOTONIC) - start.0)
      best.cpu = min(best.cpu, time(CLOCK_PROCESS_CPUTIME_ID) - start.1)
      touch = tallies[0].touchProbability[horizon - 1]
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("paths,jobs,wall_seconds,cpu_seconds,p_touch,peak_mb")
    print("\(paths),\(jobs),\(best.wall),\(best.cpu),\(touch),\(usage.ru_maxrss / 1024)")
  }

  static func time(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
