/// One exponential smoothing model by its error, trend and season.
///
/// Source: the taxonomy of Hyndman, Koehler, Ord & Snyder (2008), chapter 2.
public struct ETSForm: Sendable, Hashable {
  /// How an error enters; the raw value is its letter in `text`.
  public enum ErrorPart: Character, Sendable {
    case additive = "A"
    case multiplicative = "M"
  }

  /// How the level grows; the raw value is its letters in `text`.
  public enum TrendPart: String, Sendable {
    case none = "N"
    case additive = "A"
    case additiveDamped = "Ad"
    case multiplicative = "M"
    case multiplicativeDamped = "Md"

    var isDamped: Bool { self == .additiveDamped || self == .multiplicativeDamped }
    var isMultiplicative: Bool { self == .multiplicative || self == .multiplicativeDamped }
  }

  /// How the season enters; the raw value is its letter in `text`.
  public enum SeasonPart: Character, Sendable {
    case none = "N"
    case additive = "A"
    case multiplicative = "M"
  }

  /// How an error enters: in the unit of the values, or relative to the one-step forecast.
  public let error: ErrorPart
  /// How the level grows: not at all, by steps or by factors, damped or not.
  public let trend: TrendPart
  /// Whether a season is added, multiplies, or is absent.
  public let season: SeasonPart

  /// Any of the 30 combinations; `ETS` throws where the data cannot carry one.
  public init(error: ErrorPart, trend: TrendPart, season: SeasonPart) {
    self.error = error
    self.trend = trend
    self.season = season
  }

  /// Reads `ANN`, `MAdM`, `AMdN`, …; nil when the text is no form.
  public init?(_ text: String) {
    guard let first = text.first, let last = text.last, text.count >= 3,
      let error = ErrorPart(rawValue: first), let season = SeasonPart(rawValue: last),
      let trend = TrendPart(rawValue: String(text.dropFirst().dropLast()))
    else { return nil }
    self.init(error: error, trend: trend, season: season)
  }

  /// As it is written in a request: `MAdM`.
  public var text: String { "\(error.rawValue)\(trend.rawValue)\(season.rawValue)" }

  /// As it is written in a table: `ETS(M,Ad,M)`.
  public var name: String { "ETS(\(error.rawValue),\(trend.rawValue),\(season.rawValue))" }

  /// Whether the form divides by the level or the season, so that values must be positive.
  public var needsPositiveValues: Bool {
    error == .multiplicative || trend.isMultiplicative || season == .multiplicative
  }

  /// Estimated numbers: smoothing parameters, initial states (a season has m − 1 free ones) and σ.
  func parameterCount(seasonLength m: Int) -> Int {
    2 + (trend == .none ? 0 : 2) + (trend.isDamped ? 1 : 0) + (season == .none ? 0 : m) + 1
  }

  /// The forms among which an automatic choice is made: no multiplicative trend; an additive error
  /// with a multiplicative season has an infinite forecast variance and is left out.
  static func candidates(isPositive: Bool, isSeasonal: Bool) -> [ETSForm] {
    var forms: [ETSForm] = []
    let seasons: [SeasonPart] = isSeasonal ? [.none, .additive, .multiplicative] : [.none]
    for season in seasons {
      for trend in [TrendPart.none, .additive, .additiveDamped] {
        for error in [ErrorPart.additive, .multiplicative] {
          let form = ETSForm(error: error, trend: trend, season: season)
          if form.needsPositiveValues && !isPositive { continue }
          if error == .additive && season == .multiplicative { continue }
          forms.append(form)
        }
      }
    }
    return forms
  }
}
