internal import Glibc

/// Least squares on dummies by conjugate gradients in the space of the inner coefficients.
///
/// min Σ w (x − D₁α − D₂γ)² with D₁ the outer factor and D₂ all others. Eliminating α leaves
/// S·γ = D₂ᵀW·M₁x with S = D₂ᵀW·M₁D₂ and M₁ the projection off D₁: one pass over the cells for one
/// product. With the level weights as preconditioner one step costs what one alternating projection
/// costs, on the same numbers, and conjugate gradients take the best of all steps so far: never more
/// of them than alternating projections need, and about √κ where those need κ.
///
/// The S-norm of the error in γ *is* the W-norm of the error of the demeaned column. Hestenes and
/// Stiefel's identity gives it for the past from the steps themselves; the stopping rule carries it
/// on to the present by the rate at which the steps fall.
///
/// Source: Hestenes & Stiefel (1952), 6; Strakoš & Tichý (2002); Correia (2016) for conjugate
/// gradients on fixed effects.
struct EffectSolver<L: Lane> {
  let cells: EffectCells
  let tolerance: Double
  let maxIterations: Int

  /// What the columns of one call needed.
  struct Outcome {
    var iterations = [Int](repeating: 0, count: L.width)
    var converged = [Bool](repeating: false, count: L.width)
    /// The error of each demeaned column relative to its norm within the outer levels.
    var errors = [Double](repeating: 0, count: L.width)
    /// α, per outer level, and γ, per inner level.
    var outer: [L] = []
    var inner: [L] = []
  }

  /// Takes all factors out of `x`, n packed columns, in place.
  func demean(_ x: UnsafeMutablePointer<L>, weights: UnsafePointer<Double>?) -> Outcome {
    var outcome = Outcome()
    var (raw, within) = removeOuter(x, weights, &outcome)
    // Means far larger than what is left round to that size: a second pass takes the rounding out,
    // which S, being singular, cannot represent.
    if (0..<L.width).contains(where: { raw[lane: $0] > 1e3 * within[lane: $0] }) {
      let first = outcome.outer
      let again = removeOuter(x, weights, &outcome)
      (raw, within) = (again.raw, again.within)
      for level in first.indices { outcome.outer[level] = outcome.outer[level] + first[level] }
    }
    guard cells.innerLevels > 0 else {
      outcome.converged = Array(repeating: true, count: L.width)
      outcome.iterations = Array(repeating: 1, count: L.width)
      return outcome
    }
    var right = [L](repeating: .zero, count: cells.innerLevels)
    right.withUnsafeMutableBufferPointer { sums in
      cells.innerOfRow.withUnsafeBufferPointer { index in
        let width = cells.innerFactors
        for row in 0..<cells.rows {
          let value = weights == nil ? x[row] : x[row].times(weights![row])
          for k in 0..<width {
            let level = Int(index[row * width + k])
            sums[level] = sums[level] + value
          }
        }
      }
    }
    outcome.inner = solve(right, raw: raw, within: within, &outcome)
    removeInner(x, &outcome)
    return outcome
  }

  /// Subtracts the outer means; returns the squared W-norms before and after.
  private func removeOuter(
    _ x: UnsafeMutablePointer<L>, _ weights: UnsafePointer<Double>?, _ outcome: inout Outcome
  ) -> (raw: L, within: L) {
    var (raw, within) = (L.zero, L.zero)
    var means = [L](repeating: .zero, count: cells.outerLevels)
    means.withUnsafeMutableBufferPointer { means in
      cells.outerOfRow.withUnsafeBufferPointer { outer in
        for row in 0..<cells.rows {
          let value = weights == nil ? x[row] : x[row].times(weights![row])
          means[Int(outer[row])] = means[Int(outer[row])] + value
          raw = raw + value * x[row]
        }
        for level in 0..<means.count {
          means[level] = means[level].times(cells.outerInverse[level])
        }
        for row in 0..<cells.rows {
          let value = x[row] - means[Int(outer[row])]
          x[row] = value
          within = within + (weights == nil ? value : value.times(weights![row])) * value
        }
      }
    }
    outcome.outer = means
    return (raw, within)
  }

  /// Subtracts the inner effects and what they change in the outer means.
  private func removeInner(_ x: UnsafeMutablePointer<L>, _ outcome: inout Outcome) {
    let width = cells.innerFactors
    var change = [L](repeating: .zero, count: cells.outerLevels)
    outcome.inner.withUnsafeBufferPointer { inner in
      cells.innerOfCell.withUnsafeBufferPointer { index in
        for level in 0..<cells.outerLevels {
          var sum = L.zero
          for cell in Int(cells.starts[level])..<Int(cells.starts[level + 1]) {
            for k in 0..<width {
              sum = sum + inner[Int(index[cell * width + k])].times(cells.cellWeights[cell])
            }
          }
          change[level] = sum.times(cells.outerInverse[level])
        }
      }
      cells.innerOfRow.withUnsafeBufferPointer { index in
        cells.outerOfRow.withUnsafeBufferPointer { outer in
          change.withUnsafeBufferPointer { change in
            for row in 0..<cells.rows {
              var value = x[row] + change[Int(outer[row])]
              for k in 0..<width { value = value - inner[Int(index[row * width + k])] }
              x[row] = value
            }
          }
        }
      }
    }
    for level in 0..<cells.outerLevels {
      outcome.outer[level] = outcome.outer[level] - change[level]
    }
  }

  /// γ with S·γ = `right`, a consistent system (S is singular: effects are known up to shifts).
  private func solve(_ right: [L], raw: L, within: L, _ outcome: inout Outcome) -> [L] {
    let m = right.count
    let inverse = cells.innerWeights.map { $0 > 0 ? 1 / $0 : 0 }
    var state = ConjugateState<L>(right, inverse, within: within, raw: raw, tolerance: tolerance)
    var solution = [L](repeating: .zero, count: m)
    var residual = right
    var direction = (0..<m).map { residual[$0].times(inverse[$0]) }
    var image = [L](repeating: .zero, count: m)
    var scratch = [L](repeating: .zero, count: cells.widestLevel)
    var verifiedAt = 0
    while true {
      if state.isDone || state.iteration >= maxIterations {
        // Recursive residuals drift from the true ones over long runs: looked at, and restarted.
        guard state.isDone, state.iteration > verifiedAt + 50, state.iteration < maxIterations
        else {
          break
        }
        verifiedAt = state.iteration
        product(solution, &image, &scratch)
        for j in 0..<m { residual[j] = right[j] - image[j] }
        for j in 0..<m { direction[j] = residual[j].times(inverse[j]) }
        if state.accepts(residual, inverse) { break }
        continue
      }
      product(direction, &image, &scratch)
      state.advance(&solution, &residual, &direction, image, inverse)
    }
    outcome.iterations = state.iterations
    outcome.converged = state.converged
    outcome.errors = state.errors
    return solution
  }

  /// `image` = S·`direction`.
  private func product(_ direction: [L], _ image: inout [L], _ scratch: inout [L]) {
    let width = cells.innerFactors
    let levels = cells.outerLevels
    direction.withUnsafeBufferPointer { p in
      image.withUnsafeMutableBufferPointer { q in
        scratch.withUnsafeMutableBufferPointer { scratch in
          cells.innerOfCell.withUnsafeBufferPointer { index in
            cells.cellWeights.withUnsafeBufferPointer { w in
              cells.starts.withUnsafeBufferPointer { starts in
                cells.outerInverse.withUnsafeBufferPointer { inverse in
                  if width == 1 {
                    cells.innerWeights.withUnsafeBufferPointer { diagonal in
                      for j in 0..<q.count { q[j] = p[j].times(diagonal[j]) }
                    }
                    for level in 0..<levels {
                      let range = Int(starts[level])..<Int(starts[level + 1])
                      var sum = L.zero
                      for cell in range { sum = sum + p[Int(index[cell])].times(w[cell]) }
                      let mean = sum.times(inverse[level])
                      for cell in range {
                        let j = Int(index[cell])
                        q[j] = q[j] - mean.times(w[cell])
                      }
                    }
                    return
                  }
                  for j in 0..<q.count { q[j] = .zero }
                  for level in 0..<levels {
                    let (first, end) = (Int(starts[level]), Int(starts[level + 1]))
                    var sum = L.zero
                    for cell in first..<end {
                      var value = p[Int(index[cell * width])]
                      for k in 1..<width { value = value + p[Int(index[cell * width + k])] }
                      scratch[cell - first] = value
                      sum = sum + value.times(w[cell])
                    }
                    let mean = sum.times(inverse[level])
                    for cell in first..<end {
                      let value = (scratch[cell - first] - mean).times(w[cell])
                      for k in 0..<width {
                        let j = Int(index[cell * width + k])
                        q[j] = q[j] + value
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
