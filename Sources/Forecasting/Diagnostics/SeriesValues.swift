internal import Glibc

/// What decompositions and tests ask of the values they are given, and tables they read.
enum SeriesValues {
  /// - Throws: `.gapsNotTaken` for NaN, the mark of a gap; `.overflow` for an infinite value.
  static func requireFinite(_ values: [Double]) throws(ForecastingError) {
    for value in values where !value.isFinite {
      if value.isNaN { throw .gapsNotTaken }
      throw .overflow
    }
  }

  /// The values over 2ᵉ, the largest between 1 and 2, so that no square overflows or vanishes; the
  /// division is exact.
  static func scaled(_ values: [Double]) -> (values: [Double], exponent: Int) {
    let size = values.reduce(0) { max($0, abs($1)) }
    guard size > 0 else { return (values, 0) }
    let exponent = Int(ilogb(size))
    guard exponent != 0 else { return (values, 0) }
    return (values.map { scalbn($0, -exponent) }, exponent)
  }

  /// Straight lines through (x, y), x rising; the end values outside.
  static func interpolate(_ x: [Double], _ y: [Double], at place: Double) -> Double {
    guard let first = x.first, let last = x.last else { return .nan }
    if place <= first { return y[0] }
    if place >= last { return y[y.count - 1] }
    var i = 1
    while x[i] < place { i += 1 }
    return y[i - 1] + (place - x[i - 1]) / (x[i] - x[i - 1]) * (y[i] - y[i - 1])
  }
}
