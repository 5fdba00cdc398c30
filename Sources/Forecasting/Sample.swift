internal import Glibc
public import SeriesCore

/// The scale on which a model works.
public enum Scale: String, Sendable {
  case level
  case log

  /// The working value of an observed one.
  func working(_ value: Double) -> Double { self == .log ? Glibc.log(value) : value }

  /// The observed value of a working one.
  @inline(__always)
  public func observed(_ working: Double) -> Double {
    self == .log ? Glibc.exp(working) : working
  }
}

/// What a model sees: observed times and values on its working scale.
public struct Sample: Sendable {
  /// Ordinals of the observations, strictly rising; spacing may be irregular.
  public let times: [Int]
  /// Values on the working scale, finite.
  public let values: [Double]
  public let scale: Scale
  /// Periods in a season, at least 1.
  public let seasonLength: Int
  /// The axis, for forms that name a period.
  public let axis: PeriodAxis

  public var count: Int { values.count }

  /// - Throws: `ForecastingError.nonPositiveValue` for a value ≤ 0 on the log scale.
  public init(
    _ series: TimeSeries, scale: Scale, seasonLength: Int? = nil
  ) throws(ForecastingError) {
    if scale == .log, let place = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .nonPositiveValue(
        period: series.axis.text(series.ordinals[place]), value: series.values[place])
    }
    self.times = series.ordinals
    self.values = series.values.map(scale.working)
    self.scale = scale
    self.seasonLength = max(1, seasonLength ?? series.frequency.seasonLength)
    self.axis = series.axis
  }

  init(times: [Int], values: [Double], like other: Sample) {
    self.times = times
    self.values = values
    self.scale = other.scale
    self.seasonLength = other.seasonLength
    self.axis = other.axis
  }

  func require(_ needed: Int) throws(ForecastingError) {
    if count < needed { throw .tooShort(needed: needed, found: count) }
  }

  /// The last `count` observations.
  func last(_ count: Int) -> Sample {
    Sample(times: times.suffix(count), values: values.suffix(count), like: self)
  }
}
