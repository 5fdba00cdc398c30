internal import Glibc
internal import StatisticsCore

// Two countries report one flow: M by the importer, CIF, and X by the exporter, FOB. With m the margin,
// x = ln X and y = ln M − ln(1 + m) are two readings of one number, d = x − y their log ratio. Around its
// mean over the years d has the variance σ² = σ_M² + σ_X², of which the sample gives s² with n − 1
// degrees of freedom; the two cannot be told apart from two reporters alone, so the ratio of their
// deviations r_M : r_X is stated. The reconciled value is the mean of the logs with weights inverse to
// the variances:
//
//   ln v = w·y + (1 − w)·x,  w = r_X² / (r_M² + r_X²),
//   sd²  = s² · r_M² r_X² / (r_M² + r_X²)² + w² (ln(1 + high) − ln(1 + low))² / 12,
//
// the last term for a margin that is anywhere between its bounds, on logs. The mean of d is no error that
// averages out: it is what one side counts and the other does not (transit, the country of origin against
// the country of consignment). It stands beside the row and not in the spread: who is right by it, two
// reporters do not tell.
//
// Source: Gaulier & Zignago (2010), BACI, sections 2.3 and 3. There the margin comes from a gravity
// equation and reliabilities from all partners of a reporter; here both are stated.

/// Two reporters' figures of one flow, over the years in which both report.
package struct MirrorReconciliation: Sendable {
  /// The margin at which a figure is set beside the other, with its bounds, fractions of FOB.
  let margin: MirrorQuestion.Margin
  /// The importer's share in the mean of the logs, w.
  package let importerWeight: Double
  /// d, year by year, in the order given.
  package let logRatios: [Double]
  /// The mean of d.
  package let meanLogRatio: Double
  /// s; nil with one year.
  package let deviation: Double?
  /// The standard deviation of ln v; nil with one year.
  package let reconciledDeviation: Double?

  /// Values that a mean of logs needs.
  package static let leastYears = 2

  /// - Parameters:
  ///   - importer: CIF values, positive, one a year, in the unit of `exporter`.
  ///   - exporter: FOB values, positive, of the same years.
  /// - Precondition: both have as many values, at least one.
  package init(
    importer: [Double], exporter: [Double], margin: MirrorQuestion.Margin,
    reliability: MirrorQuestion.Reliability
  ) {
    precondition(!importer.isEmpty && importer.count == exporter.count, "two values a year")
    self.margin = margin
    let (m, x) = (
      reliability.importer * reliability.importer, reliability.exporter * reliability.exporter
    )
    let weight = x / (m + x)
    importerWeight = weight
    let ratios = zip(importer, exporter).map { log($1) - log($0) + log1p(margin.middle) }
    logRatios = ratios
    let count = Double(ratios.count)
    let mean = ratios.reduce(0, +) / count
    meanLogRatio = mean
    guard ratios.count >= Self.leastYears else {
      (deviation, reconciledDeviation) = (nil, nil)
      return
    }
    let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    deviation = variance.squareRoot()
    let width = log1p(margin.high) - log1p(margin.low)
    reconciledDeviation =
      (variance * weight * (1 - weight) + weight * weight * width * width / 12).squareRoot()
  }

  /// What shipping and insurance add to the importer's figure at a margin: M·m/(1 + m).
  package static func shipping(_ importer: Double, margin: Double) -> Double {
    importer * margin / (1 + margin)
  }

  /// v, free on board, from the two figures of a year.
  package func reconciled(importer: Double, exporter: Double) -> Double {
    // One log ratio, so that equal figures give themselves to the last digit.
    let freeOnBoard = importer / (1 + margin.middle)
    return freeOnBoard * pow(exporter / freeOnBoard, 1 - importerWeight)
  }

  /// The central interval of v, Student's t on logs with n − 1 degrees of freedom; nil with one year.
  ///
  /// - Parameter level: percent.
  package func interval(around value: Double, level: Double) -> (low: Double, high: Double)? {
    guard let reconciledDeviation else { return nil }
    let reach = StudentT.quantile(
      0.5 + level / 200, degreesOfFreedom: Double(logRatios.count - 1))
    let (low, high) = (
      value * exp(-reach * reconciledDeviation), value * exp(reach * reconciledDeviation)
    )
    // An end beyond every double is no end.
    return high.isFinite ? (low, high) : nil
  }
}
