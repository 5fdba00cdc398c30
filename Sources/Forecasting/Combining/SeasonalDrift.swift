/// The drift of the seasonally adjusted values, the season put back: the plainest trend among the
/// parts of a combination.
enum SeasonalDrift {
  /// - Throws: `.tooShort` under three observations.
  static func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(3)
    let values = SeriesScaling.bridge(try sample.dense())
    let season = SeasonalIndices(values, seasonLength: sample.seasonLength, scale: sample.scale)
    let first = sample.times[0]
    let observed = sample.times.map { season.smoothed[$0 - first] }
    let increments = Increments(sample.replacing(observed))
    let freedom = Double(max(1, increments.count - 1))
    let sigma = (increments.centredSquares / freedom).squareRoot()
    let (origin, drift) = (observed[observed.count - 1], increments.drift)
    let span = increments.span
    let n = values.count
    return LinearFit(
      form: season.indices.isEmpty ? "" : "seasonally adjusted",
      parameters: [("drift", drift), ("sigma", sigma)], logLikelihood: nil, aicc: nil,
      degreesOfFreedom: freedom,
      process: .walk
    ) { horizon in
      var centres = (1...horizon).map { origin + Double($0) * drift }
      season.restore(&centres, after: n)
      let scales = (1...horizon).map { h in
        let steps = Double(h)
        return sigma * (steps + steps * steps / span).squareRoot()
          * season.factor(step: h, after: n)
      }
      return LinearFit.Projection(centres: centres, scales: scales)
    }
  }
}
