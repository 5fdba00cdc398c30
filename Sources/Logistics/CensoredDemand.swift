internal import Glibc
package import SeriesCore
internal import StatisticsCore

// y_t = min(d_t, c_t): what is carried is demand or capacity, whichever is less. A regression on y
// takes the flat stretch of full years for slow growth. Here full years say only that demand was at
// least as high.
//
// Parameters (r, ln σ) or (a, r, ln σ) for a trend have flat priors: without full years the predictive
// distribution of drift is then Student's t with n − 1 degrees of freedom around the mean change, and
// that of trend the prediction interval of least squares. The posterior is summed over a grid around
// the greatest likelihood: few parameters, no sampling error, the same bits everywhere. Saturation is
// not identified by a short series and is integrated over its stated range, each level weighted by
// how well the data bear it.
//
// Source: Tobin (1958); Maddala & Nelson (1974); Box & Tiao (1973), 2, for the priors.

/// Estimates demand from what was carried.
public struct CensoredDemand: Sendable {
  /// How demand grows from period to period.
  public let growth: DemandGrowth
  /// What is known of the capacity that full periods met.
  public let bound: CapacityBound
  /// For growth toward a saturation.
  public let saturation: Saturation?

  /// Observations below their capacity that a fit needs.
  public static let leastCount = 5

  /// - Precondition: a saturation is given exactly when growth runs toward one.
  public init(growth: DemandGrowth, bound: CapacityBound, saturation: Saturation? = nil) {
    precondition(growth.needsSaturation == (saturation != nil), "saturation only where it is used")
    self.growth = growth
    self.bound = bound
    self.saturation = saturation
  }

  /// The posterior of demand given a series and the capacity stated for its periods.
  ///
  /// - Parameters:
  ///   - series: what was carried, positive, gaps allowed.
  ///   - capacity: the stated capacity by ordinal, in the unit of the series; nil for periods that
  ///     met none.
  /// - Throws: `LogisticsError` for too few periods, values that are not positive, periods above a
  ///   known capacity, a first period at capacity; `.noVariation` where every change is the same or no
  ///   parameters are likely.
  package func fit(
    to series: TimeSeries, capacity: (Int) -> Double?
  ) throws(LogisticsError) -> DemandPosterior {
    var observations: [CensoredObservation] = []
    var full: [Int] = []
    for (index, (ordinal, value)) in zip(series.ordinals, series.values).enumerated() {
      guard value > 0 else { throw .nonPositiveValue(index: index, value: value) }
      let stated = capacity(ordinal)
      if let stated {
        if bound == .known, value > stated * (1 + CapacityBound.tolerance) {
          throw .aboveKnownCapacity(index: index, value: value, capacity: stated)
        }
        if bound.isLikelyFull(value, stated: stated) { full.append(ordinal) }
      }
      observations.append(
        CensoredObservation(
          ordinal: ordinal, logValue: log(value), logCapacity: stated.map { log($0) }))
    }
    let free = observations.count - full.count
    guard free >= Self.leastCount else { throw .tooShort(needed: Self.leastCount, found: free) }
    if full.first == observations[0].ordinal { throw .startsFull(value: series.values[0]) }
    let freedom = free - 2
    let cells =
      growth == .trend
      ? try trendCells(observations, freedom: freedom)
      : try stepCells(observations, freedom: freedom)
    return DemandPosterior(
      growth: growth, bound: bound, cells: cells, count: observations.count, fullPeriods: full,
      sampleStart: series.ordinals[0], sampleEnd: series.ordinals[series.count - 1])
  }

  /// ln S at points of its range with their prior weights; one empty point without saturation.
  private var saturationPoints: [(logLevel: Double, weight: Double)] {
    guard let saturation else { return [(0, 1)] }
    let centre = (log(saturation.low) + log(saturation.high)) / 2
    let spread = log(saturation.high / saturation.low) / (2 * Normal.quantile(0.9))
    guard spread > 0 else { return [(centre, 1)] }
    // Equal steps of a normal density: the sum is exact to far more digits than the range is known.
    return (-4...4).map { step in
      let z = Double(step) * 0.625
      return (centre + spread * z, Normal.density(z))
    }
  }

  /// One value of what is not on the grid.
  private struct Alternative {
    let logSaturation: Double
    let offset: CapacityOffset?
    /// With their capacities at that offset.
    let observations: [CensoredObservation]
    let logPrior: Double
  }

  private func alternatives(_ observations: [CensoredObservation]) -> [Alternative] {
    saturationPoints.flatMap { saturation in
      CapacityOffset.nodes(bound, observations).map { node in
        Alternative(
          logSaturation: saturation.logLevel, offset: node.offset,
          observations: node.offset.map { offset in observations.map { $0.shifted(by: offset) } }
            ?? observations,
          logPrior: log(saturation.weight) + node.logPrior)
      }
    }
  }

  /// The grid of each alternative that the data bear, in one posterior.
  private func cells(
    _ alternatives: [Alternative], from start: [Double], spreads: [Double], scaledBy: [Bool],
    freedom: Int, logLikelihood: (Alternative, [Double]) -> Double,
    cell: (Alternative, [Double]) -> DemandPosterior.Cell
  ) throws(LogisticsError) -> [DemandPosterior.Cell] {
    var peaks: [LikelihoodPeak] = []
    for alternative in alternatives {
      // Neighbours have their greatest values close together.
      let place = peaks.last.flatMap { $0.logLikelihood.isFinite ? $0.place : nil }
      peaks.append(
        LikelihoodPeak(from: place ?? start, spreads: spreads) { logLikelihood(alternative, $0) })
    }
    let masses = zip(alternatives, peaks).map { $0.logPrior + $1.logMass }
    let most = masses.max() ?? -.infinity
    var found: [(alternative: Alternative, parameters: [Double], logWeight: Double)] = []
    // Below e^−16 of the greatest: under a millionth of the posterior, and of no digit that is shown.
    for (index, alternative) in alternatives.enumerated() where masses[index] > most - 16 {
      let grid = LikelihoodGrid(around: peaks[index], freedom: freedom, scaledBy: scaledBy) {
        logLikelihood(alternative, $0)
      }
      found += grid.points.map { (alternative, $0.parameters, $0.logWeight + alternative.logPrior) }
    }
    guard let top = found.map(\.logWeight).max(), top.isFinite else { throw .noVariation }
    let total = found.reduce(0) { $0 + exp($1.logWeight - top) }
    return found.compactMap { alternative, parameters, logWeight in
      let weight = exp(logWeight - top) / total
      guard weight > 1e-11 else { return nil }
      var cell = cell(alternative, parameters)
      cell.weight = weight
      return cell
    }
  }

  private func stepCells(
    _ observations: [CensoredObservation], freedom: Int
  ) throws(LogisticsError) -> [DemandPosterior.Cell] {
    func filter(_ alternative: Alternative) -> DemandFilter {
      DemandFilter(growth: growth, bound: bound, observations: alternative.observations)
    }
    let start = try Self.changes(observations)
    let rate = growth.needsSaturation ? max(start.mean, start.deviation / 4) : start.mean
    return try cells(
      alternatives(observations), from: [rate, log(start.deviation)],
      spreads: [start.deviation, 1], scaledBy: [true, false], freedom: freedom,
      logLikelihood: { alternative, point in
        guard !growth.needsSaturation || point[0] > 0 else { return -.infinity }
        let (filter, saturation) = (filter(alternative), alternative.logSaturation)
        return filter.run(
          rate: point[0], deviation: exp(point[1]), logSaturation: saturation
        ).logLikelihood
          + filter.logPrior(rate: point[0], deviation: exp(point[1]), logSaturation: saturation)
      },
      cell: { alternative, point in
        DemandPosterior.Cell(
          rate: point[0], deviation: exp(point[1]), logSaturation: alternative.logSaturation,
          level: 0, offset: alternative.offset,
          end: filter(alternative).run(
            rate: point[0], deviation: exp(point[1]), logSaturation: alternative.logSaturation
          ).end)
      })
  }

  /// log y = a + r·(t − T) + σε with T the last ordinal.
  private func trendCells(
    _ observations: [CensoredObservation], freedom: Int
  ) throws(LogisticsError) -> [DemandPosterior.Cell] {
    let last = observations[observations.count - 1].ordinal
    let middle =
      observations.reduce(0.0) { $0 + Double($1.ordinal - last) } / Double(observations.count)
    func line(_ point: [Double], _ ordinal: Int) -> Double {
      point[0] + point[1] * (Double(ordinal - last) - middle)
    }
    func update(
      _ observation: CensoredObservation, _ point: [Double]
    ) -> (density: Double, nodes: DemandNodes) {
      DemandFilter.update(
        observation, bound, means: [line(point, observation.ordinal)],
        deviations: [exp(point[2])], weights: [1])
    }
    let start = try Self.leastSquares(observations, last: last, middle: middle)
    return try cells(
      alternatives(observations), from: [start.level, start.slope, log(start.deviation)],
      spreads: [start.deviation, start.deviation / start.span, 1],
      scaledBy: [true, true, false], freedom: freedom,
      logLikelihood: { alternative, point in
        var sum = 0.0
        for observation in alternative.observations {
          let density = update(observation, point).density
          guard density > 0 else { return -.infinity }
          sum += log(density)
        }
        return sum
      },
      cell: { alternative, point in
        let observations = alternative.observations
        return DemandPosterior.Cell(
          rate: point[1], deviation: exp(point[2]), logSaturation: 0, level: line(point, last),
          offset: alternative.offset, end: update(observations[observations.count - 1], point).nodes
        )
      })
  }

  /// Mean and deviation of the log changes a period, full years taken as they are: where the search
  /// begins.
  private static func changes(
    _ observations: [CensoredObservation]
  ) throws(LogisticsError) -> (mean: Double, deviation: Double) {
    guard let first = observations.first, let last = observations.last else {
      throw .tooShort(needed: leastCount, found: 0)
    }
    let mean = (last.logValue - first.logValue) / Double(last.ordinal - first.ordinal)
    var sum = 0.0
    for (previous, next) in zip(observations, observations.dropFirst()) {
      let count = Double(next.ordinal - previous.ordinal)
      let rest = next.logValue - previous.logValue - count * mean
      sum += rest * rest / count
    }
    let deviation = (sum / Double(observations.count - 2)).squareRoot()
    guard deviation > 1e-12 else { throw .noVariation }
    return (mean, deviation)
  }

  private static func leastSquares(
    _ observations: [CensoredObservation], last: Int, middle: Double
  ) throws(LogisticsError) -> (level: Double, slope: Double, deviation: Double, span: Double) {
    let n = Double(observations.count)
    let level = observations.reduce(0) { $0 + $1.logValue } / n
    var (product, square) = (0.0, 0.0)
    for observation in observations {
      let t = Double(observation.ordinal - last) - middle
      product += t * (observation.logValue - level)
      square += t * t
    }
    let slope = product / square
    var sum = 0.0
    for observation in observations {
      let t = Double(observation.ordinal - last) - middle
      let rest = observation.logValue - level - slope * t
      sum += rest * rest
    }
    let deviation = (sum / (n - 2)).squareRoot()
    guard deviation > 1e-12 else { throw .noVariation }
    return (level, slope, deviation, (square / n).squareRoot())
  }
}
