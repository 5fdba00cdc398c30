public import SeriesCore

extension TimeSeries {
  /// A series of these values, one a period from `start` on; nil is a gap.
  public static func made(
    _ values: [Double?], id: String = "y", by frequency: Frequency = .integer, from start: Int = 1,
    unit: SeriesUnit? = nil, basis: SeriesBasis? = nil
  ) -> TimeSeries {
    TimeSeries(
      id: id, axis: PeriodAxis(frequency),
      observations: values.enumerated().compactMap { place, value in
        value.map { (ordinal: start + place, value: $0) }
      }, unit: unit, basis: basis)
  }
}
