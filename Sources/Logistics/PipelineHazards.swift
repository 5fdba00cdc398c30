internal import Glibc
package import StatisticsCore

// The prior is the one of Jeffreys for rates of a Poisson process, ∝ λ^{−1/2} μ^{−1/2}: uniform in
// (√λ, √μ). With exact dates it would give λ ~ Gamma(c + ½, exposure). Here the posterior is summed
// on a grid of 401 × 401 cells in (√λ, √μ), wide enough that its rim weighs nothing: that holds for
// every kind of count, and when nothing was finished or removed.

/// Constant hazards of being finished and of being removed, from counts between lists.
package struct PipelineHazards: Sendable {
  /// Intervals with counts below which nothing is fitted: five lists.
  package static let minimumIntervals = 4

  /// A hazard a year: the likelihood's maximum, and the posterior's central 95 % interval.
  package struct Hazard: Sendable, Equatable {
    package let estimate: Double
    package let low: Double
    package let high: Double

    package init(estimate: Double, low: Double, high: Double) {
      (self.estimate, self.low, self.high) = (estimate, low, high)
    }
  }

  package let completion: Hazard
  package let removal: Hazard
  package let logLikelihood: Double
  /// Intervals behind the fit.
  package let intervals: Int
  /// Known events of each kind: those of intervals that give only their sum are in neither.
  package let finished: Int
  package let removed: Int
  /// Project-years at risk under the estimates.
  package let exposure: Double
  /// Of the constant hazards against free ones in every interval; nil without degrees of freedom.
  package let deviance: (value: Double, freedom: Int, pValue: Double)?

  private let posterior: Grid

  /// - Throws: `PipelineError.tooFewLists`, `.notIdentified`, `.unbounded`.
  package init(_ pipeline: ProjectPipeline) throws(PipelineError) {
    try self.init(PipelineLikelihood(pipeline))
  }

  init(_ likelihood: PipelineLikelihood) throws(PipelineError) {
    let terms = likelihood.terms
    guard terms.count >= Self.minimumIntervals else {
      throw .tooFewLists(needed: Self.minimumIntervals, found: terms.count)
    }
    guard likelihood.isIdentified else { throw .notIdentified }
    guard likelihood.isBounded else { throw .unbounded }
    let shortest = terms.map(\.years).min() ?? 1
    // At this total hazard one open project in 10²¹ lasts the shortest interval.
    let limit = (50 / shortest).squareRoot()
    let mode = Self.maximum(likelihood, limit: limit)
    let grid = Grid(likelihood, mode: mode)
    func hazard(_ estimate: Double, _ weights: [Double], _ axis: Grid.Axis) -> Hazard {
      Hazard(
        estimate: estimate, low: axis.quantile(0.025, weights),
        high: axis.quantile(0.975, weights))
    }
    completion = hazard(mode.completion, grid.rowWeights, grid.rows)
    removal = hazard(mode.removal, grid.columnWeights, grid.columns)
    logLikelihood = likelihood.value(mode.completion, mode.removal)
    intervals = terms.count
    finished = terms.reduce(0) { $0 + ($1.kind == .sum ? 0 : $1.finished) }
    removed = terms.reduce(0) { $0 + $1.removed }
    exposure = likelihood.exposure(mode.completion, mode.removal)
    let fit = likelihood.deviance(mode.completion, mode.removal)
    deviance =
      fit.freedom > 0
      ? (
        fit.value, fit.freedom,
        ChiSquared.upperTail(fit.value, degreesOfFreedom: Double(fit.freedom))
      ) : nil
    posterior = grid
  }

  /// A draw from the posterior, by three uniforms.
  package func draw(using random: inout PhiloxGenerator) -> (completion: Double, removal: Double) {
    posterior.draw(random.uniform(), random.uniform(), random.uniform())
  }

  struct Mode {
    let completion: Double
    let removal: Double
  }

  /// The maximum over (√λ, √μ) in [0, limit]², one inside the other.
  private static func maximum(_ likelihood: PipelineLikelihood, limit: Double) -> Mode {
    func best(_ u: Double) -> (value: Double, v: Double) {
      let v = GoldenSection.minimum(in: (0, limit), tolerance: 1e-10) {
        -likelihood.value(u * u, $0 * $0)
      }
      // The edge is a maximum of its own when nothing was removed.
      let edge = likelihood.value(u * u, 0)
      let inside = likelihood.value(u * u, v * v)
      return edge >= inside ? (edge, 0) : (inside, v)
    }
    let u = GoldenSection.minimum(in: (0, limit), tolerance: 1e-10) { -best($0).value }
    let (edge, inside) = (best(0), best(u))
    return edge.value >= inside.value
      ? Mode(completion: 0, removal: edge.v * edge.v)
      : Mode(completion: u * u, removal: inside.v * inside.v)
  }

  /// The posterior in cells of (√λ, √μ).
  struct Grid: Sendable {
    struct Axis: Sendable {
      let low: Double
      let step: Double

      func centre(_ place: Int) -> Double { low + (Double(place) + 0.5) * step }

      /// The hazard below which a share p of the weights lies.
      func quantile(_ p: Double, _ weights: [Double]) -> Double {
        var sum = 0.0
        for (place, weight) in weights.enumerated() {
          if sum + weight >= p, weight > 0 {
            let root = low + (Double(place) + (p - sum) / weight) * step
            return root * root
          }
          sum += weight
        }
        let end = low + Double(weights.count) * step
        return end * end
      }
    }

    static let size = 401

    let rows: Axis
    let columns: Axis
    /// Weights of √λ and of √μ alone, each summing to one.
    let rowWeights: [Double]
    let columnWeights: [Double]
    /// Sums of weights up to each cell, rows first.
    private let cumulated: [Double]

    init(_ likelihood: PipelineLikelihood, mode: Mode) {
      // With exact dates √λ has the standard deviation 1/(2·√exposure).
      let spread = 0.5 / likelihood.exposure(mode.completion, mode.removal).squareRoot()
      var width = 8 * spread
      while true {
        let made = Self.weights(likelihood, mode, width)
        if made.rim < 1e-9 || width > 1e6 * spread {
          (rows, columns) = (made.rows, made.columns)
          var (rowSums, columnSums) = (
            [Double](repeating: 0, count: Self.size), [Double](repeating: 0, count: Self.size)
          )
          var (sums, sum) = ([Double](), 0.0)
          sums.reserveCapacity(made.cells.count)
          for (place, weight) in made.cells.enumerated() {
            rowSums[place / Self.size] += weight
            columnSums[place % Self.size] += weight
            sum += weight
            sums.append(sum)
          }
          rowWeights = rowSums.map { $0 / sum }
          columnWeights = columnSums.map { $0 / sum }
          cumulated = sums.map { $0 / sum }
          return
        }
        width *= 1.5
      }
    }

    private static func weights(
      _ likelihood: PipelineLikelihood, _ mode: Mode, _ width: Double
    ) -> (rows: Axis, columns: Axis, cells: [Double], rim: Double) {
      func axis(_ hazard: Double) -> Axis {
        let low = max(0, hazard.squareRoot() - width)
        return Axis(low: low, step: (hazard.squareRoot() + width - low) / Double(size))
      }
      let (rows, columns) = (axis(mode.completion), axis(mode.removal))
      let top = likelihood.value(mode.completion, mode.removal)
      var (cells, rim) = ([Double](), 0.0)
      cells.reserveCapacity(size * size)
      for i in 0..<size {
        let u = rows.centre(i)
        for j in 0..<size {
          let v = columns.centre(j)
          let weight = exp(likelihood.value(u * u, v * v) - top)
          cells.append(weight)
          // Zero is an edge of the hazards themselves, no rim.
          let isRim =
            i == size - 1 || j == size - 1 || (i == 0 && rows.low > 0)
            || (j == 0 && columns.low > 0)
          if isRim { rim = max(rim, weight) }
        }
      }
      return (rows, columns, cells, rim)
    }

    func draw(_ a: Double, _ b: Double, _ c: Double) -> (completion: Double, removal: Double) {
      var (low, high) = (0, cumulated.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if cumulated[middle] < a { low = middle + 1 } else { high = middle }
      }
      let u = rows.low + (Double(low / Self.size) + b) * rows.step
      let v = columns.low + (Double(low % Self.size) + c) * columns.step
      return (u * u, v * v)
    }
  }
}
