package import SeriesCore

/// The answer's distribution: the declared headline, and beside it those models that forecast the series'
/// own past better.
///
/// Whom it asks is declared too: what a user puts beside the headline for comparison is shown and changes
/// no answer.
///
/// The rule, declared before any value is seen: the headline holds `headlineShare`; the rest goes to the
/// models that pass `BacktestGate` with a smaller weighted interval score than the headline's, in
/// proportion to one over it. A headline that does not pass holds `failedShare` when others do. Where no
/// other model passes, the headline answers alone, as it does where it cannot be judged.
///
/// Equal weights would be worse: on trade series CRPS rises by 11 %, by ½ % under this rule
/// (`bench/calibration/pool.py`).
package struct HeadlinePool: Sendable {
  static let headlineShare = 0.75
  static let failedShare = 0.5

  /// A model that asked to be heard.
  package struct Candidate: Sendable {
    package let request: ModelRequest
    package let gate: BacktestGate
    /// 0 of one that is shown and does not count.
    package fileprivate(set) var weight = 0.0

    /// Why the weight is what it is.
    package var reason: String {
      if let refusal = gate.refusal { return refusal }
      return weight > 0 ? "passed" : "passed; no smaller error than the headline's"
    }
  }

  /// The headline first.
  package private(set) var candidates: [Candidate]
  private let seasonLength: Int?

  /// The models that are asked beside the headline of a series without and with a season.
  static let unseasonal = ["auto", "structural", "drift", "naive"]
  static let seasonal = ["mixture", "structural", "naive"]

  /// - Parameters:
  ///   - headline: with its scale.
  ///   - series: the whole series, whose scale parts of it keep.
  ///   - sample: what is known.
  package init(
    headline: ModelRequest, of series: TimeSeries, on sample: TimeSeries, seasonLength: Int? = nil
  ) {
    self.seasonLength = seasonLength
    let declared = headline.name == Headline.seasonal ? Self.seasonal : Self.unseasonal
    var requests = [headline]
    for name in declared {
      guard let request = try? ModelRequest(name).named(for: series, by: .logsOfPositive) else {
        continue
      }
      if !requests.contains(request) { requests.append(request) }
    }
    let records = requests.map {
      RollingAccuracy(of: $0, on: sample, seasonLength: seasonLength)
    }
    let place = requests.firstIndex { $0.name == "naive" } ?? 0
    candidates = zip(requests, records).map {
      Candidate(request: $0, gate: BacktestGate($1, naive: records[place]))
    }
    setWeights()
  }

  private mutating func setWeights() {
    let headline = candidates[0].gate
    let own = headline.accuracy.measures.wis ?? .infinity
    let parts = candidates.indices.map { place -> Double in
      let gate = candidates[place].gate
      guard place > 0, gate.passed, let error = gate.accuracy.measures.wis, error > 0, error < own,
        gate.accuracy.forecasts == headline.accuracy.forecasts
      else { return 0 }
      return 1 / error
    }
    let total = parts.reduce(0, +)
    guard total > 0 else {
      candidates[0].weight = 1
      return
    }
    let share = headline.passed ? Self.headlineShare : Self.failedShare
    for place in candidates.indices.dropFirst() {
      candidates[place].weight = (1 - share) * parts[place] / total
    }
    candidates[0].weight = share
  }

  /// Those with a weight, the headline first.
  package var members: [Candidate] { candidates.filter { $0.weight > 0 } }

  /// What outputs call the distribution: the headline's name when it answers alone.
  package var name: String {
    let headline = candidates[0].request
    guard members.count > 1 else { return headline.text }
    return Self.poolName + (headline.scale.map { "+" + $0.rawValue } ?? "")
  }

  /// The name of a pool before its scale.
  package static let poolName = "pool"

  /// The pool fitted to what is known.
  ///
  /// - Throws: what the headline throws; another member that cannot be fitted leaves its weight to the
  ///   headline.
  package func fit(to sample: TimeSeries) throws(ForecastingError) -> FittedSeries {
    let headline = try candidates[0].request.fit(to: sample, seasonLength: seasonLength)
    var others: [PooledFit.Member] = []
    for candidate in members.dropFirst() {
      guard
        let fit = try? candidate.request.fit(to: sample, seasonLength: seasonLength),
        fit.scale == headline.scale, fit.magnitude == headline.magnitude, !fit.fitted.hasOwnScales
      else { continue }
      others.append(
        PooledFit.Member(name: candidate.request.text, weight: candidate.weight, fit: fit.fitted))
    }
    guard !others.isEmpty, !headline.fitted.hasOwnScales else { return headline }
    let rest = others.reduce(0) { $0 + $1.weight }
    let own = PooledFit.Member(name: headline.model, weight: 1 - rest, fit: headline.fitted)
    return FittedSeries(
      model: name, fitted: PooledFit([own] + others), scale: headline.scale, series: sample,
      sampleStart: headline.sampleStart, sampleEnd: headline.sampleEnd,
      magnitude: headline.magnitude)
  }
}
