internal import Glibc
internal import StatisticsCore

/// What a series and its capacities say of demand: weighted parameters and demand at the last
/// observation.
public struct DemandPosterior: Sendable {
  /// One point of the grid.
  struct Cell: Sendable {
    let rate: Double
    let deviation: Double
    let logSaturation: Double
    /// ln of the trend at the last observation; 0 for growth from step to step.
    let level: Double
    /// Of an uncertain capacity; nil for the other kinds.
    let offset: CapacityOffset?
    let end: DemandNodes
    var weight = 0.0
  }

  /// One value of everything that is uncertain.
  struct Draw: Sendable {
    let rate: Double
    let deviation: Double
    let logSaturation: Double
    let level: Double
    /// Of an uncertain capacity; nil for the other kinds.
    let offset: CapacityOffset?
    /// ln of demand at the last observation.
    let start: Double
  }

  /// How demand grows from period to period.
  public let growth: DemandGrowth
  /// What is known of the capacity that full periods met.
  public let bound: CapacityBound
  let cells: [Cell]
  private let cumulated: [Double]
  /// Observations behind the fit.
  public let count: Int
  /// Observed periods at or near capacity: they say that demand was at least as high.
  public let fullPeriods: [Int]
  /// The first observed period, an ordinal of the series.
  public let sampleStart: Int
  /// The last observed period, an ordinal of the series.
  public let sampleEnd: Int

  init(
    growth: DemandGrowth, bound: CapacityBound, cells: [Cell], count: Int, fullPeriods: [Int],
    sampleStart: Int, sampleEnd: Int
  ) {
    self.growth = growth
    self.bound = bound
    self.cells = cells
    self.count = count
    self.fullPeriods = fullPeriods
    self.sampleStart = sampleStart
    self.sampleEnd = sampleEnd
    var sum = 0.0
    cumulated = cells.map {
      sum += $0.weight
      return sum
    }
  }

  /// The draw that two numbers in (0, 1) pick: one the parameters, one demand at the end.
  func draw(_ u: Double, _ v: Double) -> Draw {
    var (low, high) = (0, cells.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] < u { low = middle + 1 } else { high = middle }
    }
    let cell = cells[low]
    return Draw(
      rate: cell.rate, deviation: cell.deviation, logSaturation: cell.logSaturation,
      level: cell.level, offset: cell.offset, start: cell.end.value(at: v))
  }

  /// The posterior mean of log growth a period and its standard deviation.
  ///
  /// For growth toward a saturation this is r, growth far below it.
  public var growthRate: (mean: Double, deviation: Double) {
    let mean = cells.reduce(0) { $0 + $1.weight * $1.rate }
    let variance = cells.reduce(0) { $0 + $1.weight * ($1.rate - mean) * ($1.rate - mean) }
    return (mean, variance.squareRoot())
  }

  /// The posterior mean of ln σ, the noise of a period.
  public var logDeviation: Double { cells.reduce(0) { $0 + $1.weight * log($1.deviation) } }

  /// Quantiles of demand at the last observation, one a probability.
  public func demandAtEnd(_ probabilities: [Double]) -> [Double] {
    var nodes: [(value: Double, weight: Double)] = []
    for cell in cells {
      for (value, weight) in zip(cell.end.values, cell.end.weights) where weight > 0 {
        nodes.append((value, weight * cell.weight))
      }
    }
    nodes.sort { $0.value < $1.value }
    let total = nodes.reduce(0) { $0 + $1.weight }
    return probabilities.map { probability in
      var sum = 0.0
      for node in nodes {
        sum += node.weight
        if sum >= probability * total { return exp(node.value) }
      }
      return exp(nodes.last?.value ?? 0)
    }
  }

  /// Runs ln of demand from the last observation on.
  ///
  /// - Parameter noise: a standard normal a period.
  func path(
    _ draw: Draw, noise: UnsafePointer<Double>, into path: UnsafeMutableBufferPointer<Double>
  ) {
    if growth == .trend {
      for h in path.indices {
        path[h] = draw.level + Double(h + 1) * draw.rate + draw.deviation * noise[h]
      }
      return
    }
    var x = draw.start
    for h in path.indices {
      x =
        growth.step(x, rate: draw.rate, logSaturation: draw.logSaturation)
        + draw.deviation * noise[h]
      path[h] = x
    }
  }
}
