internal import Glibc

/// What optimisers need of a series' values.
enum SeriesScaling {
  /// The mean absolute value, 1 for zeros: searches work on values of about that size, so that their
  /// tolerances mean the same on dollars and on billions.
  ///
  /// - Throws: `.overflow` when it is not finite.
  static func unit(of values: [Double]) throws(ForecastingError) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 1 }
    let unit = values.reduce(0) { $0 + abs($1) / largest } / Double(values.count) * largest
    guard unit.isFinite, unit > 0 else { throw .overflow }
    return unit
  }

  /// A power of two by which values are divided so that their squares and sums stay in the doubles; 1
  /// unless the largest is beyond 1e100 or under 1e-100.
  static func magnitude(of values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, !(1e-100...1e100).contains(largest) else { return 1 }
    return scalbn(1, max(-1022, Int(largest.exponent)))
  }

  /// The values with straight lines over gaps (NaN); the first and last must be observed.
  static func bridge(_ values: [Double]) -> [Double] {
    guard values.contains(where: \.isNaN) else { return values }
    var result = values
    var last = -1
    for i in values.indices where !values[i].isNaN {
      if last >= 0, i - last > 1 {
        let step = (values[i] - values[last]) / Double(i - last)
        for k in (last + 1)..<i { result[k] = values[last] + Double(k - last) * step }
      }
      last = i
    }
    return result
  }
}
