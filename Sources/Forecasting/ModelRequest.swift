public import SeriesCore

/// A model as a user names it: `NAME[:FORM][+log|+level|+boxcox]`.
public struct ModelRequest: Sendable, Equatable {
  /// The text as it was given, with the scale behind it where `named(for:by:)` chose one; it names
  /// the model in every output, so that one name has one answer.
  public let text: String
  /// The model's name in the catalog, such as `arima`.
  public let name: String
  /// What stands behind the colon, such as `2,1,1`; nil without one.
  public let form: String?
  /// The scale asked for; nil is the level.
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
    self.init(text: text, name: String(rest), form: form, scale: scale)
    _ = try ModelCatalog.entry(named: name).make(form)
  }

  private init(text: String, name: String, form: String?, scale: ScaleChoice?) {
    self.text = text
    self.name = name
    self.form = form
    self.scale = scale
  }

  /// The request with its scale settled and, where it is not the level, in its name.
  ///
  /// The one place that decides on which scale a model works whose name does not say it.
  ///
  /// - Parameter series: the whole series: parts of it, earlier vintages among them, keep its scale.
  package func named(for series: TimeSeries, by rule: ScaleRule) -> ModelRequest {
    guard scale == nil else { return self }
    switch rule {
    case .level: return self
    case .logsOfPositive:
      guard series.isPositive else { return self }
      let choice = ScaleChoice.log
      return ModelRequest(
        text: "\(text)+\(choice.rawValue)", name: name, form: form, scale: choice)
    }
  }

  /// The fewest observations that the model takes with seasons of so many periods.
  package func leastObservations(seasonLength: Int) throws(ForecastingError) -> Int {
    try ModelCatalog.entry(named: name).make(form).leastObservations(seasonLength: seasonLength)
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

  /// Fits the model to a series, on the level unless the request names another scale.
  ///
  /// - Parameter seasonLength: periods in a season; nil for the usual ones of the frequency.
  /// - Parameter holidays: their effects are estimated on the model's scale first, the model sees the
  ///   series without them, and every forecast has them again.
  /// - Parameter allowsNegative: whether a series whose values are all positive may have forecasts under
  ///   zero; else what a model on the level says below it counts as zero.
  public func fit(
    to series: TimeSeries, seasonLength: Int? = nil, holidays: [MovingHoliday] = [],
    allowsNegative: Bool = false
  ) throws(ForecastingError) -> FittedSeries {
    let entry = try ModelCatalog.entry(named: name)
    return try FittedSeries(
      entry.make(form), named: text, takesGaps: entry.takesGaps, to: series,
      seasonLength: seasonLength, holidays: holidays, allowsNegative: allowsNegative,
      on: chosenScale)
  }

  private func chosenScale(
    for series: TimeSeries, seasonLength: Int
  ) throws(ForecastingError) -> Scale {
    switch scale {
    case .level, nil: return .level
    case .log: return .log
    case .boxcox: return try BoxCox.scale(for: series, seasonLength: seasonLength)
    }
  }
}
