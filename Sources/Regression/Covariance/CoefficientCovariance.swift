internal import Glibc
public import LinearAlgebra
internal import StatisticsCore

/// The covariance of a fit's coefficients, and what t and F tests need of it.
public struct CoefficientCovariance: Sendable {
  /// The estimator that was asked for.
  public let kind: CovarianceKind
  /// cov(β̂), K × K, terms in the order of the fit; NaN of coefficients that one cluster alone decides, or one row
  /// where errors are not by clusters (`iid` aside).
  public let matrix: Matrix
  /// Degrees of freedom of t tests; nil for normal ones. With `cr2` and `cr3` the least of any term.
  public let degreesOfFreedom: Double?
  /// Degrees of freedom of each term's own test, with `cr2` and `cr3`; nil where all have the same.
  public let termDegreesOfFreedom: [Double]?
  /// Levels of each cluster variable.
  public let clusterCounts: [Int]
  /// The lag in use, for Newey–West.
  public let lag: Int?
  /// The bandwidth in use, or of which the lag is the whole part, where a kernel weighs lags.
  public let bandwidth: Double?
  /// What the sandwich was multiplied by for small samples; 1 without, and for `iid`.
  public let smallSampleFactor: Double
  /// Whether a multi-way covariance was not positive semidefinite and lost its negative eigenvalues.
  public let wasRepaired: Bool
  /// Whether prewhitening or the choice of a bandwidth took rows for consecutive though periods are
  /// missing between them; lags themselves count periods wherever there are any.
  public let countsRowsOverGaps: Bool
  let reduced: BiasReduced?

  /// Coefficients without errors, since one cluster or row alone decides them.
  package let loneTerms: [Int]

  /// cov(β̂ᵢ, β̂ⱼ), terms in the order of the fit.
  public subscript(i: Int, j: Int) -> Double { matrix[i, j] }

  /// √cov(β̂)ⱼⱼ; NaN where no degree of freedom is left, or where there is no covariance.
  public var standardErrors: [Double] {
    (0..<matrix.rows).map { matrix[$0, $0].squareRoot() }
  }

  /// - Throws: `.unsupported` for leverage with fixed effects of very many levels, one cluster or no lag;
  ///   `.numeric`; `.tooShort` and `.unsupported` for scores that cannot be prewhitened.
  public init(_ fit: RegressionFit, _ kind: CovarianceKind) throws(RegressionError) {
    try self.init(fit, kind, findsLone: true)
  }

  /// - Parameter findsLone: whether terms that one row or cluster alone decides lose their errors; without it a
  ///   sandwich has what its residuals say, for use inside of sums over terms. `cr2` and `cr3` always find them.
  init(
    _ fit: RegressionFit, _ kind: CovarianceKind, findsLone: Bool
  ) throws(RegressionError) {
    self.kind = kind
    var result = fit.inverseGram
    let n = fit.count
    let freedom = Double(fit.degreesOfFreedom)
    var factor = 1.0
    var t = fit.family.estimatesDispersion ? freedom : nil
    var counts: [Int] = []
    var kernel: KernelMeat?
    var repaired = false
    var reduced: BiasReduced?
    var lone: [Int] = []
    switch kind {
    case .iid: factor = fit.dispersion
    case .hc0, .hc1, .hc2, .hc3, .hc4:
      if kind == .hc1 { factor = Double(n) / freedom }
      result = Self.sandwich(fit, factors: try Self.leverageFactors(fit, kind))
      if findsLone { lone = try LoneGroups.terms(fit, groups: nil) }
    case .kernel(let weighting):
      let weighted = try KernelMeat(fit, weighting)
      result = weighted.matrix
      kernel = weighted
      if weighting.isAdjusted { factor = Double(n) / freedom }
      if findsLone { lone = try LoneGroups.terms(fit, groups: nil) }
    case .cr2(let names), .cr3(let names):
      if let fault = kind.clusterFault { throw .unsupported(fault) }
      let groups = try Self.groups(fit, names)
      counts = groups.map(\.codes.levels)
      let made = try BiasReduced(
        ClusterBasis(fit, clusters: groups[0].codes), inverseGram: fit.inverseGram,
        kind: kind == .cr2(names) ? .cr2 : .cr3)
      (reduced, result, lone) = (made, made.matrix, made.lone)
    case .cluster(let names), .wild(let names):
      let groups = try Self.groups(fit, names)
      counts = groups.map(\.codes.levels)
      let fewest = Double(counts.min() ?? 2)
      let parameters = Self.parameters(fit, clusters: groups.map(\.codes))
      factor = fewest / (fewest - 1) * Double(n - 1) / Double(n - parameters)
      result = ClusterSums.meat(fit.influences(nil), clusters: groups.map(\.codes))
      if findsLone {
        var places: Set<Int> = []
        for group in groups { places.formUnion(try LoneGroups.terms(fit, groups: group.codes)) }
        lone = places.sorted()
      }
      // Whatever the family, few clusters leave their sum's variance uncertain.
      t = fewest - 1
    }
    if freedom <= 0, kind != .hc0 { factor = .nan }
    for j in 0..<result.columns {
      for i in 0..<result.rows { result[i, j] *= factor }
    }
    if counts.count > 1 {
      do throws(LinearAlgebraError) { (result, repaired) = try Self.repaired(result) } catch {
        throw .numeric(error)
      }
    }
    for j in lone {
      for i in 0..<result.rows { (result[i, j], result[j, i]) = (.nan, .nan) }
    }
    matrix = result
    loneTerms = lone
    self.reduced = reduced
    termDegreesOfFreedom = reduced.map { reduced in
      fit.coefficients.indices.map {
        reduced.lone.contains($0) ? .nan : reduced.degreesOfFreedom([$0])
      }
    }
    degreesOfFreedom =
      termDegreesOfFreedom.map { $0.filter { !$0.isNaN }.min() ?? .nan } ?? t
    clusterCounts = counts
    lag = kernel?.lag
    bandwidth = kernel?.bandwidth
    smallSampleFactor = kind == .iid ? 1 : factor
    wasRepaired = repaired
    countsRowsOverGaps = kernel?.countsRowsOverGaps ?? false
  }

  /// The cluster variables of a fit, each with two clusters at least.
  static func groups(
    _ fit: RegressionFit, _ names: [[String]]
  ) throws(RegressionError) -> [ModelFrame.Groups] {
    var found: [ModelFrame.Groups] = []
    for columns in names {
      let name = ModelFrame.groupName(columns)
      guard let group = fit.frame.clusters.first(where: { $0.name == name }) else {
        throw .unsupported("the cluster variable '\(name)' was not read with the data")
      }
      guard group.codes.levels > 1 else {
        throw .unsupported("the cluster variable '\(name)' has one cluster: no standard error")
      }
      found.append(group)
    }
    return found
  }

  /// Parameters that count for clusters: fixed effects nested in a cluster variable do not.
  private static func parameters(_ fit: RegressionFit, clusters: [FactorCodes]) -> Int {
    var count = fit.parameterCount
    for effect in fit.frame.effects
    where clusters.contains(where: { FixedEffectRank.isNested(effect.codes, in: $0) }) {
      count -= effect.codes.levels - 1
    }
    return count
  }

  /// What multiplies each residual: 1, √(1 − h)⁻¹, (1 − h)⁻¹ or (1 − h)^(−δ/2).
  private static func leverageFactors(
    _ fit: RegressionFit, _ kind: CovarianceKind
  ) throws(RegressionError) -> [Double]? {
    if kind == .hc0 || kind == .hc1 { return nil }
    let h = try fit.leverages()
    let mean = Double(fit.parameterCount) / Double(fit.count)
    return h.map { h in
      // A row that alone decides its fit has residual zero and says nothing of its variance.
      guard h < 1 - 1e-10 else { return 0 }
      return switch kind {
      case .hc2: 1 / (1 - h).squareRoot()
      case .hc3: 1 / (1 - h)
      default: pow(1 - h, -min(4, h / mean) / 2)
      }
    }
  }

  /// Σ s s′ over the rows s of some columns.
  static func crossProduct(_ columns: [[Double]]) -> Matrix {
    let (k, n) = (columns.count, columns.first?.count ?? 0)
    var result = Matrix(rows: k, columns: k)
    for i in 0..<k {
      for j in i..<k {
        var sum = 0.0
        for row in 0..<n { sum += columns[i][row] * columns[j][row] }
        result[i, j] = sum
        result[j, i] = sum
      }
    }
    return result
  }

  /// Σ of the products of influences, each row times its factor; many rows block by block.
  private static func sandwich(_ fit: RegressionFit, factors: [Double]?) -> Matrix {
    let (k, n) = (fit.columns.count, fit.count)
    // Few rows are summed in one order, whatever BLAS does with a block.
    guard n >= 4096 else { return crossProduct(fit.influences(factors)) }
    let rowFactors = fit.scoreFactors(factors)
    var sums = [Double](repeating: 0, count: k * k)
    var start = 0
    while start < n {
      let count = min(1024, n - start)
      let block = [Double](unsafeUninitializedCapacity: count * k) { target, written in
        for j in 0..<k {
          guard let to = target.baseAddress.map({ $0 + j * count }) else { continue }
          fit.columns[j].withUnsafeBufferPointer { column in
            rowFactors.withUnsafeBufferPointer { factors in
              guard let from = column.baseAddress.map({ $0 + start }),
                let factor = factors.baseAddress.map({ $0 + start })
              else { return }
              for i in 0..<count { to[i] = from[i] * factor[i] }
            }
          }
        }
        written = count * k
      }
      guard
        let product = try? Matrix(rows: count, columns: k, columnMajor: block)
          .multiplied(by: fit.inverseGram).gram()
      else { preconditionFailure("the fit has checked the kernel") }
      for place in sums.indices { sums[place] += product.elements[place] }
      start += count
    }
    var result = Matrix(rows: k, columns: k)
    for j in 0..<k { for i in 0..<k { result[i, j] = sums[i + j * k] } }
    return result
  }

  /// The nearest positive semidefinite matrix: negative eigenvalues become zero (Cameron, Gelbach &
  /// Miller 2011).
  private static func repaired(
    _ matrix: Matrix
  ) throws(LinearAlgebraError) -> (Matrix, Bool) {
    let k = matrix.rows
    // On the scale of correlations, so that units do not decide what counts as negative.
    let scale = (0..<k).map { max(abs(matrix[$0, $0]), 1e-300).squareRoot() }
    var unit = matrix
    for i in 0..<k {
      for j in 0..<k {
        unit[i, j] = (matrix[i, j] + matrix[j, i]) / 2 / (scale[i] * scale[j])
      }
    }
    let eigen = try SymmetricEigen(unit)
    guard let least = eigen.values.min(), least < -1e-12 else { return (matrix, false) }
    var result = Matrix(rows: k, columns: k)
    for (place, value) in eigen.values.enumerated() where value > 0 {
      for i in 0..<k {
        for j in 0..<k {
          result[i, j] +=
            value * eigen.vectors[i, place] * eigen.vectors[j, place] * scale[i] * scale[j]
        }
      }
    }
    return (result, true)
  }
}

extension RegressionFit {
  /// w_i u_i x̃_i, a column a term; `factors` multiply the rows.
  func scores(_ factors: [Double]?) -> [[Double]] {
    let weighted = scoreFactors(factors)
    return columns.map { column in column.indices.map { column[$0] * weighted[$0] } }
  }

  /// w_i u_i, times `factors`.
  func scoreFactors(_ factors: [Double]?) -> [Double] {
    var weighted = workingResiduals
    if let workingWeights { for i in weighted.indices { weighted[i] *= workingWeights[i] } }
    if let factors { for i in weighted.indices { weighted[i] *= factors[i] } }
    return weighted
  }

  /// Scores times (X̃′WX̃)⁻¹, what each row adds to the coefficients; their products are a sandwich.
  ///
  /// Products of raw scores between two inverses lose κ² of the scaled columns, these lose κ: on
  /// Longley eight digits against twelve.
  func influences(_ factors: [Double]?) -> [[Double]] {
    var columns = scores(factors)
    Self.multiply(&columns, by: inverseGram)
    return columns
  }

  /// Each row times a matrix: x_i ← M x_i.
  static func multiply(_ columns: inout [[Double]], by matrix: Matrix) {
    let k = columns.count
    var row = [Double](repeating: 0, count: k)
    for t in 0..<(columns.first?.count ?? 0) {
      for j in 0..<k { row[j] = columns[j][t] }
      for i in 0..<k {
        var sum = 0.0
        for j in 0..<k { sum += matrix[i, j] * row[j] }
        columns[i][t] = sum
      }
    }
  }

  /// h_i, the diagonal of the (weighted) hat matrix.
  ///
  /// - Throws: `.unsupported` with fixed effects of very many levels, `.numeric`.
  public func leverages() throws(RegressionError) -> [Double] {
    let n = count
    var h = [Double](repeating: 0, count: n)
    let root: Matrix
    do throws(LinearAlgebraError) { root = try Cholesky(inverseGram).factor } catch {
      throw .numeric(error)
    }
    for k in 0..<root.columns {
      var part = [Double](repeating: 0, count: n)
      for j in k..<root.rows {
        let l = root[j, k]
        for i in 0..<n { part[i] += l * columns[j][i] }
      }
      for i in 0..<n { h[i] += part[i] * part[i] }
    }
    if let weights = workingWeights { for i in 0..<n { h[i] *= weights[i] } }
    let effects = try EffectLeverage.values(frame.effects.map(\.codes), weights: workingWeights)
    for (i, part) in effects.enumerated() { h[i] += part }
    return h
  }
}
