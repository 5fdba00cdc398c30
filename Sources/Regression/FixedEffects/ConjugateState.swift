internal import Glibc

/// The scalars of preconditioned conjugate gradients, for several columns side by side.
///
/// A column that has converged stands still while the others go on, so that its result does not
/// depend on its neighbours.
struct ConjugateState<L: Lane> {
  private(set) var iteration = 0
  private(set) var iterations = [Int](repeating: 0, count: L.width)
  private(set) var converged = [Bool](repeating: false, count: L.width)
  private(set) var errors = [Double](repeating: .infinity, count: L.width)
  /// Columns that stand still: converged, or out of reach of double arithmetic.
  private var stopped = [Bool](repeating: false, count: L.width)
  /// rᵀD⁻¹r.
  private var norms: L
  /// pᵀDp, by its recursion.
  private var lengths: L
  private let initialNorms: L
  /// The least pᵀSp/pᵀDp of the steps so far: what is known of S's smallest eigenvalue but zero.
  private var leastCurvature = [Double](repeating: 1, count: L.width)
  /// The fall of the squared error in each step.
  private var falls: [L] = []
  private let scale: L
  private let tolerance: Double
  private let floor: L

  var isDone: Bool { stopped.allSatisfy { $0 } }

  init(_ right: [L], _ inverse: [Double], within: L, raw: L, tolerance: Double) {
    // No column can be known better than its own rounding.
    self.tolerance = max(tolerance, 1e-14)
    self.scale = within
    // What rounding leaves in rᵀD⁻¹r: its terms are sums of column values of size ‖x‖.
    var floor = L.zero
    for lane in 0..<L.width {
      floor[lane: lane] = max(within[lane: lane] * 1e-30, raw[lane: lane] * 1e-31)
    }
    self.floor = floor
    self.norms = Self.weighted(right, inverse)
    self.lengths = norms
    self.initialNorms = norms
    settle()
  }

  private static func weighted(_ vector: [L], _ inverse: [Double]) -> L {
    var sum = L.zero
    vector.withUnsafeBufferPointer { v in
      inverse.withUnsafeBufferPointer { d in
        for j in 0..<v.count { sum = sum + v[j] * v[j].times(d[j]) }
      }
    }
    return sum
  }

  /// Marks the columns whose residual is nothing but rounding.
  private mutating func settle() {
    for lane in 0..<L.width where !stopped[lane] {
      // Negated, so that a NaN ends the column too.
      if !(norms[lane: lane] > floor[lane: lane]) {
        stopped[lane] = true
        converged[lane] = !norms[lane: lane].isNaN
        errors[lane] = min(errors[lane], 1e-15)
        iterations[lane] = iteration
      }
    }
  }

  /// One step along `direction`, whose product with S is `image`; then the next direction.
  mutating func advance(
    _ solution: inout [L], _ residual: inout [L], _ direction: inout [L], _ image: [L],
    _ inverse: [Double]
  ) {
    let m = image.count
    iteration += 1
    var curvature = L.zero
    for j in 0..<m { curvature = curvature + direction[j] * image[j] }
    var step = L.zero
    for lane in 0..<L.width where !stopped[lane] {
      // S is singular and rounding is not consistent with it: a direction without curvature leads
      // along shifts that change nothing, ever farther.
      if curvature[lane: lane] > 1e-14 * lengths[lane: lane] {
        step[lane: lane] = norms[lane: lane] / curvature[lane: lane]
        leastCurvature[lane] = min(
          leastCurvature[lane], curvature[lane: lane] / lengths[lane: lane])
      } else {
        stopped[lane] = true
        converged[lane] = norms[lane: lane] <= 1e4 * floor[lane: lane]
      }
    }
    falls.append(step * norms)
    var after = L.zero
    solution.withUnsafeMutableBufferPointer { x in
      residual.withUnsafeMutableBufferPointer { r in
        for j in 0..<m {
          x[j] = x[j] + step * direction[j]
          let value = r[j] - step * image[j]
          r[j] = value
          after = after + value * value.times(inverse[j])
        }
      }
    }
    var share = L.zero
    for lane in 0..<L.width where norms[lane: lane] > 0 {
      share[lane: lane] = after[lane: lane] / norms[lane: lane]
    }
    norms = after
    lengths = after + share * share * lengths
    for lane in 0..<L.width where !stopped[lane] {
      iterations[lane] = iteration
      errors[lane] = min(relativeError(lane), errorInRounding(lane))
      converged[lane] = errors[lane] <= tolerance
      stopped[lane] = converged[lane]
    }
    settle()
    direction.withUnsafeMutableBufferPointer { p in
      for j in 0..<m { p[j] = residual[j].times(inverse[j]) + share * p[j] }
    }
  }

  /// The error after the newest step: its fall carried on as a geometric series.
  ///
  /// The rate is the slower of the last step's and the mean one over a window that grows with the
  /// run, and the largest fall of the last two counts: falls are not monotone on sparse graphs.
  private func relativeError(_ lane: Int) -> Double {
    let k = falls.count
    guard k >= 2 else { return .infinity }
    let window = min(k - 1, 2 + k / 8)
    let newest = max(falls[k - 1][lane: lane], falls[k - 2][lane: lane])
    var rate = 0.0
    if falls[k - 2][lane: lane] > 0 {
      rate = falls[k - 1][lane: lane] / falls[k - 2][lane: lane]
    }
    let old = falls[k - 1 - window][lane: lane]
    if old > 0 { rate = max(rate, pow(falls[k - 1][lane: lane] / old, 1 / Double(window))) }
    rate = min(rate, 1 - 1e-6)
    return (newest * rate / (1 - rate) / scale[lane: lane]).squareRoot()
  }

  /// A bound of the error once the residual is its own rounding, 1e-14 of what it was; ∞ before.
  ///
  /// On an almost balanced panel that takes two steps, too few for the falls to tell, and a third one
  /// would go along rounding.
  private func errorInRounding(_ lane: Int) -> Double {
    guard norms[lane: lane] <= 1e-28 * initialNorms[lane: lane] else { return .infinity }
    return (norms[lane: lane] / leastCurvature[lane] / scale[lane: lane]).squareRoot()
  }

  /// Whether the true residual confirms the recursive one; if not, the columns in question go on.
  mutating func accepts(_ residual: [L], _ inverse: [Double]) -> Bool {
    let exact = Self.weighted(residual, inverse)
    var agreed = true
    for lane in 0..<L.width {
      let bound = max(
        4 * norms[lane: lane], 1e3 * floor[lane: lane],
        scale[lane: lane] * tolerance * tolerance * 1e-6)
      if converged[lane], exact[lane: lane] > bound {
        converged[lane] = false
        stopped[lane] = false
        agreed = false
      }
    }
    norms = exact
    lengths = exact
    falls = []
    return agreed
  }
}
