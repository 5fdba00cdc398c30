/// How often a series is differenced before an ARMA model is fitted to it.
enum Differencing {
  /// The number of differences, at most `most`, after which the KPSS test no longer rejects a
  /// constant level at 5 %. Source: Hyndman & Khandakar (2008), 3.1.
  static func count(_ x: [Double], most: Int = 2) -> Int {
    var x = x
    var d = 0
    while d < most, !isConstant(x),
      let test = try? KPSS(x, null: .level, lag: .rootThirteenth), test.pValue < 0.05
    {
      x = differenced(x, lag: 1)
      d += 1
    }
    return d
  }

  /// Whether all values are the first, up to a relative 1.5e-8 in the mean.
  static func isConstant(_ x: [Double]) -> Bool {
    guard let first = x.first else { return true }
    var distance = 0.0
    var size = 0.0
    for value in x where value != first {
      distance += abs(value - first)
      size += abs(value)
    }
    return distance == 0 || distance < 1.5e-8 * size
  }

  /// x_t − x_{t−lag}.
  static func differenced(_ x: [Double], lag: Int) -> [Double] {
    guard x.count > lag else { return [] }
    return (lag..<x.count).map { x[$0] - x[$0 - lag] }
  }
}
