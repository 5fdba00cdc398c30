internal import SeriesCore

/// Every model, once. A new model is one file and one line here; the contract tests, the command
/// line and its help follow.
public enum ModelCatalog {
  /// One model: what help says of it, and how it is made.
  public struct Entry: Sendable {
    /// As a request has it, such as `arima`; each name once.
    public let name: String
    /// One line for help, with the forms that the model takes.
    public let summary: String
    /// As text: a number, or a formula in the season length m.
    public let leastObservations: String
    /// Whether periods between the first and the last may have no value; else `.gapsNotTaken`.
    public let takesGaps: Bool
    /// Whether the model can have a season.
    public let isSeasonal: Bool
    /// The literature, and the reference implementation where there is one.
    public let source: String
    /// Whether estimates come from a search, exact only to its stopping rule.
    public var isOptimized = false
    let make: @Sendable (_ form: String?) throws(ForecastingError) -> any ForecastModel
  }

  /// Every model, in the order in which help lists them.
  public static let all: [Entry] = [
    Naive.entry, SeasonalNaive.entry, Drift.entry, Mean.entry, LogLinearTrend.entry,
    SES.entry, Holt.entry, Damped.entry, ETS.entry, ARIMA.entry, Structural.entry, Theta.entry,
    DynamicOptimizedTheta.entry, Combination.entry, Auto.entry, Mixture.entry,
  ]

  /// - Throws: `.unknownModel` with the nearest right name.
  public static func entry(named name: String) throws(ForecastingError) -> Entry {
    guard let entry = all.first(where: { $0.name == name }) else {
      throw .unknownModel(name, nearest: nearestName(to: name, among: all.map(\.name)))
    }
    return entry
  }

  /// A maker for models that have one form only.
  static func plain(
    _ name: String, _ model: any ForecastModel
  ) -> @Sendable (String?) throws(ForecastingError) -> any ForecastModel {
    { (form: String?) throws(ForecastingError) -> any ForecastModel in
      if let form { throw .badForm(model: name, form: form, hint: "it has no forms") }
      return model
    }
  }
}
