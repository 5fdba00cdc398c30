internal import Glibc
internal import LinearAlgebra

// What parameters that are estimated add to the variance of a sum (Hamilton 1986): with the gradient g of
// its mean and Σ the parameters' covariance, g′Σg. Σ is the inverse of the information in the form of
// first derivatives (Harvey 1989, 3.4), observation by observation,
//
//   I_jk = Σ [ ½ (∂F/∂θ_j)(∂F/∂θ_k)/F² + (∂v/∂θ_j)(∂v/∂θ_k)/F ],
//
// never indefinite, plus the precision of weak priors D: units and directions of factors are not
// identified, I alone is singular there, and a sum's mean does not move along these directions. The
// means that series are standardised by are parameters too. Derivatives are central differences.

/// The covariance of estimated parameters, and what it does to sums.
struct FactorUncertainty {
  let data: FactorData
  let terms: SumTerms
  let isPersistent: Bool

  /// Half the distance of a central difference, in working units.
  private static let step = 1e-4

  /// Standard deviations of the weak priors, in working units.
  private enum Prior {
    static let loading = 2.0
    static let transition = 1.0
    static let logarithm = 2.0
    static let persistence = 1.0
    /// In standard deviations of the series.
    static let mean = 1.0
  }

  /// Variances that the parameters add to each sum's mean, in standardised units of the series that the
  /// sums take.
  ///
  /// - Throws: `.noEstimate` when the information cannot be inverted.
  func variances(_ estimate: FactorParameters) throws(ForecastingError) -> [Double] {
    let working = WorkingParameters(estimate, isPersistent: isPersistent)
    let centre = working.vector
    let base = try pass(working, centre)
    let count = centre.count
    var rows: [[Double]] = []
    var gradients: [[Double]] = []
    for place in 0..<count {
      var (low, high) = (centre, centre)
      low[place] -= Self.step
      high[place] += Self.step
      let (below, above) = (try? pass(working, low), try? pass(working, high))
      // At the edge of what is stationary one side is left.
      let (first, second) = (below ?? base, above ?? base)
      let width = (below == nil ? 0 : Self.step) + (above == nil ? 0 : Self.step)
      guard width > 0, first.variances.count == base.variances.count,
        second.variances.count == base.variances.count
      else { throw .noEstimate("the likelihood has no slope at the estimate") }
      var row: [Double] = []
      for s in base.variances.indices {
        let f = base.variances[s]
        let dv = (second.innovations[s] - first.innovations[s]) / width
        let df = (second.variances[s] - first.variances[s]) / width
        row.append(dv / f.squareRoot())
        row.append(df / f * 0.5.squareRoot())
      }
      rows.append(row)
      gradients.append(zip(first.means, second.means).map { ($1 - $0) / width })
    }
    do throws(LinearAlgebraError) {
      let slopes = try Matrix(columns: rows, rows: 2 * base.variances.count)
      var information = try slopes.gram()
      for (place, deviation) in working.priors.enumerated() {
        information[place, place] += 1 / (deviation * deviation)
      }
      let sums = base.means.count
      let columns = (0..<sums).map { sum in gradients.map { $0[sum] } }
      let gradient = try Matrix(columns: columns, rows: count)
      let solved = try Cholesky(information).solve(gradient)
      return (0..<sums).map { sum in
        (0..<count).reduce(0.0) { $0 + gradient[$1, sum] * solved[$1, sum] }
      }
    } catch { throw .noEstimate("the parameters' information: \(error.description)") }
  }

  private struct Pass {
    let innovations: [Double]
    let variances: [Double]
    let means: [Double]
  }

  private func pass(
    _ working: WorkingParameters, _ vector: [Double]
  ) throws(ForecastingError) -> Pass {
    let (parameters, means) = working.parameters(vector)
    var shifted = data
    let n = data.series
    for place in shifted.values.indices { shifted.values[place] -= means[place % n] }
    let system = try FactorSystem(
      parameters, weights: data.weights, sums: terms.periods.count)
    let filter = FactorFilter(system, shifted, sums: terms, keeps: false)
    return Pass(
      innovations: filter.steps.map(\.innovation), variances: filter.steps.map(\.variance),
      means: terms.periods.indices.map { sum in
        filter.mean(sum: sum) + Double(terms.periods[sum].count) * means[terms.series]
      })
  }

  /// Parameters without bounds: logarithms of variances, inverse hyperbolic tangents of persistences.
  private struct WorkingParameters {
    private let start: FactorParameters
    private let isPersistent: Bool
    let vector: [Double]
    let priors: [Double]

    init(_ parameters: FactorParameters, isPersistent: Bool) {
      (start, self.isPersistent) = (parameters, isPersistent)
      var vector = parameters.loadings + parameters.transition
      var priors = parameters.loadings.map { _ in Prior.loading }
      priors += parameters.transition.map { _ in Prior.transition }
      let r = parameters.factors
      let root = Self.root(parameters.innovation, r)
      for i in 0..<r {
        for j in 0...i {
          vector.append(i == j ? log(root[i * r + i]) : root[i * r + j])
          priors.append(Prior.logarithm)
        }
      }
      if isPersistent {
        vector += parameters.persistence.map { atanh($0) }
        priors += parameters.persistence.map { _ in Prior.persistence }
      }
      vector += parameters.noise.map { log($0) }
      priors += parameters.noise.map { _ in Prior.logarithm }
      vector += parameters.noise.map { _ in 0 }
      priors += parameters.noise.map { _ in Prior.mean }
      (self.vector, self.priors) = (vector, priors)
    }

    func parameters(_ vector: [Double]) -> (FactorParameters, means: [Double]) {
      let (r, n) = (start.factors, start.series)
      var rest = vector[...]
      func take(_ count: Int) -> [Double] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      let loadings = take(start.loadings.count)
      let transition = take(start.transition.count)
      var root = [Double](repeating: 0, count: r * r)
      for i in 0..<r {
        for (j, value) in take(i + 1).enumerated() { root[i * r + j] = i == j ? exp(value) : value }
      }
      var innovation = [Double](repeating: 0, count: r * r)
      for i in 0..<r {
        for j in 0..<r {
          for m in 0..<r { innovation[i * r + j] += root[i * r + m] * root[j * r + m] }
        }
      }
      let persistence = isPersistent ? take(n).map { tanh($0) } : start.persistence
      let noise = take(n).map { exp($0) }
      return (
        FactorParameters(
          factors: r, lags: start.lags, loadings: loadings, transition: transition,
          innovation: innovation, persistence: persistence, noise: noise), take(n)
      )
    }

    /// The lower triangular root of a small positive definite matrix.
    private static func root(_ matrix: [Double], _ r: Int) -> [Double] {
      var root = [Double](repeating: 0, count: r * r)
      for i in 0..<r {
        for j in 0...i {
          var sum = matrix[i * r + j]
          for m in 0..<j { sum -= root[i * r + m] * root[j * r + m] }
          root[i * r + j] = i == j ? max(1e-12, sum).squareRoot() : sum / root[j * r + j]
        }
      }
      return root
    }
  }
}
