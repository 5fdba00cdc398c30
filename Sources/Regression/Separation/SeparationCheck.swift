/// Rows whose fitted mean would be zero: separation in Poisson-type models (and, with y as a 0/1 flag
/// of a positive response, in every model whose mean must be positive).
///
/// A row with y = 0 is separated when some combination z = Xγ + Σ effects is 0 wherever y > 0, not
/// negative wherever y = 0, and positive there: the likelihood then rises without end along −z, and
/// the row says nothing about the other parameters. The method is the iterative rectifier: project
/// u = 1 on the space V of all z that vanish where y > 0, cut negative values to zero, again. Four
/// things differ from the published form.
///
/// - The weight K on rows with y > 0 stays moderate (1e4): the target there is moved by what the last
///   fit missed (the method of multipliers) until z vanishes, so that no digits are lost to K.
/// - Cutting is a gradient step on ½‖P(1 + v)‖² over v ≥ 0, with v the sum of all that was cut, so it
///   takes Nesterov's momentum, restarted whenever it points uphill.
/// - A found z is a certificate only after a check: |z| at most 1e-8 where y > 0, z at least −1e-8
///   where y = 0, in units of its largest value. Candidates are projected once more with all other
///   rows held at zero, which ends slow convergence. Separated rows leave, and the search starts
///   again until none is left.
/// - That none is left is proven too: 1 + v − P(1 + v) is orthogonal to V; once it is positive on
///   every row with y = 0, no certificate can exist (Stiemke's lemma).
///
/// Source: Correia, Guimarães & Zylkin (2019), "Verifying the existence of maximum likelihood
/// estimates for generalized linear models", arXiv:1903.01633; Van Loan (1985) for the weights;
/// O'Donoghue & Candès (2015) for the restarts.
/// Checked: the 18 data sets of the authors' collection; linear programming on them.
package enum SeparationCheck {
  /// Finds all separated rows.
  ///
  /// - Parameter response: y, n values; only whether a value is zero counts.
  /// - Parameter columns: the regressors, each n finite values in any unit, collinear ones allowed.
  ///   Without factors the constant must be among them if the model has one.
  /// - Parameter factors: the fixed effects, none or more.
  /// - Parameter maxIterations: projections in all.
  /// - Returns: rows to drop before estimation, rising; `converged` false when the search ended
  ///   before the rest was proven free of separation.
  /// - Throws: `RegressionError.lengthMismatch`, `.nonFinite`.
  package static func separatedRows(
    response: [Double], columns: [[Double]], factors: [FactorCodes] = [],
    maxIterations: Int = 10_000
  ) throws(RegressionError) -> SeparationReport {
    let n = response.count
    if let place = response.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(term: "response", observation: place)
    }
    for (j, column) in columns.enumerated() {
      guard column.count == n else {
        throw .lengthMismatch(term: "column \(j + 1)", needed: n, found: column.count)
      }
      if let place = column.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(term: "column \(j + 1)", observation: place)
      }
    }
    for (k, factor) in factors.enumerated() where factor.count != n {
      throw .lengthMismatch(term: "factor \(k + 1)", needed: n, found: factor.count)
    }

    let inGroups = rowsOfZeroGroups(response, factors)
    var report = SeparationReport(
      rows: [], groupRows: inGroups.count { $0 }, iterations: 0, converged: true)
    var separated = inGroups
    while true {
      let rows = (0..<n).filter { !separated[$0] }
      var search = SeparationSearch(
        zero: rows.map { response[$0] == 0 },
        columns: columns.map { column in rows.map { column[$0] } },
        factors: factors.map { $0.selecting(rows) }, budget: maxIterations - report.iterations)
      let outcome: SeparationSearch.Outcome
      do { outcome = try search.run() } catch { throw RegressionError(error) }
      report.iterations += search.iterations
      switch outcome {
      case .none: break
      case .undecided: report.converged = false
      case .found(let places):
        for place in places { separated[rows[place]] = true }
        continue
      }
      break
    }
    report.rows = (0..<n).filter { separated[$0] }
    return report
  }

  /// The cheap first pass: rows of levels in which every response is zero.
  ///
  /// - Returns: one flag a row. Removing them leaves every remaining level with a positive response,
  ///   so one pass is enough.
  package static func rowsOfZeroGroups(_ response: [Double], _ factors: [FactorCodes]) -> [Bool] {
    var marked = [Bool](repeating: false, count: response.count)
    for factor in factors {
      precondition(factor.count == response.count, "factors and response have the same rows")
      var alive = [Bool](repeating: false, count: factor.levels)
      for row in response.indices where response[row] != 0 { alive[Int(factor.codes[row])] = true }
      for row in response.indices where !alive[Int(factor.codes[row])] { marked[row] = true }
    }
    return marked
  }
}

/// What the search for separated rows found.
package struct SeparationReport: Sendable, Equatable {
  /// The separated rows (from 0), rising, those of all-zero groups among them.
  package internal(set) var rows: [Int]
  /// How many of them the first pass took: rows of groups that have only zeros.
  package internal(set) var groupRows: Int
  /// Projections that were needed.
  package internal(set) var iterations: Int
  /// Whether the remaining rows are proven free of separation.
  package internal(set) var converged: Bool
}

extension RegressionError {
  /// The same fault in this module's words.
  init(_ error: FixedEffectError) {
    switch error {
    case .lengthMismatch(let what, let needed, let found):
      self = .lengthMismatch(term: what, needed: needed, found: found)
    case .nonFinite(let column, let observation):
      self = .nonFinite(term: "column \(column + 1)", observation: observation)
    case .unusableWeight(let observation):
      self = .nonFinite(term: "weights", observation: observation)
    }
  }
}
