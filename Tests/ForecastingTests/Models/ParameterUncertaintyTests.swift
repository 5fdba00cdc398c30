import Forecasting
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// What models state on processes of their own: the share of outcomes under the 5, 10, 90 and 95 % quantiles,
/// one to eight ahead, from fixed seeds.
@Suite struct ParameterUncertaintyTests {
  /// A process by its name, with unit errors.
  struct Process: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: String
    let count: Int
    /// `count` values and more.
    let draw: @Sendable (inout PhiloxGenerator, _ length: Int) -> [Double]
  }

  /// α, β and φ of a damped trend in innovations form.
  static func smoothing(_ alpha: Double, _ beta: Double, _ phi: Double)
    -> @Sendable (inout PhiloxGenerator, Int) -> [Double]
  {
    { random, length in
      var (level, slope) = (100.0, beta > 0 ? 0.5 : 0)
      return (0..<length).map { _ in
        let (error, next) = (random.normal(), level + phi * slope)
        level = next + alpha * error
        slope = phi * slope + beta * error
        return next + error
      }
    }
  }

  /// A local linear trend with these variances of level and slope.
  static func trend(_ level: Double, _ slope: Double)
    -> @Sendable (inout PhiloxGenerator, Int) -> [Double]
  {
    { random, length in
      var (mu, b) = (100.0, 0.5 * random.normal())
      return (0..<length).map { _ in
        let value = mu + random.normal()
        mu += b + level.squareRoot() * random.normal()
        b += slope.squareRoot() * random.normal()
        return value
      }
    }
  }

  /// Differences with an autoregression and a moving average of order one.
  static func integrated(_ phi: Double, _ theta: Double)
    -> @Sendable (inout PhiloxGenerator, Int) -> [Double]
  {
    { random, length in
      var (y, w, e) = (100.0, 0.0, 0.0)
      var values: [Double] = []
      for t in 0..<(length + 50) {
        let error = random.normal()
        w = phi * w + error + theta * e
        e = error
        y += w
        if t >= 50 { values.append(y) }
      }
      return values
    }
  }

  static let processes: [Process] =
    [20, 30, 60, 100].flatMap { n in
      [
        Process(testDescription: "ses \(n)", model: "ses", count: n, draw: smoothing(0.5, 0, 1)),
        Process(
          testDescription: "ets:AAN \(n)", model: "ets:AAN", count: n, draw: smoothing(0.5, 0.1, 1)),
        Process(
          testDescription: "holt \(n)", model: "holt", count: n, draw: smoothing(0.5, 0.1, 1)),
        Process(
          testDescription: "damped \(n)", model: "damped", count: n, draw: smoothing(0.5, 0.1, 0.9)),
        Process(
          testDescription: "structural:trend \(n)", model: "structural:trend", count: n,
          draw: trend(0.5, 0.1)),
        Process(
          testDescription: "structural:trend, still \(n)", model: "structural:trend", count: n,
          draw: trend(0.1, 0.01)),
        Process(
          testDescription: "arima:1,1,0 \(n)", model: "arima:1,1,0", count: n,
          draw: integrated(0.5, 0)),
        Process(
          testDescription: "arima:0,1,1 \(n)", model: "arima:0,1,1", count: n,
          draw: integrated(0, -0.5)),
      ]
    }

  /// Within 3 points and the noise of 400 series, 3.5 standard deviations of a binomial: with parameters
  /// taken for known, a quarter of Holt's outcomes are under the 5 % quantile at n = 20.
  @Test(arguments: processes) func statedQuantilesComeTrue(_ process: Process) throws {
    let (series, horizon) = (400, 8)
    let looked = [0, 3, 7]
    let stated = [0.05, 0.1, 0.9, 0.95]
    var under = [[Int]](repeating: [Int](repeating: 0, count: stated.count), count: horizon)
    for k in 0..<series {
      var random = PhiloxGenerator(seed: 0xC0FE, series: UInt32(k))
      let values = process.draw(&random, process.count + horizon)
      let forecast = try ModelRequest(process.model)
        .fit(to: TimeSeries.made(values.prefix(process.count).map { $0 }))
        .forecast(horizon: horizon)
      for h in looked {
        for (i, p) in stated.enumerated()
        where values[process.count + h] < forecast.distributions[h].quantile(p) {
          under[h][i] += 1
        }
      }
    }
    for h in looked {
      for (i, p) in stated.enumerated() {
        let band = 0.03 + 3.5 * (p * (1 - p) / Double(series)).squareRoot()
        let share = Double(under[h][i]) / Double(series)
        #expect(abs(share - p) < band, "\(h + 1) ahead: \(share) under the \(p) quantile")
      }
    }
  }

  /// Products keep positive values positive, with quantiles in order, and paths of the same marginals.
  @Test(arguments: ["ets", "ets:MNN", "ets:MAN", "ets:MAdN", "ets:MMN", "ets:MMdN"])
  func productsStayPositive(_ model: String) throws {
    let counts: [Double] = [5, 6, 8, 4, 2, 5, 18, 15, 4, 3, 7, 9, 1, 2, 3, 2, 1, 1, 2, 4, 5, 4]
    let fitted = try ModelRequest(model).fit(to: TimeSeries.made(counts.map { $0 }))
    let horizon = 24
    let forecast = try fitted.forecast(horizon: horizon)
    let levels = [0.005, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.995]
    for distribution in forecast.distributions {
      let quantiles = levels.map { distribution.quantile($0) }
      #expect(quantiles[0] >= 0 && zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 })
    }
    let ready = fitted.prepared(horizon: horizon)
    var path = [Double](repeating: 0, count: horizon)
    let count = 4000
    let looked = [0, 7, horizon - 1]
    let bounds = looked.map { h in
      [0.1, 0.5, 0.9].map { forecast.distributions[h].quantile($0) }
    }
    var under = [[Int]](repeating: [0, 0, 0], count: looked.count)
    for k in 0..<count {
      var random = PhiloxGenerator(seed: 11, path: UInt32(k))
      path.withUnsafeMutableBufferPointer { ready.simulate(into: $0, using: &random) }
      #expect(path.allSatisfy { $0 > 0 })
      for (place, h) in looked.enumerated() {
        for i in 0..<3 where path[h] < bounds[place][i] { under[place][i] += 1 }
      }
    }
    for (place, h) in looked.enumerated() {
      for (i, p) in [0.1, 0.5, 0.9].enumerated() {
        let share = Double(under[place][i]) / Double(count)
        #expect(abs(share - p) < 0.025, "\(h + 1) ahead: \(share) of the paths under \(p)")
      }
    }
  }
}
