/// How the centres of several models become one.
public enum CombiningRule: String, Sendable, CaseIterable {
  case median
  case mean
  /// A mean with fixed weights, the same for every series.
  case weighted
  /// The mean without the greatest and the least; of fewer than three the mean.
  case trimmed

  /// The joint value of at least one; `names` are the members' and as many.
  func join(_ values: [Double], names: [String]) -> Double {
    switch self {
    case .median: return Self.median(values)
    case .mean: return Self.mean(values[...])
    case .weighted:
      let raw = names.map { CombinedFit.Constants.weights[$0] ?? 0 }
      let total = raw.reduce(0, +)
      return total > 0
        ? zip(raw, values).reduce(0) { $0 + $1.0 / total * $1.1 } : Self.mean(values[...])
    case .trimmed:
      return values.count < 3
        ? Self.mean(values[...]) : Self.mean(values.sorted().dropFirst().dropLast())
    }
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { $0 + $1 / Double(values.count) }
  }

  static func median(_ values: [Double]) -> Double {
    let n = values.count
    let sorted = values.sorted()
    return n % 2 == 1 ? sorted[n / 2] : sorted[n / 2 - 1] / 2 + sorted[n / 2] / 2
  }
}
