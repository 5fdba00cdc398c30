public import LinearAlgebra
public import SeriesCore

/// What can go wrong in a regression because of the data.
public enum RegressionError: Error, Equatable, Sendable {
  /// Fewer observations than the terms need.
  case tooShort(needed: Int, found: Int)
  /// Columns and response differ in length.
  case lengthMismatch(term: String, needed: Int, found: Int)
  /// A value that is not finite in a term or in the response (observation from 0).
  case nonFinite(term: String, observation: Int)
  /// The terms are linear combinations of each other within these observations (from 0).
  case collinear(observations: Range<Int>)
  /// The terms reproduce the response: no error variance is left to test or weigh with.
  case exactFit
  /// An argument outside of what is possible, and what is.
  case invalid(argument: String, detail: String)
  /// Segments between breaks of so many observations, where the terms and the sample permit others.
  case segmentLength(found: Int, possible: Int, Int, observations: Int)
  /// A period that no row after the first has.
  case noSuchPeriod(String)
  /// More breaks than the sample has room for.
  case tooManyBreaks(asked: Int, room: Int)
  /// An offset on the scale of logarithms whose exponential leaves doubles (row of the table from 0).
  case badOffset(value: Double, row: Int)
  case numeric(LinearAlgebraError)
  /// What is wrong with a table, with its line.
  case input(InputFault)
  /// No row has all the values that the formula needs.
  case noObservations(read: Int)
  /// A reference level that no row in use has.
  case unknownLevel(column: String, level: String, nearest: String?)
  /// Dummies or their products that would not fit into memory.
  case tooManyColumns(term: String, columns: Int, observations: Int)
  /// A response outside the family's range (row of the table from 0).
  case badResponse(family: String, needed: String, row: Int)
  /// A response that is at its limit everywhere: zero, or one in a binomial or probit regression.
  /// No finite coefficients fit it.
  case allZero(String)
  /// A response of zeros and ones that the terms tell apart without error.
  case separated(String)
  /// Endogenous regressors that the instruments do not tell apart, and the instruments that are
  /// combinations of fixed effects, exogenous terms and other instruments.
  case notIdentified(endogenous: [String], instruments: [String])
  /// Terms that are constant within the fixed effects, and nothing else to estimate.
  case absorbed([String])
  /// Each row is the only one of some level of a fixed effect.
  case allSingletons(read: Int, effects: [String])
  /// Every term is collinear with others, constant or zero.
  case noTerms
  /// A request that the method or these rows do not permit; the text is the whole message.
  case unsupported(String)
  /// An iteration that did not settle.
  case didNotConverge(what: String, iterations: Int)
}

extension RegressionError: CustomStringConvertible {
  /// What went wrong and, where it is known, what to do; rows and observations counted from 1.
  public var description: String {
    switch self {
    case .tooShort(let needed, let found):
      "insufficient data: \(needed) observations needed, \(found) found"
    case .lengthMismatch(let term, let needed, let found):
      "'\(term)' has \(found) values, \(needed) needed"
    case .nonFinite(let term, let observation):
      "'\(term)' is not finite at observation \(observation + 1)"
    case .collinear(let observations):
      "the terms are collinear in observations \(observations.lowerBound + 1) to "
        + "\(observations.upperBound)"
    case .exactFit: "the terms reproduce the response exactly: no error variance is left"
    case .invalid(let argument, let detail): "\(argument): \(detail)"
    case .segmentLength(let found, let least, let most, let observations):
      "shortest segment: \(found) of \(observations) observations; \(least) to \(most) are possible"
    case .noSuchPeriod(let period): "'\(period)' is no period after the first"
    case .tooManyBreaks(let asked, let room):
      "\(asked) breaks: this sample has room for \(room)"
    case .badOffset(let value, let row):
      "\(Self.offsetFault(value)) (row \(row + 1) after the header; \(Self.offsetAdvice))"
    case .numeric(let error): error.description
    case .input(let fault): fault.description
    case .noObservations(let read):
      "insufficient data: none of \(read) rows has all that the fit needs (finite values, lags that "
        + "are there, a weight above zero)"
    case .unknownLevel(let column, let level, let nearest):
      "no level '\(level)' in column '\(column)'"
        + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
    case .tooManyColumns(let term, let columns, let observations):
      "\(term) would make \(columns) columns of \(observations) rows (make it a fixed effect)"
    case .badResponse(let family, let needed, let row):
      "the family \(family) needs \(needed) (row \(row + 1) after the header)"
    case .allZero(let response):
      "'\(response)' is zero (or at its limit) everywhere: no coefficients fit it"
    case .separated(let response):
      "the terms tell the zeros of '\(response)' from its ones without error: no coefficients fit it"
    case .notIdentified(let endogenous, let instruments):
      "under-identified: the instruments do not tell \(endogenous.joined(separator: ", ")) from the "
        + "other terms"
        + (instruments.isEmpty
          ? ""
          : "; \(instruments.joined(separator: ", ")) \(instruments.count == 1 ? "is" : "are") "
            + "explained by exogenous terms, fixed effects or other instruments")
        + " (give other instruments or fewer endogenous regressors)"
    case .absorbed(let terms):
      "nothing is left to estimate: the fixed effects explain \(terms.joined(separator: ", ")) "
        + "(leave out an effect, or give 'y ~ 1 | …' for the effects alone)"
    case .allSingletons(let read, let effects):
      "insufficient data: each of the \(read) rows that are complete is alone in a level of "
        + "\(effects.joined(separator: ", ")), which fits it without error (give coarser fixed "
        + "effects)"
    case .noTerms: "no term is left to estimate: all are constant, zero or collinear"
    case .unsupported(let what): what
    case .didNotConverge(let what, let iterations):
      "\(what) did not settle in \(iterations) iterations"
    }
  }
}

extension RegressionError {
  static func offsetFault(_ value: Double) -> String {
    "the offset \(NumberText.shortest(value)) is added to a logarithm: it looks like an exposure"
  }
  static let offsetAdvice = "give a column that holds its logarithm"
}
