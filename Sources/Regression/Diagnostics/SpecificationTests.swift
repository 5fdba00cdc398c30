internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// Tests of a Gaussian regression without fixed effects and instruments, in the order of time.
///
/// Checked: R lmtest 0.9 (`bptest`, `bgtest`, `resettest`, `gqtest`, `harvtest`, `dwtest`), stats
/// (`shapiro.test`).
public enum SpecificationTests {
  /// All tests that the sample allows.
  ///
  /// - Parameter lags: orders of the Breusch–Godfrey test.
  /// - Returns: none for other families, with fixed effects or instruments, or when no degree of
  ///   freedom is left.
  public static func all(
    of fit: RegressionFit, lags: [Int] = [1, 4]
  ) throws(RegressionError) -> [SpecificationTest] {
    guard let tested = TestedRegression(fit), tested.rss > 0 else { return [] }
    var tests: [SpecificationTest?] = [
      try breuschPagan(tested), try reset(tested), jarqueBera(tested),
      try shapiroWilk(tested), try DurbinWatson.test(tested),
    ]
    for lag in lags { tests.append(try breuschGodfrey(tested, lag: lag)) }
    tests.append(try goldfeldQuandt(tested))
    tests.append(try harveyCollier(tested))
    return tests.compactMap { $0 }
  }

  /// Those of `all` that ask whether the errors are normal: for rows without an order.
  public static func normality(
    of fit: RegressionFit
  ) throws(RegressionError) -> [SpecificationTest] {
    guard let tested = TestedRegression(fit), tested.rss > 0 else { return [] }
    return [jarqueBera(tested), try shapiroWilk(tested)].compactMap { $0 }
  }

  /// Koenker's studentized form: n R² of the squared residuals on the terms.
  static func breuschPagan(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    let q = r.parameters - 1
    guard q > 0, r.hasIntercept else { return nil }
    let variance = r.rss / Double(r.count)
    let squares = r.residuals.map { $0 * $0 - variance }
    let total = squares.reduce(0) { $0 + $1 * $1 }
    guard total > 0 else { return nil }
    let rest = try r.auxiliary(squares).residualSumOfSquares.value
    let statistic = Double(r.count) * (1 - rest / total)
    return SpecificationTest(
      "breusch_pagan", statistic, Double(q),
      pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: Double(q)),
      null: "the variance of the errors does not depend on the terms")
  }

  /// n R² of the residuals on the terms and their own lags, zero before the sample.
  static func breuschGodfrey(
    _ r: TestedRegression, lag: Int
  ) throws(RegressionError) -> SpecificationTest? {
    guard lag >= 1, r.count > r.parameters + lag else { return nil }
    let lags = (1...lag).map { l in
      r.residuals.indices.map { $0 < l ? 0 : r.residuals[$0 - l] }
    }
    let rest = try r.auxiliary(r.residuals, adding: lags).residualSumOfSquares.value
    let statistic = Double(r.count) * (1 - rest / r.rss)
    return SpecificationTest(
      "breusch_godfrey_\(lag)", statistic, Double(lag),
      pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: Double(lag)),
      null: "the errors are not autocorrelated up to lag \(lag)")
  }

  /// Ramsey's test: squares and cubes of the fitted values add nothing.
  static func reset(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    let fitted = zip(r.response.values, r.residuals).map { $0 - $1 }
    let greatest = fitted.reduce(0) { max($0, abs($1)) }
    guard greatest > 0, r.freedom > 2 else { return nil }
    let unit = fitted.map { $0 / greatest }
    let solution = try r.auxiliary(
      r.response.values, adding: [unit.map { $0 * $0 }, unit.map { $0 * $0 * $0 }])
    let added = solution.kept.count - r.parameters
    let freedom = r.count - solution.kept.count
    guard added > 0, freedom > 0 else { return nil }
    let rest = solution.residualSumOfSquares.value
    let statistic = (r.rss - rest) / Double(added) / (rest / Double(freedom))
    return fTest(
      "reset", statistic, Double(added), Double(freedom),
      null: "the form is right: squares and cubes of the fitted values add nothing")
  }

  private static func fTest(
    _ name: String, _ statistic: Double, _ q: Double, _ freedom: Double, null: String
  ) -> SpecificationTest {
    SpecificationTest(
      name, statistic, q, freedom,
      pValue: FDistribution.upperTail(statistic, numerator: q, denominator: freedom), null: null)
  }

  static func jarqueBera(_ r: TestedRegression) -> SpecificationTest? {
    let n = Double(r.count)
    let mean = r.residuals.reduce(0, +) / n
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for e in r.residuals {
      let d = e - mean
      second += d * d
      third += d * d * d
      fourth += d * d * d * d
    }
    second /= n
    guard second > 0 else { return nil }
    let skewness = third / n / pow(second, 1.5)
    let excess = fourth / n / (second * second) - 3
    let statistic = n / 6 * (skewness * skewness + excess * excess / 4)
    return SpecificationTest(
      "jarque_bera", statistic, 2,
      pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: 2),
      null: "the errors are normal")
  }

  static func shapiroWilk(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    let e = r.residuals
    // Its p-values are known for no longer samples.
    guard ShapiroWilk.counts.contains(e.count), e.contains(where: { $0 != e[0] }) else {
      return nil
    }
    let test = try ShapiroWilk(e)
    return SpecificationTest(
      "shapiro_wilk", test.statistic, pValue: test.pValue, null: "the errors are normal")
  }

  /// The variance of the second half against that of the first.
  static func goldfeldQuandt(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    let half = r.count / 2
    guard half > r.parameters else { return nil }
    func part(_ range: Range<Int>) throws(RegressionError) -> (Double, Double)? {
      let solution = try WeightedLeastSquares(
        r.columns.map { Design.Term($0.name, Array($0.values[range])) },
        response: Design.Term("y", Array(r.response.values[range])))
      let freedom = Double(range.count - solution.kept.count)
      guard freedom > 0 else { return nil }
      return (solution.residualSumOfSquares.value / freedom, freedom)
    }
    guard let first = try part(0..<half), let second = try part(half..<r.count), first.0 > 0
    else { return nil }
    return fTest(
      "goldfeld_quandt", second.0 / first.0, second.1, first.1,
      null: "the variance is not greater in the second half")
  }

  /// Whether recursive residuals have mean zero.
  static func harveyCollier(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    // A fit a row: for samples where that is a matter of moments.
    guard r.count <= 2_000, r.freedom > 2 else { return nil }
    guard let w = try RecursiveResiduals.values(r) else { return nil }
    let m = Double(w.count)
    let mean = w.reduce(0, +) / m
    let variance = w.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (m - 1)
    guard variance > 0 else { return nil }
    let statistic = abs(mean) * (m / variance).squareRoot()
    return SpecificationTest(
      "harvey_collier", statistic, m - 1,
      pValue: 2 * StudentT.upperTail(statistic, degreesOfFreedom: m - 1),
      null: "the relation is linear")
  }
}

/// One-step forecast errors of a regression on all rows before, over their standard deviation in
/// units of σ (Brown, Durbin & Evans 1975).
enum RecursiveResiduals {
  /// - Returns: n − k values; nil when the first k rows do not determine the coefficients.
  static func values(_ r: TestedRegression) throws(RegressionError) -> [Double]? {
    let k = r.parameters
    var result: [Double] = []
    for t in k..<r.count {
      let solution = try WeightedLeastSquares(
        r.columns.map { Design.Term($0.name, Array($0.values[..<t])) },
        response: Design.Term("y", Array(r.response.values[..<t])))
      guard solution.kept.count == k else { return nil }
      let x = r.columns.map { $0.values[t] }
      var error = r.response.values[t]
      var leverage = 1.0
      for i in 0..<k {
        error -= x[i] * solution.coefficients[i]
        for j in 0..<k { leverage += x[i] * x[j] * solution.inverseGram[i, j] }
      }
      result.append(error / leverage.squareRoot())
    }
    return result
  }
}
