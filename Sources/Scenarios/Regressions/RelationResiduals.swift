internal import Regression
internal import SeriesCore

/// The residuals of a fitted relation in all periods in which its columns are known, those after its
/// sample among them.
struct RelationResiduals {
  /// By ordinal on the axis of the series.
  private let values: [Int: Double]
  private let sampleEnd: Int
  private let deviation: Double

  /// - Parameter table: a row a period, the sample's and later ones.
  /// - Returns: nil where the fit is not a least squares relation of periods.
  init?(_ fit: RegressionFit, table: DataTable, options: ModelFrame.Options, axis: PeriodAxis) {
    guard let sigma = fit.sigma, fit.frame.effects.isEmpty, fit.frame.endogenous.isEmpty,
      let frame = try? ModelFrame(fit.frame.formula, table: table, options: options),
      let own = frame.axis, let periods = frame.ordinals, let end = fit.frame.ordinals?.max(),
      let sampleEnd = Self.placed(end, from: fit.frame.axis ?? own, on: axis)
    else { return nil }
    let terms = Dictionary(
      frame.terms.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    var values: [Int: Double] = [:]
    for (place, period) in periods.enumerated() {
      guard let ordinal = Self.placed(period, from: own, on: axis) else { continue }
      var residual = frame.response.values[place]
      for (name, coefficient) in zip(fit.termNames, fit.coefficients) {
        guard let column = terms[name] else { return nil }
        residual -= coefficient * column[place]
      }
      values[ordinal] = residual
    }
    self.values = values
    self.sampleEnd = sampleEnd
    deviation = sigma
  }

  private static func placed(_ ordinal: Int, from own: PeriodAxis, on axis: PeriodAxis) -> Int? {
    PeriodText(own.text(ordinal)).flatMap { axis.ordinal(of: $0) }
  }

  subscript(_ ordinal: Int) -> Double? { values[ordinal] }

  /// Residuals after the sample in deviations of the fit, by period.
  var misses: [(period: Int, deviations: Double)] {
    values.filter { $0.key > sampleEnd }.sorted { $0.key < $1.key }.map {
      ($0.key, $0.value / deviation)
    }
  }
}
