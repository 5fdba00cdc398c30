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
}
