public import SeriesCore

/// A model as a user names it: `NAME[:FORM][+log|+level|+boxcox]`.
public struct ModelRequest: Sendable, Equatable {
  /// The text as it was given; it names the model in every output.
  public let text: String
  public let name: String
  public let form: String?
  /// The scale asked for; nil leaves it to the command.
  public let scale: ScaleChoice?

  /// - Throws: `.unknownModel` with the nearest name, `.badForm` for a wrong form or suffix.
  public init(_ text: String) throws(ForecastingError) {
    var rest = Substring(text)
    var scale: ScaleChoice?
    if let plus = rest.lastIndex(of: "+") {
      let suffix = rest[rest.index(after: plus)...]
      guard let known = ScaleChoice(rawValue: String(suffix)) else {
        throw .badForm(
          model: String(rest[..<plus]), form: "+" + suffix,
          hint: "suffixes are +log, +level and +boxcox")
      }
      scale = known
      rest = rest[..<plus]
    }
    var form: String?
    if let colon = rest.firstIndex(of: ":") {
      form = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    self.text = text
    self.name = String(rest)
    self.form = form
    self.scale = scale
    _ = try ModelCatalog.entry(named: name).make(form)
  }

  /// The single requests of a list `NAME[,NAME…]`.
  ///
  /// The orders of `arima:2,1,1/0,1,1` hold commas themselves: no name begins with a digit, so a piece
  /// that does, and the constant `c` after one, goes with the piece before it.
  public static func list(_ text: String) -> [String] {
    var requests: [String] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      let continues = piece.first?.isNumber == true || piece == "c" || piece.hasPrefix("c+")
      if continues, let last = requests.last, last.hasPrefix("arima:") {
        requests[requests.count - 1] = last + "," + piece
      } else {
        requests.append(String(piece))
      }
    }
    return requests
  }

  /// Fits the model to a series.
  ///
  /// - Parameter defaultScale: the scale when the request names none; nil takes logs when all
  ///   values are positive.
  /// - Parameter holidays: their effects are estimated on the model's scale first, the model sees the
  ///   series without them, and every forecast has them again.
  public func fit(
    to series: TimeSeries, defaultScale: Scale?, seasonLength: Int? = nil,
    holidays: [MovingHoliday] = []
  ) throws(ForecastingError) -> FittedSeries {
    let entry = try ModelCatalog.entry(named: name)
    let model = try entry.make(form)
    let season = max(1, seasonLength ?? series.frequency.seasonLength)
    let needed = model.leastObservations(seasonLength: season)
    guard let first = series.ordinals.first, let last = series.ordinals.last,
      series.count >= needed
    else { throw .tooShort(needed: needed, found: series.count) }
    if series.hasGaps, !entry.takesGaps { throw .gapsNotTaken }
    let chosen = try chosenScale(for: series, default: defaultScale, seasonLength: season)
    let magnitude = chosen == .level ? SeriesScaling.magnitude(of: series.values) : 1
    let measured = magnitude == 1 ? series : series.divided(by: magnitude)
    let adjustment: HolidayAdjustment? =
      holidays.isEmpty
      ? nil
      : try HolidayAdjustment(measured, holidays: holidays, scale: chosen, seasonLength: season)
    var sample = try Sample(measured, scale: chosen, seasonLength: season)
    if let adjustment { sample = adjustment.adjusted(sample) }
    let fitted = try Self.fit(model, sample)
    guard fitted.parameters.allSatisfy({ $0.value.isFinite }) else { throw .overflow }
    return FittedSeries(
      model: text, fitted: fitted, scale: chosen, series: series, sampleStart: first,
      sampleEnd: last, holidays: adjustment, magnitude: magnitude)
  }

  private func chosenScale(
    for series: TimeSeries, default defaultScale: Scale?, seasonLength: Int
  ) throws(ForecastingError) -> Scale {
    switch scale {
    case .level: return .level
    case .log: return .log
    case .boxcox: return try BoxCox.scale(for: series, seasonLength: seasonLength)
    case nil: return defaultScale ?? (series.isPositive ? .log : .level)
    }
  }

  private static func fit(
    _ model: some ForecastModel, _ sample: Sample
  ) throws(ForecastingError) -> any FittedModel {
    try model.fit(sample)
  }
}
