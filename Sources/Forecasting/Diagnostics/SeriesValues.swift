/// What decompositions and tests ask of the values they are given.
enum SeriesValues {
  /// - Throws: `.gapsNotTaken` for NaN, the mark of a gap; `.overflow` for an infinite value.
  static func requireFinite(_ values: [Double]) throws(ForecastingError) {
    for value in values where !value.isFinite {
      if value.isNaN { throw .gapsNotTaken }
      throw .overflow
    }
  }
}
