/// The rows of a sparse matrix, one behind the other.
struct SparseRows: Sendable {
  private(set) var starts = [0]
  private(set) var columns: [Int] = []
  private(set) var values: [Double] = []

  var count: Int { starts.count - 1 }

  mutating func append(_ row: [(column: Int, value: Double)]) {
    for (column, value) in row where value != 0 {
      columns.append(column)
      values.append(value)
    }
    starts.append(columns.count)
  }

  func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// The inner product of a row and a vector.
  func dot(_ row: Int, _ vector: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for place in range(row) { sum += values[place] * vector[columns[place]] }
    return sum
  }
}

/// A dynamic factor model in state-space form.
///
/// The state holds the factors with their lags, the own part of each series with its lags, and sums that
/// run through the sample (`sums`), which hold what is asked for at its end, whatever is observed
/// afterwards. Shift registers make the transition sparse; no observation has an error besides the own
/// part of its series.
struct FactorSystem: Sendable {
  let parameters: FactorParameters
  /// How many states hold the factors: r by the lags that are kept.
  let factorStates: Int
  /// Where the own part of each series begins.
  let ownStarts: [Int]
  /// States without sums.
  let coreStates: Int
  /// Sums behind the states.
  let sums: Int
  let transition: SparseRows
  /// Each series' row of the observation equation.
  let observation: SparseRows
  /// Entries of the shocks' covariance: row, column, value.
  let shocks: [(row: Int, column: Int, value: Double)]
  /// The states' covariance before the first period, by rows.
  let initialCovariance: [Double]

  var states: Int { coreStates + sums }

  /// - Parameters:
  ///   - weights: of each series, the latest base period first; at least one.
  ///   - sums: how many sums the state carries.
  /// - Throws: `.noEstimate` for parameters that are not stationary.
  init(
    _ parameters: FactorParameters, weights: [[Double]], sums: Int = 0
  ) throws(ForecastingError) {
    let (r, p) = (parameters.factors, parameters.lags)
    let longest = weights.map(\.count).max() ?? 1
    let kept = max(2, p + 1, longest)
    self.parameters = parameters
    self.sums = sums
    factorStates = r * kept
    var starts: [Int] = []
    var next = factorStates
    for weight in weights {
      starts.append(next)
      next += max(2, weight.count)
    }
    (ownStarts, coreStates) = (starts, next)

    var transition = SparseRows()
    for state in 0..<factorStates {
      if state < r {
        transition.append(
          (0..<(p * r)).map { column -> (column: Int, value: Double) in
            (column, parameters.transition[(column / r * r + state) * r + column % r])
          })
      } else {
        transition.append([(state - r, 1)])
      }
    }
    for (i, weight) in weights.enumerated() {
      transition.append([(starts[i], parameters.persistence[i])])
      for lag in 1..<max(2, weight.count) { transition.append([(starts[i] + lag - 1, 1)]) }
    }
    for sum in 0..<sums { transition.append([(next + sum, 1)]) }
    self.transition = transition

    var observation = SparseRows()
    for (i, weight) in weights.enumerated() {
      var row: [(column: Int, value: Double)] = []
      for (lag, w) in weight.enumerated() {
        for j in 0..<r { row.append((lag * r + j, w * parameters.loadings[i * r + j])) }
        row.append((starts[i] + lag, w))
      }
      observation.append(row)
    }
    self.observation = observation

    var shocks: [(row: Int, column: Int, value: Double)] = []
    for i in 0..<r { for j in 0..<r { shocks.append((i, j, parameters.innovation[i * r + j])) } }
    for (i, start) in starts.enumerated() { shocks.append((start, start, parameters.noise[i])) }
    self.shocks = shocks
    initialCovariance = try Self.stationary(
      parameters, starts: starts, weights: weights, kept: kept, states: next + sums)
  }

  /// The covariance of the stationary states; 0 for the sums.
  private static func stationary(
    _ parameters: FactorParameters, starts: [Int], weights: [[Double]], kept: Int, states k: Int
  ) throws(ForecastingError) -> [Double] {
    let r = parameters.factors
    var covariance = [Double](repeating: 0, count: k * k)
    let gamma = try parameters.autocovariances(through: kept - 1)
    for a in 0..<kept {
      for b in 0..<kept {
        for i in 0..<r {
          for j in 0..<r {
            // E f_{t−a} f′_{t−b} is Γ(b − a), or the transpose of Γ(a − b).
            let value = b >= a ? gamma[b - a][i * r + j] : gamma[a - b][j * r + i]
            covariance[(a * r + i) * k + b * r + j] = value
          }
        }
      }
    }
    for (i, start) in starts.enumerated() {
      let rho = parameters.persistence[i]
      guard abs(rho) < 1 else { throw .noEstimate("an own part is not stationary") }
      let variance = parameters.noise[i] / (1 - rho * rho)
      let length = max(2, weights[i].count)
      var powers = [variance]
      for _ in 1..<length { powers.append(powers[powers.count - 1] * rho) }
      for a in 0..<length {
        for b in 0..<length { covariance[(start + a) * k + start + b] = powers[abs(a - b)] }
      }
    }
    return covariance
  }
}
