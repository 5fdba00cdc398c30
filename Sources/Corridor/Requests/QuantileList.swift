internal import SeriesCore

/// `--quantiles`, `0.05,0.5`.
package struct QuantileList: Sendable {
  package let values: [Double]

  package init(values: [Double]) { self.values = values }

  /// Reads an option's value.
  package static func read(_ argument: String) throws(UsageFault) -> QuantileList {
    var values: [Double] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = try? NumberText.parse(String(part)), value > 0, value < 1 else {
        throw UsageFault("'\(part)' is no share over 0 and under 1, such as 0.95")
      }
      values.append(value)
    }
    guard Set(values).count == values.count else {
      throw UsageFault("a quantile stands twice")
    }
    return QuantileList(values: values)
  }
}
