package import SeriesCore

/// What wants to pass a link: paths of demand, and what they rest on.
package struct LinkDemand: Sendable {
  /// Writes the demand of one path, numbered from 0, over the periods after the sample. Of one number
  /// the same values whatever else runs.
  package typealias Paths = @Sendable (Int, UnsafeMutableBufferPointer<Double>) -> Void

  enum Source: Sendable {
    case censored(DemandPosterior)
    case given(Paths)
  }

  let source: Source
  /// Demand at the last observation where it is taken as carried; nil for a posterior.
  private let carried: Double?
  /// Observations behind it.
  package let count: Int
  /// Observed periods at or near capacity.
  package let fullPeriods: [Int]
  /// The first and the last observed period, ordinals of the series.
  package let sampleStart: Int
  package let sampleEnd: Int

  /// The demand that a censored sample leaves possible.
  package init(_ posterior: DemandPosterior) {
    source = .censored(posterior)
    carried = nil
    count = posterior.count
    fullPeriods = posterior.fullPeriods
    sampleStart = posterior.sampleStart
    sampleEnd = posterior.sampleEnd
  }

  /// Demand that is projected elsewhere from a sample whose values are all taken as wanted.
  ///
  /// - Precondition: the sample is not empty.
  package init(_ paths: @escaping Paths, sample: TimeSeries, fullPeriods: [Int]) {
    precondition(!sample.isEmpty, "demand rests on observations")
    source = .given(paths)
    carried = sample.values[sample.count - 1]
    count = sample.count
    self.fullPeriods = fullPeriods
    sampleStart = sample.ordinals[0]
    sampleEnd = sample.ordinals[sample.count - 1]
  }

  /// No demand, so that nothing but what a link can carry is asked.
  ///
  /// - Parameter start: the first future period.
  package static func none(from start: Int) -> LinkDemand { LinkDemand(noneFrom: start) }

  private init(noneFrom start: Int) {
    source = .given { _, path in path.update(repeating: 0) }
    carried = nil
    count = 0
    fullPeriods = []
    (sampleStart, sampleEnd) = (start - 1, start - 1)
  }

  /// Quantiles of demand at the last observation, one a probability.
  package func demandAtEnd(_ probabilities: [Double]) -> [Double] {
    switch source {
    case .censored(let posterior): posterior.demandAtEnd(probabilities)
    case .given: probabilities.map { _ in carried ?? 0 }
    }
  }

  /// What two numbers in (0, 1) pick of a posterior; nil for demand from elsewhere.
  func draw(_ u: Double, _ v: Double) -> DemandPosterior.Draw? {
    guard case .censored(let posterior) = source else { return nil }
    return posterior.draw(u, v)
  }
}
