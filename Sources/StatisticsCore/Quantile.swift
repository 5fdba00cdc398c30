/// Sample quantiles.
public enum Quantile {
  /// The p-quantile of values that are already sorted, by linear interpolation between order
  /// statistics at (n − 1)·p.
  ///
  /// Source: Hyndman & Fan (1996), type 7, R's default.
  /// - Precondition: at least one value.
  public static func ofSorted(_ values: some RandomAccessCollection<Double>, _ p: Double) -> Double
  {
    precondition(!values.isEmpty, "a quantile needs a value")
    let place = Double(values.count - 1) * min(max(p, 0), 1)
    let below = Int(place)
    let lower = values[values.index(values.startIndex, offsetBy: below)]
    guard below + 1 < values.count else { return lower }
    let upper = values[values.index(values.startIndex, offsetBy: below + 1)]
    return lower + (place - Double(below)) * (upper - lower)
  }

  /// The same of values in any order, for several probabilities: what a sort would give at the few places
  /// that are asked for.
  ///
  /// - Precondition: at least one value, none of them a NaN.
  public static func of(_ values: [Double], _ probabilities: [Double]) -> [Double] {
    precondition(!values.isEmpty, "a quantile needs a value")
    var values = values
    let last = values.count - 1
    let places = probabilities.flatMap { p -> [Int] in
      let below = Int(Double(last) * min(max(p, 0), 1))
      return [below, min(below + 1, last)]
    }
    values.withUnsafeMutableBufferPointer {
      OrderStatistics.settle(Set(places).sorted()[...], in: $0)
    }
    return probabilities.map { ofSorted(values, $0) }
  }
}
