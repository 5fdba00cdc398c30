/// The lags that information criteria choose, all compared on the same observations.
///
/// Source: Lütkepohl (2005), 4.3. Checked: statsmodels `select_order`.
public struct LagOrder: Sendable {
  /// What decides.
  public enum Criterion: Sendable, CaseIterable {
    case aic
    case hq
    case bic
    case fpe
  }

  /// By lags, from 1.
  public let criteria: [VectorAutoregressionFit.Criteria]

  /// - Parameters:
  ///   - variables: as for `VectorAutoregression.fit`.
  ///   - maximumLags: the most lags; all fits leave out that many first observations.
  /// - Throws: as `VectorAutoregression.fit`.
  public init(
    _ variables: [Design.Term], maximumLags: Int,
    deterministic: VectorAutoregression.Deterministic = .constant
  ) throws(RegressionError) {
    let data = try LaggedData(variables)
    guard maximumLags >= 1 else {
      throw .invalid(argument: "lags", detail: "\(maximumLags); at least 1 is needed")
    }
    // The largest first: it is the one that may be too large.
    var criteria: [VectorAutoregressionFit.Criteria] = []
    for lags in (1...maximumLags).reversed() {
      let model = VectorAutoregression(lags: lags, deterministic: deterministic)
      criteria.append(try model.fit(data, start: maximumLags).criteria)
    }
    self.criteria = criteria.reversed()
  }

  /// The number of lags with the least criterion, the fewest of equals.
  public func lags(by criterion: Criterion) -> Int {
    let values = criteria.map { entry in
      switch criterion {
      case .aic: entry.aic
      case .hq: entry.hq
      case .bic: entry.bic
      case .fpe: entry.fpe
      }
    }
    var best = 0
    for i in values.indices where values[i] < values[best] { best = i }
    return best + 1
  }
}
