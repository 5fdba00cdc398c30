// Whether intervals of the factor model's nowcast hold what they say: a quarterly flow beside monthly
// indicators, simulated, estimated and told before its last quarter is out.
//
//   NowcastBench [SIMULATIONS [MONTHS…]]
//
// Each simulation has a factor f_t = .6 f_{t−1} + u_t, four monthly flows and one quarterly, log growth
// .003 + .02(λf + e) a month with own parts of persistence .3, and a ragged edge: the last quarter is not
// out, of the monthly flows two end in its last month, one in its second, one in its first. The quarterly
// value is the sum of its months, so that the geometric mean of the model is an approximation as in data.
// One row a length: how often the value that came lay inside, with the parameters' uncertainty and
// degrees of freedom, and without both.

import Corridor

struct Tally {
  var told = 0
  var failed = 0
  var inside80 = 0
  var inside95 = 0
  var plug80 = 0
  var plug95 = 0
  var squares = 0.0
  var iterations = 0
  var unconverged = 0
}

let loadings = [0.8, 0.6, -0.5, 0.7, 0.7]
let ownShares = [0.6, 0.8, 0.85, 0.7, 0.5]

/// One sample: the series as they are known, and the value that came.
func simulate(months: Int, seed: UInt64, path: UInt32) -> (series: [TimeSeries], actual: Double) {
  var generator = PhiloxGenerator(seed: seed, series: UInt32(months), path: path)
  let warmUp = 60
  var factor = 0.0
  var own = [Double](repeating: 0, count: loadings.count)
  var logs = [Double](repeating: 4, count: loadings.count)
  var values = [[Double]](repeating: [], count: loadings.count)
  for t in -warmUp..<months {
    factor = 0.6 * factor + 0.8 * generator.normal()
    for i in loadings.indices {
      own[i] = 0.3 * own[i] + (1 - 0.09).squareRoot() * ownShares[i] * generator.normal()
      guard t >= 0 else { continue }
      logs[i] += 0.003 + 0.02 * (loadings[i] * factor + own[i])
      values[i].append(exponential(logs[i]))
    }
  }
  let axis = PeriodAxis(.month)
  var series: [TimeSeries] = []
  for (i, missing) in [0, 0, 1, 2].enumerated() {
    let known = values[i].dropLast(missing).enumerated().map {
      (ordinal: 24_000 + $0.offset, value: $0.element)
    }
    series.append(TimeSeries(id: "m\(i + 1)", axis: axis, observations: known))
  }
  let quarters = (0..<(months / 3)).map { q in values[4][(3 * q)..<(3 * q + 3)].reduce(0, +) }
  series.append(
    TimeSeries(
      id: "q", axis: PeriodAxis(.quarter),
      observations: quarters.dropLast().enumerated().map {
        (ordinal: 8000 + $0.offset, value: $0.element)
      }))
  return (series, quarters[quarters.count - 1])
}

func exponential(_ x: Double) -> Double {
  // Without Glibc: e^x by the square of squares, to rounding for |x| under 8.
  var (sum, term) = (1.0, 1.0)
  let small = x / 256
  for k in 1...12 {
    term *= small / Double(k)
    sum += term
  }
  for _ in 0..<8 { sum *= sum }
  return sum
}

func measure(months: Int, simulations: Int) -> Tally {
  var tally = Tally()
  var question = FactorNowcastQuestion(target: "q")
  question.change = .period
  for path in 0..<simulations {
    let (series, actual) = simulate(months: months, seed: 20_261_128, path: UInt32(path))
    do throws(FactorNowcastError) {
      let nowcast = try question.answer(series)
      guard let period = nowcast.periods.first, let estimate = nowcast.estimate else {
        tally.failed += 1
        continue
      }
      tally.told += 1
      tally.iterations += estimate.iterations
      if !estimate.isConverged { tally.unconverged += 1 }
      let error = period.error(of: actual)
      let (whole, plug) = (error / period.deviation, error / period.variance.squareRoot())
      tally.squares += whole * whole
      let (inner, outer) = (period.interval(80), period.interval(95))
      if inner.low <= actual, actual <= inner.high { tally.inside80 += 1 }
      if outer.low <= actual, actual <= outer.high { tally.inside95 += 1 }
      if abs(plug) <= Normal.quantile(0.9) { tally.plug80 += 1 }
      if abs(plug) <= Normal.quantile(0.975) { tally.plug95 += 1 }
    } catch {
      tally.failed += 1
    }
  }
  return tally
}

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let simulations = arguments.first ?? 2000
let lengths = arguments.count > 1 ? Array(arguments.dropFirst()) : [60, 120]
print(
  "months,simulations,failed,inside_80,inside_95,without_parameters_80,without_parameters_95,"
    + "error_sd,iterations,unconverged")
for months in lengths {
  let tally = measure(months: months, simulations: simulations)
  let n = Double(max(1, tally.told))
  let shares = [tally.inside80, tally.inside95, tally.plug80, tally.plug95].map {
    NumberText.shortest((Double($0) / n * 1e4).rounded() / 1e4)
  }
  let deviation = NumberText.shortest(((tally.squares / n).squareRoot() * 1e3).rounded() / 1e3)
  let steps = NumberText.shortest((Double(tally.iterations) / n).rounded())
  print(
    "\(months),\(tally.told),\(tally.failed),"
      + (shares + [deviation, steps, String(tally.unconverged)]).joined(separator: ","))
}
