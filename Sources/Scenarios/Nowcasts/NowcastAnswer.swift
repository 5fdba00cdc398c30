package import Forecasting
internal import Glibc
package import SeriesCore
internal import StatisticsCore

/// One flow of a nowcast by one method.
package struct NowcastRow: Sendable {
  package enum Method: String, Sendable {
    case growth
    /// The sum of the flows, each carried by its own growth.
    case growthByFlow = "growth by flow"
    case share
    /// Every month alike.
    case naive
    /// A dynamic factor model of the yearly flow and indicators.
    case factors
  }

  package enum Status: String, Sendable {
    /// Its spread is that of past years of the flow.
    case estimated
    /// Its spread is that of another flow's past years.
    case proxy
    /// Its spread is stated.
    case assumption
    /// No interval, or no estimate at all: `reason` says why.
    case insufficient
  }

  /// The ratio that led to another basis.
  package struct Bridging: Sendable {
    package let ratio: BasisBridge.Ratio
    package let range: ClosedRange<Double>
    package let years: ClosedRange<Int>
    package let overlap: Int
    package let from: SeriesBasis?
  }

  package let course: String
  package let question: NowcastQuestion
  package let flow: String
  package let method: Method
  /// On the basis on which the part is measured.
  package let partValue: Double?
  package let previousPart: Double?
  /// The last full year, on the basis of the estimate.
  package let baseValue: Double?
  /// Growth of the part on that of the year before, a fraction.
  package let growth: Double?
  /// The part's share in its year: of past years, or of the calendar for `naive`.
  package let share: Double?
  /// Past years behind the share.
  package let shareCount: Int?
  package let bridging: Bridging?
  /// The median of the full year.
  package let estimate: Double?
  /// Of the carry alone, on logs.
  package let carry: CarrySpread?
  /// Of carry and bridge together.
  package let spread: CarrySpread?
  /// Whose past years the carry's spread is, or why it is assumed.
  package let carryNote: String?
  package let actual: Double?
  package let basis: SeriesBasis?
  package let reason: String?

  package var unit: SeriesUnit? { question.unit }

  package var status: Status {
    guard estimate != nil, let spread else { return .insufficient }
    switch spread.origin {
    case .estimated: return .estimated
    case .proxy: return .proxy
    case .assumption: return .assumption
    }
  }

  /// The probability that the year comes to a level on the basis of the part; nil without a spread, and
  /// on another basis.
  package func probability(of level: Double) -> Double? {
    guard let estimate, let spread, bridging == nil else { return nil }
    if let partValue, partValue >= level { return 1 }
    return PartYearCarry.logDistribution(estimate: estimate, spread: spread).atLeast(log(level))
  }

  /// The ends of a central interval; nil without a spread. On its own basis a year is never less than
  /// the part that is counted already.
  package func interval(level: Double) -> (low: Double, high: Double)? {
    guard let estimate, let spread else { return nil }
    let tail = (1 - level / 100) / 2
    let distribution = PartYearCarry.logDistribution(estimate: estimate, spread: spread)
    let floor = bridging == nil ? partValue ?? 0 : 0
    let (low, high) = (exp(distribution.quantile(tail)), exp(distribution.quantile(1 - tail)))
    // An end beyond every double is no end.
    return high.isFinite ? (max(floor, low), max(floor, high)) : nil
  }
}

/// The rows of one nowcast under one course of events.
struct NowcastAnswer {
  let rows: [NowcastRow]

  init(
    _ question: NowcastQuestion, course: String, asOf: PeriodText?, factors: NowcastFactors?
  ) {
    let builder = NowcastBuilder(
      question: question, course: course, rest: question.rest[course] ?? 0,
      isKnown: Self.isKnown(question, asOf))
    var rows: [NowcastRow] = []
    let several = question.total != nil
    for flow in several ? question.flows + [question.whole] : question.flows {
      let isWhole = flow.name == question.whole.name
      for method in question.methods {
        let row = method == .growth ? builder.growth(flow) : builder.share(flow)
        // A share of one past year is the carry of its growth: one estimate, printed once.
        if method == .share, row.shareCount == 1,
          let last = rows.last(where: { $0.method == .growth }),
          Self.same(last, row)
        {
          continue
        }
        rows.append(row)
        if method == .growth, isWhole, several { rows.append(builder.growthByFlow()) }
        if isWhole, let bridge = question.bridge {
          rows += bridge.rules.map { builder.bridged(row, bridge, $0) }
        }
      }
      if isWhole, question.naive != nil { rows.append(builder.naive(flow)) }
      if isWhole, let factors { rows.append(builder.factors(flow, factors)) }
    }
    self.rows = rows
  }

  private static func same(_ row: NowcastRow, _ other: NowcastRow) -> Bool {
    guard row.flow == other.flow, row.method == .growth, row.bridging == nil,
      let a = row.estimate, let b = other.estimate
    else { return false }
    return abs(a - b) <= 1e-9 * abs(a)
  }

  /// Whether the part of the year had passed by the end of what was known.
  private static func isKnown(_ question: NowcastQuestion, _ asOf: PeriodText?) -> Bool {
    guard let last = asOf?.lastDay else { return true }
    return question.part.lastDay(of: question.year) <= last
  }
}
