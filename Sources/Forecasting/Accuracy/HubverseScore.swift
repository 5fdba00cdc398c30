package import SeriesCore

/// A hub's forecasts judged by what came.
package struct HubverseScore: Sendable {
  /// Means over the judged forecasts of a group.
  package struct Row: Sendable {
    package let model: String
    /// Empty in means over all of a model.
    package var scenario = ""
    package var target = ""
    package var location = ""
    /// Forecasts that are judged.
    package private(set) var count = 0
    /// Those of them whose quantiles are in pairs, so that they have a weighted interval score.
    package private(set) var pairedCount = 0
    private var sums = [Double](repeating: 0, count: 4)
    private var bias = (sum: 0.0, count: 0)
    private var medianError = (sum: 0.0, count: 0)
    private var inside: [Double: (sum: Double, count: Int)] = [:]

    init(model: String, scenario: String = "", target: String = "", location: String = "") {
      self.model = model
      self.scenario = scenario
      self.target = target
      self.location = location
    }

    mutating func add(_ score: QuantileScore) {
      count += 1
      if let wis = score.wis, let dispersion = score.dispersion,
        let under = score.underprediction, let over = score.overprediction
      {
        pairedCount += 1
        for (place, value) in [wis, dispersion, under, over].enumerated() { sums[place] += value }
      }
      if let value = score.bias { bias = (bias.sum + value, bias.count + 1) }
      if let value = score.medianError {
        medianError = (medianError.sum + value, medianError.count + 1)
      }
      for (level, isInside) in score.coverage {
        let known = inside[level] ?? (0, 0)
        inside[level] = (known.sum + (isInside ? 1 : 0), known.count + 1)
      }
    }

    private static func mean(_ part: (sum: Double, count: Int)) -> Double? {
      part.count > 0 ? part.sum / Double(part.count) : nil
    }

    private func mean(_ place: Int) -> Double? { Self.mean((sums[place], pairedCount)) }
    package var wis: Double? { mean(0) }
    package var dispersion: Double? { mean(1) }
    package var underprediction: Double? { mean(2) }
    package var overprediction: Double? { mean(3) }
    package var meanBias: Double? { Self.mean(bias) }
    package var meanMedianError: Double? { Self.mean(medianError) }
    package func coverage(_ level: Double) -> Double? { inside[level].flatMap(Self.mean) }
    var levels: [Double] { Array(inside.keys) }
  }

  /// By model, scenario, target and location, in the order in which they first occur.
  package private(set) var rows: [Row] = []
  /// By model: means over its forecasts, as scoringutils takes them.
  package private(set) var byModel: [Row] = []
  /// Levels of the central intervals, percent, rising.
  package let levels: [Double]
  /// Forecasts whose period has no actual value.
  package private(set) var unmatchedCount = 0
  /// Sentences on locations whose forecasts end further apart than actual values do.
  package private(set) var notes: [String] = []

  /// - Parameters:
  ///   - actual: the values that came, matched by location and by the last day of the period.
  ///   - frequency: the frequency to take instead of finding one a series.
  /// - Throws: `InputFault` where a period of actual values stands twice, or is longer than the time between
  ///   forecasts: the last day alone would match a month with the year that it ends.
  package init(
    _ table: HubverseTable, actual: [SeriesDraft], frequency: Frequency? = nil
  ) throws(InputFault) {
    var came: [String: [Int: Double]] = [:]
    let spacings = table.spacings
    for draft in actual {
      let axis = try? PeriodAxis.infer(draft.observations.map(\.period), asked: frequency).axis
      came[draft.id] = try Self.days(draft, axis)
      if let axis, let spacing = spacings[draft.id] {
        let note = try Self.note(spacing, of: draft, on: axis, table.name)
        notes += [note].compactMap { $0 }
      }
    }
    var places: [[String]: Int] = [:]
    var models: [String: Int] = [:]
    for task in table.tasks {
      guard let value = came[task.location]?[task.day], let forecast = table.forecasts[task] else {
        unmatchedCount += 1
        continue
      }
      let score = QuantileScore(
        actual: value, quantiles: forecast.quantiles, median: forecast.median)
      let key = [task.model, task.scenario, task.target, task.location]
      let place = places[key] ?? rows.count
      if places[key] == nil {
        places[key] = place
        rows.append(
          Row(
            model: task.model, scenario: task.scenario, target: task.target,
            location: task.location))
      }
      rows[place].add(score)
      let own = models[task.model] ?? byModel.count
      if models[task.model] == nil {
        models[task.model] = own
        byModel.append(Row(model: task.model))
      }
      byModel[own].add(score)
    }
    levels = Set(byModel.flatMap(\.levels)).sorted()
  }

  /// Holds the time between forecasts of a location against the length of its periods.
  private static func note(
    _ spacing: (days: Int, line: Int), of draft: SeriesDraft, on axis: PeriodAxis, _ name: String
  ) throws(InputFault) -> String? {
    let lengths = draft.observations.compactMap { observation in
      axis.ordinal(of: observation.period).flatMap { axis.days(of: $0)?.count }
    }
    guard let shortest = lengths.min(), let longest = lengths.max() else { return nil }
    let what =
      "forecasts of '\(draft.id)' end \(spacing.days) days apart, and its actual values in \(draft.file) "
      + "are of frequency \(axis.frequency.rawValue)"
    // February is a tenth shorter than other months; any shorter frequency is half of the next at most.
    guard 4 * spacing.days >= 3 * shortest else {
      throw InputFault(
        .malformed, file: name, line: spacing.line, what,
        advice: "give actual values of the periods that are forecast")
    }
    guard 2 * spacing.days > 3 * longest else { return nil }
    return what + ": each is judged by the period that ends with it"
  }

  /// Values by the last day of their period.
  private static func days(
    _ draft: SeriesDraft, _ axis: PeriodAxis?
  ) throws(InputFault) -> [Int: Double] {
    var days: [Int: Double] = [:]
    for (period, value, line) in draft.observations {
      let last = axis.flatMap { axis in
        axis.ordinal(of: period).flatMap { axis.days(of: $0)?.last }
      }
      guard let value, let day = last ?? period.lastDay else { continue }
      guard days.updateValue(value, forKey: day) == nil else {
        throw InputFault(
          .malformed, file: draft.file, line: line,
          "series '\(draft.id)': a period stands twice", advice: "keep one of them")
      }
    }
    return days
  }
}
