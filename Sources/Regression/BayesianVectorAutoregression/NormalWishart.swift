internal import Glibc
package import LinearAlgebra
internal import StatisticsCore

/// A posterior given the hyperparameters: Σ ~ IW(S, ν), vec B | Σ ~ N(vec B̄, Σ ⊗ (R′R)⁻¹).
///
/// All of it stands in the triangular factor [R Z; 0 U] of the stacked rows [X Y]: B̄ = R⁻¹Z, S = U′U.
package struct NormalWishart: Sendable {
  /// B̄, terms × K: a column an equation.
  package let mean: Matrix
  /// R, terms × terms.
  let precision: Matrix
  /// U, K × K: U′U = S.
  let scale: Matrix
  /// ν.
  package let degreesOfFreedom: Int
  /// log p(Y | λ, μ, δ); up to a constant that depends on the terms with a flat prior alone.
  package private(set) var logMarginal = 0.0

  /// log det R′R over the terms that rows tell something of.
  let logPrecision: Double
  /// log det S.
  let logScale: Double

  init(
    rows: [[Double]], terms: Int, size: Int, degreesOfFreedom: Int
  ) throws(RegressionError) {
    var stacked = Matrix(rows: rows.count, columns: terms + size)
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() where value != 0 { stacked[i, j] = value }
    }
    do throws(LinearAlgebraError) {
      let factor = try StackedFactor(stacked)
      let precision = factor.triangle(0..<terms)
      let scale = factor.triangle(terms..<(terms + size))
      // A term with a flat prior that no row tells of, as the constant among prior rows alone.
      let silent = Set((0..<terms).filter { precision[$0, $0] == 0 })
      var (logPrecision, logScale) = (0.0, 0.0)
      for i in 0..<terms where !silent.contains(i) { logPrecision += 2 * log(abs(precision[i, i])) }
      for i in 0..<size { logScale += 2 * log(abs(scale[i, i])) }
      if silent.isEmpty {
        let right = factor.upper.block(rows: 0..<terms, columns: terms..<(terms + size)).copied()
        mean = try precision.solveTriangular(.upper, rightSide: right)
      } else {
        mean = Matrix(rows: terms, columns: size)
      }
      self.precision = precision
      self.scale = scale
      self.logPrecision = logPrecision
      self.logScale = logScale
    } catch {
      throw .numeric(error)
    }
    self.degreesOfFreedom = degreesOfFreedom
  }

  func with(logMarginal: Double) -> NormalWishart {
    var result = self
    result.logMarginal = logMarginal
    return result
  }

  /// S.
  package var scaleMatrix: Matrix {
    get throws(RegressionError) {
      do { return try scale.gram() } catch { throw .numeric(error) }
    }
  }

  /// (R′R)⁻¹: the covariance of an equation's coefficients, in units of its error variance.
  package var coefficientSpread: Matrix {
    get throws(RegressionError) {
      do throws(LinearAlgebraError) {
        let inverse = try precision.solveTriangular(
          .upper, rightSide: .identity(precision.rows))
        return try inverse.multiplied(by: inverse, .transposed)
      } catch {
        throw .numeric(error)
      }
    }
  }

  /// log Γ_K(a), the multivariate gamma function.
  static func logGamma(_ size: Int, _ a: Double) -> Double {
    var sum = Double(size * (size - 1)) / 4 * log(.pi)
    for j in 0..<size { sum += SpecialFunctions.logGamma(a - Double(j) / 2) }
    return sum
  }

  /// B and the root P of Σ = P·P′ of one draw.
  func draw(using random: inout PhiloxGenerator) throws(RegressionError) -> VectorParameters {
    let (terms, size) = (precision.rows, scale.rows)
    // Bartlett's decomposition of a Wishart number, and its inverse.
    var bartlett = Matrix(rows: size, columns: size)
    for i in 0..<size {
      let square = random.chiSquared(degreesOfFreedom: Double(degreesOfFreedom - i))
      bartlett[i, i] = square.squareRoot()
      for j in 0..<i { bartlett[i, j] = random.normal() }
    }
    var noise = Matrix(rows: terms, columns: size)
    for j in 0..<size {
      for i in 0..<terms { noise[i, j] = random.normal() }
    }
    do throws(LinearAlgebraError) {
      // P = U′A⁻ᵀ.
      let shock = try bartlett.solveTriangular(.lower, rightSide: scale).transposed
      let spread = try noise.multiplied(by: shock, .transposed)
      var coefficients = try precision.solveTriangular(.upper, rightSide: spread)
      for j in 0..<size {
        for i in 0..<terms { coefficients[i, j] += mean[i, j] }
      }
      return VectorParameters(coefficients: coefficients, shock: shock)
    } catch {
      throw .numeric(error)
    }
  }
}

/// One set of parameters of a vector autoregression.
struct VectorParameters: Sendable {
  /// Terms × K: a column an equation.
  let coefficients: Matrix
  /// P with P·P′ = Σ.
  let shock: Matrix
}
