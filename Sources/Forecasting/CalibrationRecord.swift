package import SeriesCore

/// What the declared headline, the mixture of a class, said of series like the one asked about, and how
/// often that came true.
///
/// The statements are that a series stands 1.1 to 3 times as high up to so many years on. The constants of
/// the mixture were chosen on the same series and origins: the record shows where the headline says too
/// much or too little, and is not proof on data it has not seen.
///
/// Source: Murphy & Winkler (1977) for the diagram. Counted by `bench/calibration/headline_record.py`, from
/// the same series as `ReferenceRecord`.
package struct CalibrationRecord: Sendable {
  let referenceClass: ReferenceClass
  /// The probabilities that were said, `upper` excluded.
  package let lower, upper: Double
  /// Statements and the series that they are about.
  package let statements, series: Int
  /// The most years that a statement looks ahead.
  package let years: Int
  /// The mean of what was said.
  package let said: Double
  /// The share that came true, with its 95 % interval: of drawing epochs again where series have dates,
  /// and series where they have none. Epochs overlap by some years: theirs is rather too narrow.
  package let cameTrue, low, high: Double

  /// The record of a class by what was said; bins with few statements have none.
  package static func records(of referenceClass: ReferenceClass) -> [CalibrationRecord] {
    all.filter { $0.referenceClass == referenceClass }
  }

  private static let width = 0.1

  private static let all: [CalibrationRecord] = table.split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Double($0) }
    guard let kind = ReferenceClass(rawValue: String(words[0])), numbers.count == 8 else {
      return nil
    }
    return CalibrationRecord(
      referenceClass: kind, lower: numbers[0],
      upper: ((numbers[0] + width) / width).rounded() / (1 / width).rounded(),
      statements: Int(numbers[1]), series: Int(numbers[2]), years: Int(numbers[3]),
      said: numbers[4], cameTrue: numbers[5], low: numbers[6], high: numbers[7])
  }

  /// Class, the bin's lower edge, statements, series, years, said, came true, its 95 % interval.
  private static let table = """
    nominal 0.0 43118 1002 8 0.030 0.028 0.020 0.036
    nominal 0.1 21256 1013 8 0.149 0.126 0.098 0.167
    nominal 0.2 18082 1015 8 0.249 0.227 0.182 0.297
    nominal 0.3 19598 1015 8 0.353 0.342 0.283 0.436
    nominal 0.4 24828 1015 8 0.451 0.459 0.406 0.539
    nominal 0.5 24737 1015 8 0.553 0.599 0.542 0.694
    nominal 0.6 26124 1006 8 0.648 0.670 0.610 0.760
    nominal 0.7 19620 917 8 0.747 0.746 0.684 0.835
    nominal 0.8 7776 648 8 0.835 0.831 0.769 0.900
    volume 0.0 17339 511 6 0.013 0.010 0.006 0.017
    volume 0.1 4440 512 6 0.148 0.124 0.093 0.164
    volume 0.2 3958 512 6 0.249 0.235 0.190 0.283
    volume 0.3 4223 511 6 0.349 0.318 0.257 0.386
    volume 0.4 4534 507 6 0.448 0.502 0.434 0.567
    volume 0.5 2604 486 6 0.537 0.617 0.562 0.677
    volume 0.6 684 210 6 0.642 0.695 0.642 0.745
    other 0.0 52966 1308 6 0.016 0.020 0.016 0.024
    other 0.1 9924 1290 6 0.148 0.155 0.138 0.172
    other 0.2 8503 1277 6 0.250 0.256 0.236 0.277
    other 0.3 8666 1259 6 0.351 0.370 0.344 0.396
    other 0.4 9163 1233 6 0.450 0.526 0.495 0.556
    other 0.5 5438 1144 6 0.539 0.621 0.590 0.649
    other 0.6 1900 584 6 0.644 0.684 0.645 0.720
    other 0.7 1121 352 6 0.747 0.728 0.681 0.771
    other 0.8 811 232 6 0.847 0.785 0.726 0.836
    other 0.9 728 105 6 0.954 0.915 0.868 0.953
    """
}
