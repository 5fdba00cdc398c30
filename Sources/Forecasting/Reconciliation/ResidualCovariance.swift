public import LinearAlgebra

/// The covariance of the nodes' residuals, as it is and with correlations shrunk towards zero.
///
/// With standardised residuals z (population standard deviation) and r the correlations, the
/// intensity is λ = Σ V̂(r_ij) / Σ r_ij² over i ≠ j, held to [0, 1], with
/// V̂(r_ij) = Σ_t (z_it·z_jt − r_ij)² / (T(T − 1)): T/(T − 1)³ of the same sum with unbiased standard
/// deviations, as the source has it. Covariances are of deviations from the mean, denominator T − 1;
/// `meanSquares` are not: they hold a node's bias too.
///
/// Both conventions are hierarchicalforecast's (1.5.3), whose `mint_shrink` and `wls_var` differ in
/// this. It adds 2e-8 to every standard deviation and to Σ r²; here a series that does not vary is
/// refused instead. R's hts takes uncentred squares in all of them.
///
/// Source: Schäfer & Strimmer (2005), Stat. Appl. Genet. Mol. Biol. 4(1), target D; Wickramasuriya,
/// Athanasopoulos & Hyndman (2019).
public struct ResidualCovariance: Sendable {
  /// T.
  public let count: Int
  /// Sample covariance, n × n, squared unit of the values.
  public let covariance: Matrix
  /// Σ e² / T of each node.
  public let meanSquares: [Double]
  /// λ in [0, 1].
  public let intensity: Double

  /// - Parameter residuals: T × n, a row a period, finite.
  /// - Throws: `.tooFewResiduals` under 2 rows, `.missingResidual`, `.noVariation`, each with the
  ///   name from `nodes`.
  /// - Complexity: O(T·n²).
  public init(_ residuals: Matrix, nodes: [String]) throws(ReconciliationError) {
    precondition(residuals.columns == nodes.count, "a column of residuals a node")
    let (t, n) = (residuals.rows, residuals.columns)
    guard t >= 2 else { throw .tooFewResiduals(needed: 2, found: t) }
    var standardised = residuals
    var deviations: [Double] = []
    var meanSquares: [Double] = []
    for j in 0..<n {
      // Divided by the greatest first: squares neither overflow nor vanish.
      var largest = 0.0
      for i in 0..<t {
        let value = residuals[i, j]
        guard value.isFinite else { throw .missingResidual(node: nodes[j], row: i) }
        largest = max(largest, abs(value))
      }
      guard largest > 0 else { throw .noVariation(node: nodes[j]) }
      let mean = (0..<t).reduce(0) { $0 + residuals[$1, j] / largest } / Double(t)
      var (squares, raw) = (0.0, 0.0)
      for i in 0..<t {
        let scaled = residuals[i, j] / largest
        squares += (scaled - mean) * (scaled - mean)
        raw += scaled * scaled
      }
      let deviation = (squares / Double(t)).squareRoot()
      // The rounding of t values that are all alike.
      guard deviation > 1e-13 else { throw .noVariation(node: nodes[j]) }
      for i in 0..<t {
        standardised[i, j] = (residuals[i, j] / largest - mean) / deviation
      }
      deviations.append(deviation * largest)
      meanSquares.append(raw / Double(t) * largest * largest)
    }
    do throws(LinearAlgebraError) {
      let products = try standardised.gram()
      var squared = standardised
      for j in 0..<n {
        for i in 0..<t { squared[i, j] *= standardised[i, j] }
      }
      let fourth = try squared.gram()
      var (variance, size) = (0.0, 0.0)
      for j in 0..<n {
        for i in 0..<j {
          let correlation = products[i, j] / Double(t)
          // Σ(z_i z_j − r)² = Σ z_i² z_j² − T·r².
          variance += max(0, fourth[i, j] - Double(t) * correlation * correlation)
          size += correlation * correlation
        }
      }
      variance /= Double(t) * Double(t - 1)
      intensity = size > 0 ? min(1, variance / size) : 1
      var covariance = products
      for j in 0..<n {
        for i in 0..<n {
          covariance[i, j] *= deviations[i] * deviations[j] / Double(t - 1)
        }
      }
      self.covariance = covariance
    } catch {
      throw .numeric(error)
    }
    self.meanSquares = meanSquares
    count = t
  }

  /// The covariance with correlations multiplied by 1 − λ.
  public var shrunk: Matrix {
    var matrix = covariance
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows where i != j { matrix[i, j] *= 1 - intensity }
    }
    return matrix
  }

  /// The correlations multiplied by 1 − λ.
  public var shrunkCorrelation: Matrix {
    let deviations = (0..<covariance.rows).map { covariance[$0, $0].squareRoot() }
    var matrix = covariance
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows {
        matrix[i, j] =
          i == j ? 1 : matrix[i, j] / deviations[i] / deviations[j] * (1 - intensity)
      }
    }
    return matrix
  }

  /// Refuses a sample covariance whose correlations are not of full rank.
  func requireFullRank() throws(ReconciliationError) {
    let n = covariance.rows
    var correlation = covariance
    let deviations = (0..<n).map { covariance[$0, $0].squareRoot() }
    for j in 0..<n {
      for i in 0..<n { correlation[i, j] /= deviations[i] * deviations[j] }
    }
    let rank: Int
    do throws(LinearAlgebraError) {
      rank = try SymmetricEigen(correlation).rank(rcond: 1e-12)
    } catch {
      throw .numeric(error)
    }
    guard rank == n else {
      throw .rankDeficientCovariance(rank: rank, nodes: n, residuals: count)
    }
  }
}
