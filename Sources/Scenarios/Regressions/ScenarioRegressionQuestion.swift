internal import Glibc
package import Regression
package import SeriesCore

/// A regression that a scenario file asks for, and what is to follow from it.
package struct ScenarioRegressionQuestion: Sendable {
  /// Drivers that grow at stated rates, and the level their relation takes a series to.
  package struct Projection: Sendable {
    /// The series that is projected; its last observation is the base.
    package let series: TimeSeries
    package let level: Double
    /// Ordinals on the series' axis, rising.
    package let deadlines: [Int]
    /// What each driver does.
    package let growth: [Driver]
    /// Drivers whose common growth is looked for; empty asks nothing.
    package fileprivate(set) var solvedColumns: [String]
    /// The same as a reader calls them.
    var solvedLabels: [String] {
      solvedColumns.map { name in growth.first { $0.column == name }?.label ?? name }
    }
    /// The probability to reach at the deadline.
    package let probability: Double
    /// Growth rates between which it is looked for.
    package let range: ClosedRange<Double>
    /// Whose residuals tell how the pair's own goes on; nil for the pair's, or those of the whole fit.
    let residuals: PanelResiduals.Plan?
  }

  /// A driver's growth a year by course of events, a fraction, and what shocks do to it.
  package struct Driver: Sendable {
    package let column: String
    /// What a reader calls it: the column's name where the file says nothing else.
    package let label: String
    package let rates: [String: Double]
    /// ln of the shocks' factor in each period after the base, by course; empty without shocks.
    let logShocks: [String: [Double]]

    /// ln of the driver's change from the base to a period, counted from 1.
    func logChange(_ course: String, periods: Int, years: Double) -> Double {
      let shock = logShocks[course].map { $0[periods - 1] } ?? 0
      return years * log1p(rates[course] ?? 0) + shock
    }
  }

  package let name: String
  /// What is fitted to the rows that are known.
  private(set) var regression: RegressionQuestion
  /// The rows of all periods, those after the fit's sample among them; nil for a table without periods.
  private(set) var whole: DataTable?
  package let sources: [ScenarioSource]
  /// Rows whose fitted values are reported: a level of each of these columns, the projected rows first.
  let rows: [[(column: String, level: String)]]
  /// Columns that name a reported row.
  let labels: [String]
  /// Periods from one reported row to the next, for tables without a column of periods.
  let spacing: Int
  /// The id of the series that the response is the logarithm of; nil for another response.
  let responseSeries: String?
  package let corrections: [RowCorrection]
  /// The table as the file has it, where `corrections` change it.
  private(set) var uncorrected: DataTable?
  /// What is fitted to what, in one text: equal for regressions that are the same fit.
  let fitIdentity: String
  package private(set) var projection: Projection?
  /// The period up to which data are used; nil for all.
  package private(set) var asOf: PeriodText?

  package var formula: Formula { regression.formula }
  package var family: Family { regression.family }
  package var covariance: CovarianceKind { regression.errors ?? .usual(for: family) }
  var table: DataTable { regression.table }

  init(
    name: String, regression: RegressionQuestion, data: RegressionData,
    rows: [[(column: String, level: String)]], labels: [String], spacing: Int,
    projection: Projection?
  ) {
    self.name = name
    self.regression = regression
    whole = data.whole
    sources = data.sources
    self.rows = rows
    self.labels = labels
    self.spacing = spacing
    responseSeries = data.responseSeries
    corrections = data.corrections
    uncorrected = data.uncorrected
    self.projection = projection
    fitIdentity = [
      data.identity, regression.formula.text, regression.family.rawValue,
      (regression.errors ?? .usual(for: regression.family)).name, regression.options.time ?? "",
      regression.options.id ?? "",
    ].joined(separator: "\n")
  }

  /// The column that says when a row was.
  private var periodColumn: String? {
    regression.options.time ?? projection?.residuals?.period
  }

  /// The question as it could be asked at an earlier time: rows and the projected series end there.
  ///
  /// - Throws: `RegressionError.unsupported` when no column says when a row was.
  func cut(_ run: PartRun) throws(RegressionError) -> ScenarioRegressionQuestion {
    guard let asOf = run.asOf, let last = asOf.lastDay else { return self }
    guard
      var cut = keeping({ text in PeriodText(text)?.lastDay.map { $0 <= last } ?? false })
    else {
      throw .unsupported(
        "data up to \(asOf.written) only, but no column says when a row was (give 'time')")
    }
    cut.asOf = asOf
    cut.projection = projection.map { $0.cut(to: run.known($0.series)) }
    return cut
  }

  /// The same from the rows up to a period; the projection stays.
  func cut(toPeriodsUpTo last: Int, on axis: PeriodAxis) -> ScenarioRegressionQuestion? {
    keeping { text in
      PeriodText(text).flatMap { axis.ordinal(of: $0) }.map { $0 <= last } ?? false
    }
  }

  /// The same from the table as the file has it.
  var withoutCorrections: ScenarioRegressionQuestion? {
    guard let uncorrected else { return nil }
    var question = self
    question.regression.table = uncorrected
    question.uncorrected = nil
    question.projection?.solvedColumns = []
    return question
  }

  private func keeping(_ holds: (String) -> Bool) -> ScenarioRegressionQuestion? {
    guard let time = periodColumn, let rows = table.keeping(time, where: holds) else { return nil }
    var cut = self
    cut.regression.table = rows
    cut.whole = whole?.keeping(time, where: holds)
    cut.uncorrected = uncorrected?.keeping(time, where: holds)
    return cut
  }
}

extension ScenarioRegressionQuestion.Projection {
  /// The same from an earlier last observation; shocks keep their periods.
  func cut(to series: TimeSeries) -> ScenarioRegressionQuestion.Projection {
    let earlier = (self.series.end ?? 0) - (series.end ?? 0)
    return ScenarioRegressionQuestion.Projection(
      series: series, level: level, deadlines: deadlines.filter { $0 > series.end ?? .max },
      growth: growth.map { driver in
        ScenarioRegressionQuestion.Driver(
          column: driver.column, label: driver.label, rates: driver.rates,
          logShocks: driver.logShocks.mapValues {
            Array(repeating: 0, count: max(0, earlier)) + $0
          })
      }, solvedColumns: solvedColumns, probability: probability, range: range, residuals: residuals)
  }
}
