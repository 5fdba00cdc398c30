internal import Glibc
internal import LinearAlgebra

/// A design and its response in time order, checked and laid out for tests of structural change.
struct BreakSample {
  let design: Design
  let response: [Double]
  /// X and y by rows, terms + 1 values each; X's columns multiplied by powers of two to a size near 1,
  /// which changes no residual.
  let rows: [Double]

  var count: Int { response.count }
  var terms: Int { design.terms.count }

  /// - Throws: `.invalid` without a term, `.lengthMismatch`, `.nonFinite`, `.tooShort` when two
  ///   segments with a degree of freedom each cannot be had, `.collinear` over all observations.
  init(_ design: Design, _ response: [Double]) throws(RegressionError) {
    let (n, p) = (response.count, design.terms.count)
    guard p > 0 else { throw .invalid(argument: "terms", detail: "at least one is needed") }
    guard n == design.observations else {
      throw .lengthMismatch(term: "response", needed: design.observations, found: n)
    }
    if let place = response.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(term: "response", observation: place)
    }
    guard n >= 2 * (p + 1) else { throw .tooShort(needed: 2 * (p + 1), found: n) }
    var rows = [Double](repeating: 0, count: n * (p + 1))
    for (j, term) in design.terms.enumerated() {
      let largest = term.values.reduce(0) { max($0, abs($1)) }
      let exponent = largest > 0 ? -Int(ilogb(largest)) : 0
      for i in 0..<n { rows[i * (p + 1) + j] = scalbn(term.values[i], exponent) }
    }
    for i in 0..<n { rows[i * (p + 1) + p] = response[i] }
    self.design = design
    self.response = response
    self.rows = rows
    guard try fit(0..<n).droppedTerms.isEmpty else { throw .collinear(observations: 0..<n) }
  }

  /// The residual sum of squares at or under which a fit counts as exact: 2⁻⁴³ of the response's
  /// size a residual, a few hundred roundings.
  var exactLimit: Double {
    response.reduce(0) { $0 + $1 * $1 } * 0x1p-86
  }

  /// The regression over some observations; collinear terms are dropped there.
  func fit(_ observations: Range<Int>) throws(RegressionError) -> OLSFit {
    let terms = design.terms.map { term in
      guard let low = term.low else {
        return Design.Term(term.name, Array(term.values[observations]))
      }
      return Design.Term(
        term.name, extended: observations.map { DoubleDouble(term.values[$0], low[$0]) })
    }
    return try OLS().fit(
      Design(terms), response: Design.Term("response", Array(response[observations])))
  }

  /// The regression over some observations, full rank required.
  func fullFit(_ observations: Range<Int>) throws(RegressionError) -> OLSFit {
    let result = try fit(observations)
    guard result.droppedTerms.isEmpty else { throw .collinear(observations: observations) }
    return result
  }
}
