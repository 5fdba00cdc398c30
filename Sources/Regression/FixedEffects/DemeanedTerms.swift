internal import Glibc

/// Columns less the fixed effects, each with what of it is no more than the work's own error.
///
/// Demeaning leaves an error that is measured by the column *before* it: a column that the effects
/// explain comes out as this noise, as do combinations of columns that they explain together. The
/// least squares that follow must not take it for information.
struct DemeanedTerms {
  var terms: [Design.Term]
  /// For each term the norm (rows times √w) up to which it, or its part of a combination, is noise.
  var errors: [Double]

  /// Error of demeaned columns relative to their norm.
  static let tolerance = 1e-12
  /// Estimated errors, times this, are sure not to be passed.
  static let caution = 100.0
  /// What the sums of demeaning round to, relative to the column itself.
  private static let rounding = 2e-15

  /// Takes the effects of a frame out of some of its columns, under its weights.
  ///
  /// - Parameter known: what earlier, rougher work has left of the columns; their errors are then
  ///   those of the rest alone.
  /// - Throws: `.didNotConverge`.
  init(
    _ terms: [Design.Term], frame: ModelFrame, tolerance: Double = tolerance,
    from known: [Design.Term]? = nil
  ) throws(RegressionError) {
    guard !frame.effects.isEmpty else {
      self.terms = terms
      errors = [Double](repeating: 0, count: terms.count)
      return
    }
    let start = known ?? terms
    var columns = start.map(\.values)
    let report: DemeanReport
    do throws(FixedEffectError) {
      let demeaner = try Demeaner(factors: frame.effects.map(\.codes), weights: frame.weights)
      report = try demeaner.demean(&columns, tolerance: tolerance)
    } catch { throw RegressionError(error) }
    guard report.allConverged else {
      throw .didNotConverge(
        what: "taking out the fixed effects", iterations: report.iterations.max() ?? 0)
    }
    self.terms = terms.indices.map { Design.Term(terms[$0].name, columns[$0]) }
    errors = terms.indices.map { j in
      Self.error(
        from: start[j].values, original: terms[j].values, weights: frame.weights,
        tolerance: tolerance)
    }
  }

  /// The norm up to which a column is noise once it is demeaned.
  ///
  /// - Parameter column: what demeaning starts from.
  /// - Parameter original: the column in its own unit, whose rounding stays in all that follows.
  static func error(
    from column: [Double], original: [Double], weights: [Double]?, tolerance: Double
  ) -> Double {
    // A constant has no part in the effects' error.
    caution
      * (tolerance * norm(column, weights, isCentred: true)
        + rounding * norm(original, weights, isCentred: false))
  }

  /// √Σ w (x − c)², c the weighted mean or 0, in units of the greatest value so that squares stay in
  /// range.
  static func norm(_ x: [Double], _ weights: [Double]?, isCentred: Bool = false) -> Double {
    let greatest = x.reduce(0) { max($0, abs($1)) }
    guard greatest > 0 else { return 0 }
    let unit = scalbn(1, Int(greatest.exponent))
    var mean = 0.0
    if isCentred {
      var (sum, total) = (0.0, 0.0)
      for i in x.indices {
        let w = weights?[i] ?? 1
        sum += w * (x[i] / unit)
        total += w
      }
      mean = total > 0 ? sum / total : 0
    }
    var squares = 0.0
    for i in x.indices {
      let d = x[i] / unit - mean
      squares += (weights?[i] ?? 1) * d * d
    }
    return squares.squareRoot() * unit
  }

  subscript(_ range: Range<Int>) -> DemeanedTerms {
    DemeanedTerms(terms: Array(terms[range]), errors: Array(errors[range]))
  }

  init(terms: [Design.Term], errors: [Double]) {
    self.terms = terms
    self.errors = errors
  }

  /// Those at some places.
  func selecting(_ places: [Int]) -> DemeanedTerms {
    DemeanedTerms(terms: places.map { terms[$0] }, errors: places.map { errors[$0] })
  }

  static func + (a: Self, b: Self) -> Self {
    DemeanedTerms(terms: a.terms + b.terms, errors: a.errors + b.errors)
  }
}
