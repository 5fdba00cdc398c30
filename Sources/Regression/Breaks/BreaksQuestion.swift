internal import SeriesCore

/// Whether, how often and when a regression of one series breaks.
public struct BreaksQuestion: Sendable {
  /// Rows of one series; they are taken in the order of their periods.
  public var frame: ModelFrame
  /// Share of the sample left out at both ends, and least share of a segment; over 0 and under ½.
  public var trimming = 0.15
  /// The number of breaks to report; nil for what BIC chooses.
  public var breaks: Int?
  /// The most breaks to look for; nil for as many as there is room for, to 5.
  public var maximumBreaks: Int?
  /// Of the intervals of dates, in percent.
  public var level = 95.0
  /// How tests allow for autocorrelation of the errors; nil takes these for independent.
  public var weighting: KernelWeighting?
  /// The first period of a new regime to test (Chow): its text, or a row number without periods.
  public var testedPeriod: String?

  /// Asks about the rows of `frame`, put in the order of their periods where it has any.
  public init(_ frame: ModelFrame) { self.frame = frame.inOrder }

  /// - Throws: `RegressionError`: `.noSuchPeriod` for a tested period that is not after the first,
  ///   `.tooManyBreaks`, `.segmentLength` where the trimming leaves segments too short for the terms,
  ///   and as `SupFTest` and `BaiPerron.fit`.
  public func answer() throws(RegressionError) -> BreaksAnswer { try BreaksAnswer(self) }
}

/// The tests of a break, the best partitions, and the dates of the chosen one.
public struct BreaksAnswer: Sendable {
  /// The end of an old regime with an interval: places in the rows, from 0.
  public struct Date: Sendable {
    /// The last row before the break.
    public let last: Int
    /// The rows at the ends of the interval; nil where the break has none
    /// (`BaiPerronFit.likelihoodIntervals`).
    public let interval: (low: Int, high: Int)?
  }

  /// The rows in the order of time.
  public let frame: ModelFrame
  /// The test of a break at `testedPeriod`; nil when none was given.
  public let chow: ChowTest?
  /// The test of one break at an unknown place.
  public let supF: SupFTest
  /// The tests that allow for autocorrelation; nil unless asked for.
  package let scoreTest: ScoreBreakTest?
  /// The long-run variance of the residuals under the chosen breaks over their variance, by which
  /// intervals of dates are wider; 1 unless autocorrelation is allowed for.
  public let longRunRatio: Double
  /// The best places for 0, 1, … breaks.
  public let fit: BaiPerronFit
  /// The number of breaks that was chosen.
  public let chosen: Int
  /// The `chosen` breaks in the order of time.
  public let dates: [Date]
  /// The stretches between the chosen breaks in the order of time, one more than `dates`.
  public let segments: [BaiPerronFit.Segment]
  /// The correlation of residuals from one row to the next under the chosen breaks.
  public let autocorrelation: Double

  fileprivate init(_ question: BreaksQuestion) throws(RegressionError) {
    let frame = question.frame
    self.frame = frame
    let design = try Design(frame.terms)
    let y = frame.response.values
    if let tested = question.testedPeriod {
      let labels = y.indices.map { Self.label(frame, $0) }
      guard let first = labels.firstIndex(of: tested), first > 0 else {
        throw .noSuchPeriod(tested)
      }
      chow = try ChowTest(design, response: y, breakAfter: first)
    } else {
      chow = nil
    }
    var method = BaiPerron()
    method.minimumSegment = .share(question.trimming)
    // A short sample is told before tests that need less.
    if !design.terms.isEmpty, y.count >= 2 * (design.terms.count + 1) {
      try method.requireSegments(y.count, terms: design.terms.count)
    }
    supF = try SupFTest(design, response: y, trimming: question.trimming)
    if let weighting = question.weighting {
      scoreTest = try ScoreBreakTest(frame, weighting, trimming: question.trimming)
    } else {
      scoreTest = nil
    }
    // As many as there is room for; more that are asked for are refused below.
    let room = y.count / max(1, Int(question.trimming * Double(y.count))) - 1
    method.maximumBreaks =
      question.maximumBreaks ?? min(max(5, question.breaks ?? 0), max(0, room))
    fit = try method.fit(design, response: y)
    chosen = question.breaks ?? fit.breaks()
    guard chosen < fit.partitions.count else {
      throw .tooManyBreaks(asked: chosen, room: fit.partitions.count - 1)
    }
    segments = try fit.segments(breaks: chosen)
    longRunRatio =
      question.weighting == nil ? 1 : LongRunRatio.ratio(segments.map(\.fit.residuals))
    let intervals = try fit.likelihoodIntervals(
      breaks: chosen, level: question.level, longRunRatio: longRunRatio)
    dates = zip(fit.partitions[chosen].breakAfter, intervals).map { place, interval in
      Date(last: place - 1, interval: interval.map { ($0.low - 1, $0.high - 1) })
    }
    let residuals = segments.flatMap(\.fit.residuals)
    var (square, product) = (0.0, 0.0)
    for (i, e) in residuals.enumerated() {
      square += e * e
      if i > 0 { product += e * residuals[i - 1] }
    }
    autocorrelation = square > 0 ? product / square : 0
  }

  /// The period of a row, or its number in the file where there are none.
  public func label(_ place: Int) -> String { Self.label(frame, place) }

  private static func label(_ frame: ModelFrame, _ place: Int) -> String {
    guard let axis = frame.axis, let ordinals = frame.ordinals else {
      return String(frame.rows[place] + 1)
    }
    return axis.text(ordinals[place])
  }

  /// What the p-values and the number of breaks do not allow for.
  public var warnings: [String] {
    // Two standard errors of a correlation of independent residuals.
    guard autocorrelation > 2 / Double(frame.count).squareRoot() else { return [] }
    let hundredths = Int((autocorrelation * 100).rounded(.toNearestOrAwayFromZero))
    let numbers = NumberText.shortest(Double(hundredths) / 100)
    guard scoreTest == nil else {
      return [
        "the residuals are autocorrelated (\(numbers) from one row to the next): tests allow for it and "
          + "intervals are wider, but the number of breaks by BIC takes errors for independent and finds "
          + "too many (--breaks gives it)"
      ]
    }
    return [
      "the residuals are autocorrelated (\(numbers) from one row to the next): tests, intervals and the "
        + "number of breaks take errors for independent and find breaks where there are none, in a "
        + "random walk nearly always (--se hac allows for it in tests; add lag(y, 1), or ask about "
        + "differences)"
    ]
  }
}
