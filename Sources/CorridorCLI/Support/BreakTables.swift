import Corridor

/// A row of `corridor breaks`: a test, a number of breaks, or a break.
struct BreakRow {
  var kind: String
  let breaks: Int
  /// The last period of the old regime; several joined by `;`.
  var last: String?
  var low: String?
  var high: String?
  var statistic: Double?
  var df1: Int?
  var df2: Int?
  var pValue: Double?
  var rss: Double?
  var bic: Double?
  var lwz: Double?
  var isChosen: Bool?

  static let table: Table<BreakRow> = [
    .text("kind", "chow, sup_f, ave_f, exp_f, the same with _lm, partition or break") { $0.kind },
    .integer("breaks", "number of breaks") { $0.breaks },
    .text("last", "last period of the old regime") { $0.last },
    .text("last_low", "lower end of its interval") { $0.low },
    .text("last_high", "upper end of its interval") { $0.high },
    .exact("statistic", "statistic of a test") { $0.statistic },
    .integer("df1", "degrees of freedom") { $0.df1 },
    .integer("df2", "degrees of freedom of the denominator") { $0.df2 },
    .exact("p_value", "probability of a statistic as far out without a break") { $0.pValue },
    .exact("rss", "sum of squared residuals of a partition") { $0.rss },
    .exact("bic", "Schwarz's criterion") { $0.bic },
    .exact("lwz", "Liu, Wu and Zidek's criterion") { $0.lwz },
    .answer("chosen", "whether breaks of this number are reported") { $0.isChosen },
  ]
}

/// A term of the regression in a segment.
struct SegmentRow {
  let number: Int
  let first: String
  let last: String
  let count: Int
  let coefficient: OLSFit.Coefficient

  static let table: Table<SegmentRow> = [
    .integer("segment", "number of the segment") { $0.number },
    .text("first", "its first period") { $0.first },
    .text("last", "its last period") { $0.last },
    .integer("n", "observations") { $0.count },
    .text("term", "term") { $0.coefficient.term },
    .exact("estimate", "coefficient") { $0.coefficient.estimate },
    .exact("std_error", "standard error") { $0.coefficient.standardError },
  ]
}
