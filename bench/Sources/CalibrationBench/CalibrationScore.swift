import Corridor

/// Collects stated probabilities with what came true, and interval scores.
struct CalibrationScore {
  let model: String
  private var series = 0
  private var failed = 0
  private var level: [(stated: Double, cameTrue: Bool)] = []
  private var touch: [(stated: Double, cameTrue: Bool)] = []
  private var inside95 = 0
  private var inside80 = 0
  private var steps = 0
  private var intervalScore = 0.0
  private var scaledError = 0.0
  private var percentError = 0.0
  private var scaledSteps = 0

  init(model: String) { self.model = model }

  mutating func add(
    _ training: TimeSeries, _ actual: TimeSeries, multiples: [Double], paths: Int
  ) {
    guard let last = training.values.last, let end = training.end, let final = actual.end,
      let request = try? ModelRequest(model).named(for: training, by: .logsOfPositive),
      let fitted = try? request.fit(to: training),
      let forecast = try? fitted.forecast(horizon: final - end)
    else {
      failed += 1
      return
    }
    let horizon = final - end
    let levels = multiples.map { last + ($0 - 1) * abs(last) }
    let cases = levels.enumerated().compactMap { place, level -> TargetQuestion.Case? in
      let target = Target(
        name: "\(multiples[place])", seriesID: training.id, level: .value(level), deadlines: [])
      return (try? PlacedTarget(target, on: training)).map { TargetQuestion.Case($0) }
    }
    let tallies =
      (try? TargetQuestion(
        fitted, sample: training, horizon: horizon, paths: paths, seed: 1, jobs: 2))?
      .answer(cases).compactMap(\.tally) ?? []
    guard tallies.count == levels.count else {
      failed += 1
      return
    }
    series += 1
    for (target, tally) in zip(levels, tallies) {
      let reached = actual.values.map { $0 >= target }
      level.append((tally.levelProbability[horizon - 1], reached.last ?? false))
      touch.append((tally.touchProbability[horizon - 1], reached.contains(true)))
    }
    let unit =
      zip(training.values, training.values.dropFirst())
      .reduce(0) { $0 + abs($1.1 - $1.0) } / Double(training.count - 1)
    for (ordinal, value) in zip(actual.ordinals, actual.values) {
      let step = ordinal - end
      let wide = forecast.interval(step: step, level: 95)
      let narrow = forecast.interval(step: step, level: 80)
      let median = forecast.distributions[step - 1].median
      steps += 1
      if value >= wide.low, value <= wide.high { inside95 += 1 }
      if value >= narrow.low, value <= narrow.high { inside80 += 1 }
      percentError += 200 * abs(value - median) / max(abs(value) + abs(median), 1e-300)
      guard unit > 0 else { continue }
      let below = max(0, wide.low - value)
      let above = max(0, value - wide.high)
      intervalScore += (wide.high - wide.low + 40 * (below + above)) / unit
      scaledError += abs(value - median) / unit
      scaledSteps += 1
    }
  }

  var summary: String {
    let (calibrationLevel, brierLevel) = Self.calibration(level)
    let (calibrationTouch, brierTouch) = Self.calibration(touch)
    let numbers = [
      calibrationLevel, calibrationTouch, brierLevel, brierTouch,
      Double(inside95) / Double(steps), Double(inside80) / Double(steps),
      intervalScore / Double(scaledSteps), scaledError / Double(scaledSteps),
      percentError / Double(steps),
    ]
    return "\(model),\(series),\(failed),"
      + numbers.map { NumberText.shortest(SignificantDigits.round($0, to: 4)) }
      .joined(separator: ",")
  }

  var deciles: [String] {
    [("level", level), ("touch", touch)].flatMap { event, pairs in
      Self.bins(pairs).enumerated().compactMap { k, bin -> String? in
        guard !bin.isEmpty else { return nil }
        let (stated, share) = Self.means(bin)
        let numbers = [Double(bin.count) / Double(pairs.count), stated, share]
        return "\(model),\(event),\(k + 1),"
          + numbers.map { NumberText.shortest(SignificantDigits.round($0, to: 3)) }
          .joined(separator: ",")
      }
    }
  }

  /// Decile-weighted calibration error and Brier score.
  private static func calibration(
    _ pairs: [(stated: Double, cameTrue: Bool)]
  ) -> (error: Double, brier: Double) {
    let count = Double(pairs.count)
    var error = 0.0
    for bin in bins(pairs) where !bin.isEmpty {
      let (stated, share) = means(bin)
      error += Double(bin.count) / count * abs(stated - share)
    }
    let brier = pairs.reduce(0) {
      let miss = $1.stated - ($1.cameTrue ? 1 : 0)
      return $0 + miss * miss
    }
    return (error, brier / count)
  }

  private static func bins(
    _ pairs: [(stated: Double, cameTrue: Bool)]
  ) -> [[(stated: Double, cameTrue: Bool)]] {
    var bins = [[(stated: Double, cameTrue: Bool)]](repeating: [], count: 10)
    for pair in pairs { bins[min(9, Int(pair.stated * 10))].append(pair) }
    return bins
  }

  private static func means(
    _ bin: [(stated: Double, cameTrue: Bool)]
  ) -> (stated: Double, share: Double) {
    let count = Double(bin.count)
    return (
      bin.reduce(0) { $0 + $1.stated } / count, Double(bin.count { $0.cameTrue }) / count
    )
  }
}
