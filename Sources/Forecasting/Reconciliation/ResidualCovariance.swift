internal import Glibc
public import LinearAlgebra

/// The covariance of the nodes' residuals, as it is and with correlations shrunk towards zero.
///
/// With standardised residuals z (population standard deviation) and r the correlations, the
/// intensity is λ = Σ V̂(r_ij) / Σ r_ij² over i ≠ j, held to [0, 1], with
/// V̂(r_ij) = Σ_t (z_it·z_jt − r_ij)² / (T(T − 1)): T/(T − 1)³ of the same sum with unbiased standard
/// deviations, as the source has it. Covariances are of deviations from the mean, denominator T − 1;
/// `meanSquares` are not: they hold a node's bias too.
///
/// The sums over pairs of nodes come from sums over pairs of periods, Σ_ij (Σ_t z_ti z_tj)² =
/// Σ_st (Σ_i z_si z_ti)², and the covariance is kept as its residuals: no n × n matrix unless it is asked for.
///
/// Both conventions are hierarchicalforecast's (1.5.3), whose `mint_shrink` and `wls_var` differ in
/// this. It adds 2e-8 to every standard deviation and to Σ r²; here a node that does not vary has no
/// variance and no correlations. R's hts takes uncentred squares in all of them.
///
/// Source: Schäfer & Strimmer (2005), Stat. Appl. Genet. Mol. Biol. 4(1), target D; Wickramasuriya,
/// Athanasopoulos & Hyndman (2019).
public struct ResidualCovariance: Sendable {
  /// T.
  public let count: Int
  /// Σ e² / T of each node.
  public let meanSquares: [Double]
  /// λ in [0, 1].
  public let intensity: Double
  /// Places of the nodes whose residuals do not vary, rising.
  public let unvaried: [Int]
  /// Deviations from the mean over the population standard deviation, T × n; zero where nothing varies.
  private let standardised: Matrix
  /// Population standard deviations.
  private let deviations: [Double]

  /// - Parameter residuals: T × n, a row a period, finite.
  /// - Throws: `.tooFewResiduals` under 2 rows; `.missingResidual` with the name from `nodes`.
  /// - Complexity: O(T²·n).
  public init(_ residuals: Matrix, nodes: [String]) throws(ReconciliationError) {
    precondition(residuals.columns == nodes.count, "a column of residuals a node")
    let (t, n) = (residuals.rows, residuals.columns)
    guard t >= 2 else { throw .tooFewResiduals(needed: 2, found: t) }
    var standardised = Matrix(rows: t, columns: n)
    var deviations: [Double] = []
    var meanSquares: [Double] = []
    var unvaried: [Int] = []
    for j in 0..<n {
      // Divided by the greatest first: squares neither overflow nor vanish.
      var largest = 0.0
      for i in 0..<t {
        let value = residuals[i, j]
        guard value.isFinite else { throw .missingResidual(node: nodes[j], row: i) }
        largest = max(largest, abs(value))
      }
      let unit = largest > 0 ? largest : 1
      let mean = (0..<t).reduce(0) { $0 + residuals[$1, j] / unit } / Double(t)
      var (squares, raw) = (0.0, 0.0)
      for i in 0..<t {
        let scaled = residuals[i, j] / unit
        squares += (scaled - mean) * (scaled - mean)
        raw += scaled * scaled
      }
      meanSquares.append(raw / Double(t) * unit * unit)
      let deviation = (squares / Double(t)).squareRoot()
      // The rounding of t values that are all alike.
      guard deviation > 1e-13 else {
        unvaried.append(j)
        deviations.append(0)
        continue
      }
      for i in 0..<t { standardised[i, j] = (residuals[i, j] / unit - mean) / deviation }
      deviations.append(deviation * unit)
    }
    intensity = try Self.intensity(standardised, varied: n - unvaried.count)
    self.standardised = standardised
    self.deviations = deviations
    self.meanSquares = meanSquares
    self.unvaried = unvaried
    count = t
  }

  private static func intensity(
    _ standardised: Matrix, varied: Int
  ) throws(ReconciliationError) -> Double {
    let t = standardised.rows
    let products: Matrix
    do throws(LinearAlgebraError) { products = try standardised.transposed.gram() } catch {
      throw .numeric(error)
    }
    var fourth = 0.0
    for i in 0..<t {
      let own = (0..<standardised.columns).reduce(0) { $0 + pow(standardised[i, $1], 4) }
      fourth += products[i, i] * products[i, i] - own
    }
    let all = products.elements.reduce(0) { $0 + $1 * $1 }
    // Each node's correlation with itself is 1.
    let size = max(0, all / Double(t * t) - Double(varied))
    // Σ(z_i z_j − r)² = Σ z_i² z_j² − T·r².
    let variance = max(0, fourth - Double(t) * size) / (Double(t) * Double(t - 1))
    return size > 0 ? min(1, variance / size) : 1
  }

  /// Sample covariance, n × n, squared unit of the values.
  ///
  /// - Complexity: O(T·n²).
  public var covariance: Matrix {
    get throws(LinearAlgebraError) { try factored(shrunkBy: 0).matrix }
  }

  /// The covariance with correlations multiplied by 1 − λ, n × n.
  ///
  /// - Complexity: O(T·n²).
  public var shrunk: Matrix {
    get throws(LinearAlgebraError) { try factored(shrunkBy: intensity).matrix }
  }

  /// The covariance with correlations multiplied by 1 − `share`.
  package func factored(shrunkBy share: Double) -> FactoredCovariance {
    let t = Double(count)
    return FactoredCovariance(
      diagonal: deviations.map { share * $0 * $0 * t / (t - 1) },
      factor: scaled(deviations.map { ((1 - share) / (t - 1)).squareRoot() * $0 }))
  }

  /// The correlations multiplied by 1 − `share`; a node that does not vary has none.
  package func correlation(shrunkBy share: Double) -> FactoredCovariance {
    FactoredCovariance(
      diagonal: deviations.map { $0 > 0 ? share : 1 },
      factor: scaled(deviations.map { _ in ((1 - share) / Double(count)).squareRoot() }))
  }

  /// The standardised residuals, a column times each of `factors`.
  private func scaled(_ factors: [Double]) -> Matrix {
    var matrix = standardised
    for j in 0..<matrix.columns { for i in 0..<matrix.rows { matrix[i, j] *= factors[j] } }
    return matrix
  }

  /// Refuses a sample covariance whose correlations, of the nodes that vary, are not of full rank.
  func requireFullRank() throws(ReconciliationError) {
    let varied = standardised.columns - unvaried.count
    let rank: Int
    do throws(LinearAlgebraError) {
      // ZᵀZ and ZZᵀ have the same eigenvalues but for zeros: the smaller one is asked.
      let products = try count < varied ? standardised.transposed.gram() : standardised.gram()
      rank = try SymmetricEigen(products).rank(rcond: 1e-12)
    } catch {
      throw .numeric(error)
    }
    guard rank == varied else {
      throw .rankDeficientCovariance(rank: rank, nodes: varied, residuals: count)
    }
  }
}
