public import LinearAlgebra
internal import SeriesCore

/// Why a series cannot be forecast by a model.
public enum ForecastingError: Error, Equatable, Sendable {
  /// Too few observations for the model.
  case tooShort(needed: Int, found: Int)
  /// A value ≤ 0 where the model works on logs; the period as it is written.
  case nonPositiveValue(period: String, value: Double)
  /// The model needs a value in every period.
  case gapsNotTaken
  /// Far fewer observations than periods.
  case tooSparse(observations: Int, periods: Int)
  /// A form with multiplicative parts on values that are not all positive.
  case needsPositiveValues(form: String)
  /// A search that found no usable estimates.
  case noEstimate(String)
  /// A season without any observation; counted from the first forecast period.
  case seasonNeverObserved(season: Int, of: Int)
  /// A horizon outside 1…100,000.
  case badHorizon(Int)
  /// A text that is no period of the series' frequency.
  case notAPeriod(String, frequency: String)
  /// A period that is not after the last observation.
  case notAhead(String, end: String)
  /// A form the model does not have.
  case badForm(model: String, form: String, hint: String)
  /// A name that is in no catalog.
  case unknownModel(String, nearest: String?)
  /// A name that is no moving holiday, or days that are no window.
  case unknownHoliday(String, hint: String)
  /// Periods outside of the years from the first to the last of a user's own dates.
  case holidayYears(String, first: Int, last: Int)
  /// A driver without a value where one is needed; the period counted from the first observation, 1.
  case driverUnknown(driver: String, period: Int)
  /// As many values of a driver as there are periods are needed.
  case driverLength(driver: String, needed: Int, found: Int)
  /// Drivers that, differenced like the series, are combinations of each other or of the constant.
  case collinearDrivers
  /// Sums over calendar years of periods that are only numbered.
  case noCalendarYears
  /// A series and its indicators that cannot be spread over shorter periods.
  case disaggregation(Disaggregation.Fault)
  /// A number left the range of doubles.
  case overflow
  case numeric(LinearAlgebraError)
}

extension ForecastingError {
  /// A short word for machine-read failure lists.
  public var reason: String {
    switch self {
    case .tooShort: "too_short"
    case .nonPositiveValue: "non_positive_value"
    case .gapsNotTaken: "gaps"
    case .tooSparse: "too_sparse"
    case .needsPositiveValues: "needs_positive_values"
    case .noEstimate: "no_estimate"
    case .seasonNeverObserved: "season_never_observed"
    case .badHorizon: "bad_horizon"
    case .notAPeriod: "not_a_period"
    case .notAhead: "not_ahead"
    case .badForm: "bad_form"
    case .unknownModel: "unknown_model"
    case .unknownHoliday: "unknown_holiday"
    case .holidayYears: "holiday_years"
    case .driverUnknown: "driver_unknown"
    case .driverLength: "driver_length"
    case .collinearDrivers: "collinear_drivers"
    case .noCalendarYears: "no_calendar_years"
    case .disaggregation(let fault): fault.reason
    case .overflow: "overflow"
    case .numeric: "numeric"
    }
  }
}

extension ForecastingError {
  /// Whether the data are at fault, not the request or the range of the arithmetic.
  public var isDataFault: Bool {
    switch self {
    case .tooShort, .nonPositiveValue, .gapsNotTaken, .seasonNeverObserved, .tooSparse,
      .needsPositiveValues, .driverUnknown, .collinearDrivers, .noCalendarYears,
      .disaggregation, .holidayYears:
      true
    case .noEstimate, .badHorizon, .notAPeriod, .notAhead, .badForm, .unknownModel,
      .unknownHoliday, .driverLength, .overflow, .numeric:
      false
    }
  }
}

extension ForecastingError: CustomStringConvertible {
  /// The reason in one line, with the numbers or names at fault.
  public var description: String {
    switch self {
    case .tooShort(let needed, let found):
      "insufficient data: \(needed) observations needed, \(found) found"
    case .nonPositiveValue(let period, let value):
      "the value \(NumberText.shortest(value)) at \(period) has no logarithm; a log model needs "
        + "positive values"
    case .gapsNotTaken: "the model needs a value in every period"
    case .tooSparse(let observations, let periods):
      "\(observations) observations in \(periods) periods are too few to fill the gaps"
    case .needsPositiveValues(let form):
      "the form \(form) has multiplicative parts and needs positive values"
    case .noEstimate(let why): "no estimate was found: \(why)"
    case .seasonNeverObserved(let season, let count):
      "season \(season) of \(count) was never observed"
    case .badHorizon(let horizon): "the horizon \(horizon) is outside 1…100000"
    case .notAPeriod(let text, let frequency): "'\(text)' is no period of the \(frequency) series"
    case .notAhead(let text, let end): "\(text) is not after the last observation, \(end)"
    case .badForm(let model, let form, let hint): "'\(form)' is no form of \(model): \(hint)"
    case .unknownModel(let name, let nearest):
      "unknown model '\(name)'" + (nearest.map { ", did you mean '\($0)'?" } ?? "")
    case .unknownHoliday(let text, let hint): "unknown holiday '\(text)': \(hint)"
    case .holidayYears(let name, let first, let last):
      "the dates of '\(name)' are of \(first) to \(last), and the series asks for others (complete its "
        + "file)"
    case .driverUnknown(let driver, let period):
      "the driver '\(driver)' has no value in period \(period) of the sample"
    case .driverLength(let driver, let needed, let found):
      "the driver '\(driver)' has \(found) values, \(needed) needed"
    case .collinearDrivers:
      "the drivers, differenced like the series, are combinations of each other or of the constant"
    case .noCalendarYears: "the periods are only numbered and belong to no calendar year"
    case .disaggregation(let fault): fault.description
    case .overflow: "the values are outside the range in which the model can compute"
    case .numeric(let error): error.description
    }
  }
}
