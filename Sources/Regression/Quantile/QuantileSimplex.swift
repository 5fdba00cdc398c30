internal import Glibc
internal import LinearAlgebra

/// Quantile regression by the simplex method in the space of the coefficients: from an exact fit of p
/// observations to another one, each step an exact line search through the kinks, until the duals say
/// that no direction goes down.
///
/// Observations outside the basis with a residual of zero (ties, constant responses, dummies) would
/// make steps of length zero and could cycle. A symbolic perturbation breaks every tie: each response
/// carries a second number, its coefficient of an infinitely small ε, and residuals are compared first
/// by value, then by that number.
///
/// Source: Barrodale & Roberts (1973); Koenker & d'Orey (1987); Charnes (1952) for the perturbation.
struct QuantileSimplex {
  /// n × p, full rank, columns close to orthonormal times √n.
  let design: [[Double]]
  let response: [Double]
  let tau: Double
  /// What the responses lost by rounding before they came here.
  let rounding: Double

  private let perturbation: [Double]
  private var basis: [Int]
  private(set) var steps = 0

  static let dualTolerance = 1e-9

  struct Vertex {
    let basis: [Int]
    /// The duals of the basis, each in [τ − 1, τ].
    let duals: [Double]
    /// Signs of the residuals outside the basis under the perturbation: true for below.
    let below: [Bool]
    let steps: Int
    let isOptimal: Bool
  }

  /// - Parameter basis: p observations whose rows are independent.
  init(design: [[Double]], response: [Double], tau: Double, basis: [Int], rounding: Double) {
    self.design = design
    self.response = response
    self.tau = tau
    self.basis = basis
    self.rounding = rounding
    // Hashed row numbers in (1, 2), the same on every machine. A regular sequence would not do:
    // its differences coincide, and are ties again.
    self.perturbation = response.indices.map { i in
      var z = UInt64(truncatingIfNeeded: i + 1) &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return 1 + (Double((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52
    }
  }

  mutating func run(maxSteps: Int) throws(LinearAlgebraError) -> Vertex {
    let (n, p) = (response.count, design.count)
    var inBasis = [Bool](repeating: false, count: n)
    for i in basis { inBasis[i] = true }
    while true {
      let rows = try Matrix(columns: design.map { column in basis.map { column[$0] } }, rows: p)
      let qr = try PivotedQR(rows)
      let inverse = try qr.solve(.identity(p), rcond: 1e-14)
      let beta = try inverse.multiplied(by: basis.map { response[$0] })
      let shift = try inverse.multiplied(by: basis.map { perturbation[$0] })
      var residuals = response
      var shifted = perturbation
      for j in 0..<p {
        design[j].withUnsafeBufferPointer { column in
          for i in 0..<n {
            residuals[i] -= beta[j] * column[i]
            shifted[i] -= shift[j] * column[i]
          }
        }
      }
      // A residual this small is a tie: its value is the rounding of fits and responses.
      var largestFit = 0.0
      for i in 0..<n { largestFit = max(largestFit, abs(response[i] - residuals[i])) }
      let tie = rounding + 1e-12 * largestFit
      var below = [Bool](repeating: false, count: n)
      for i in 0..<n where !inBasis[i] {
        if abs(residuals[i]) <= tie { residuals[i] = 0 }
        below[i] = residuals[i] < 0 || (residuals[i] == 0 && shifted[i] < 0)
      }
      // Xₕᵀd = −Σ xᵢψ(rᵢ) over the others, ψ = τ − 1[below].
      var gradient = [Double](repeating: 0, count: p)
      for j in 0..<p {
        var sum = 0.0
        design[j].withUnsafeBufferPointer { column in
          for i in 0..<n where !inBasis[i] { sum -= column[i] * (below[i] ? tau - 1 : tau) }
        }
        gradient[j] = sum
      }
      let duals = try inverse.multiplied(.transposed, by: gradient)
      var (leaving, worst, up) = (-1, Self.dualTolerance, true)
      for k in 0..<p {
        if duals[k] - tau > worst { (leaving, worst, up) = (k, duals[k] - tau, false) }
        if tau - 1 - duals[k] > worst { (leaving, worst, up) = (k, tau - 1 - duals[k], true) }
      }
      if leaving < 0 || steps >= maxSteps {
        return Vertex(
          basis: basis, duals: duals, below: below, steps: steps, isOptimal: leaving < 0)
      }
      steps += 1
      // The fit moves so that the residual of the leaving observation becomes −t (up: the fit rises
      // there) or +t: β + t·σ·Xₕ⁻¹eₖ.
      let sign = up ? 1.0 : -1.0
      var change = [Double](repeating: 0, count: n)
      for j in 0..<p {
        let step = sign * inverse[j, leaving]
        design[j].withUnsafeBufferPointer { column in
          for i in 0..<n { change[i] += step * column[i] }
        }
      }
      guard
        let entering = lineSearch(
          residuals, shifted, change, below, inBasis, slope: worst, tie: tie)
      else {
        return Vertex(basis: basis, duals: duals, below: below, steps: steps, isOptimal: false)
      }
      inBasis[basis[leaving]] = false
      inBasis[entering] = true
      basis[leaving] = entering
    }
  }

  /// The observation at which the objective stops falling along `change`.
  ///
  /// `slope` is how much it falls at first per unit; every kink passed takes |change| off.
  private func lineSearch(
    _ residuals: [Double], _ shifted: [Double], _ change: [Double], _ below: [Bool],
    _ inBasis: [Bool], slope: Double, tie: Double
  ) -> Int? {
    struct Kink {
      let place: Double
      let tie: Double
      let row: Int
    }
    var kinks: [Kink] = []
    let smallest = 1e-9 * change.reduce(0) { max($0, abs($1)) }
    for i in residuals.indices where !inBasis[i] && abs(change[i]) > smallest {
      // A residual falls by change: it reaches zero ahead only from the matching side.
      guard (change[i] > 0) != below[i] else { continue }
      kinks.append(
        Kink(place: residuals[i] / change[i], tie: shifted[i] / change[i], row: i))
    }
    kinks.sort { ($0.place, $0.row) < ($1.place, $1.row) }
    var left = slope
    for kink in kinks {
      left -= abs(change[kink.row])
      guard left <= 0 else { continue }
      // Kinks that the step cannot tell apart are ordered by the perturbation, as their signs will be
      // at the new vertex.
      let tied = kinks.filter { abs(residuals[$0.row] - kink.place * change[$0.row]) <= tie }
      let early = Set(tied.map(\.row))
      left = slope
      for other in kinks where other.place < kink.place && !early.contains(other.row) {
        left -= abs(change[other.row])
      }
      for candidate in tied.sorted(by: { ($0.tie, $0.row) < ($1.tie, $1.row) }) {
        left -= abs(change[candidate.row])
        if left <= 0 { return candidate.row }
      }
      return kink.row
    }
    return nil
  }
}
