internal import LinearAlgebra
package import Regression

extension CostTerms {
  /// Coefficients of cost terms from a Poisson regression of the flows, with their covariance.
  ///
  /// The first-order conditions of the fit make fitted flows of each exporter and importer with effects
  /// add up to those observed, so that the modelled baseline is the fit itself (Fally 2015).
  ///
  /// - Parameter answer: a fit with a log link.
  /// - Returns: the terms that could be estimated, the intercept aside.
  /// - Throws: `RegressionError.numeric`; `.unsupported` for a term without an error.
  package init(_ answer: RegressionAnswer) throws(RegressionError) {
    let places = answer.fit.termNames.indices.filter {
      answer.fit.termNames[$0] != "(Intercept)"
    }
    let covariance = answer.covariance
    var matrix = Matrix(rows: places.count, columns: places.count)
    for (a, i) in places.enumerated() {
      for (b, j) in places.enumerated() { matrix[a, b] = covariance[i, j] }
    }
    if let place = places.first(where: { !covariance[$0, $0].isFinite }) {
      let group = covariance.kind.clusters.isEmpty ? "row" : "cluster"
      throw .unsupported(
        "'\(answer.fit.termNames[place])' has no standard error by \(covariance.kind.name)"
          + (covariance.loneTerms.contains(place)
            ? ": one \(group) alone decides it (leave the term out, or give its coefficient by --cost)"
            : ""))
    }
    do throws(LinearAlgebraError) {
      try self.init(
        names: places.map { answer.fit.termNames[$0] },
        coefficients: places.map { answer.fit.coefficients[$0] }, covariance: matrix)
    } catch {
      throw .numeric(error)
    }
  }
}
