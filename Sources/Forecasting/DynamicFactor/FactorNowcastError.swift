package import SeriesCore

/// Why a nowcast of mixed frequencies cannot be made.
package enum FactorNowcastError: Error, Equatable, Sendable {
  case unknownSeries(String, among: [String])
  /// A series whose periods do not add up to those of others.
  case doesNotNest(String, Frequency)
  /// No change between periods varies.
  case noVariation(String)
  case tooFew(String, needed: Int, found: Int, what: String)
  case notPositive(String, period: String, value: Double)
  /// No other series is known beyond the target.
  case nothingAhead(String, end: String)
  /// No earlier value of the target to add the change to.
  case noBase(String, period: String)
  case tooManyFactors(Int, series: Int, frequency: Frequency)
  case alone(String)
  /// All values together are too few for the parameters.
  case tooManyParameters(values: Int, parameters: Int)
  case otherModel(String)
  case forecasting(ForecastingError)
}

extension FactorNowcastError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownSeries(let id, _): "no series '\(id)'"
    case .doesNotNest(let id, let frequency):
      "series '\(id)' is by \(frequency.rawValue): its periods do not add up to months, quarters, "
        + "half-years or years"
    case .noVariation(let id): "series '\(id)' has no variation: all its changes are equal"
    case .tooFew(let id, let needed, let found, let what):
      "insufficient data: series '\(id)' has \(found) \(what), \(needed) are needed"
    case .notPositive(let id, let period, let value):
      "series '\(id)': \(NumberText.shortest(value)) in \(period) has no logarithm"
    case .nothingAhead(let id, let end):
      "nothing to nowcast: '\(id)' is known to \(end), and no series tells of a period of it after that"
    case .noBase(let id, let period):
      "series '\(id)': no earlier value that the change to \(period) could be added to"
    case .tooManyFactors(let factors, let series, let frequency):
      "\(factors) factors of \(series) series by \(frequency.rawValue)"
    case .alone(let id): "'\(id)' is the only series"
    case .tooManyParameters(let values, let parameters):
      "insufficient data: \(values) changes of all series, \(2 * parameters) are needed for "
        + "\(parameters) parameters"
    case .otherModel(let what): "the given parameters are of another model: \(what)"
    case .forecasting(let error): error.description
    }
  }

  /// What to do about it, in words of the data; nil where there is nothing to say.
  package var advice: String? {
    switch self {
    case .unknownSeries(let id, let names): choiceAdvice(for: id, among: names, called: "series")
    case .doesNotNest: "add it up to months before, or leave it out"
    case .noVariation: "leave it out"
    case .tooFew: "give a longer series, or leave it out"
    case .notPositive: "model levels, or leave it out"
    case .nothingAhead: "give indicators that are known later, or a horizon"
    case .noBase: "give the target's values of the year before"
    case .tooManyFactors: "take fewer factors"
    case .alone: "give indicators beside it"
    case .tooManyParameters: "leave series out, or give longer ones"
    case .otherModel: "estimate them from these series"
    case .forecasting: nil
    }
  }
}
