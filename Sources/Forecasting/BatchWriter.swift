internal import SeriesCore
internal import StatisticsCore

/// Writes the forecasts of many series as rows.
///
/// What neighbouring rows share is made once: the cell of the id, the texts of the periods, the
/// quantiles of t.
package struct BatchWriter {
  // Kinds of results in files of their own write here.
  var rows: CSVWriter
  var details: CSVWriter
  var samples: CSVWriter
  var revisions: CSVWriter
  private var failures: [FailedForecast] = []
  var forecastCount = 0
  var spacing = CountedNote()
  var negativeParts = CountedNote()
  /// Of the quantiles behind the median, in the order of their columns.
  private let shares: [Double]
  private var table = QuantileTable()
  private var id = (text: "", cell: CSVCell(""))
  private var model = (text: "", cell: CSVCell(""))
  private var periods = PeriodCells()

  init(
    shares: [Double], header: [String], detailsHeader: [String], samplesHeader: [String],
    revisionsHeader: [String]
  ) {
    rows = CSVWriter(header: header)
    details = CSVWriter(header: detailsHeader)
    samples = CSVWriter(header: samplesHeader)
    revisions = CSVWriter(header: revisionsHeader)
    _ = rows.takeBytes()
    _ = details.takeBytes()
    _ = samples.takeBytes()
    _ = revisions.takeBytes()
    self.shares = shares
  }

  mutating func fail(_ failure: FailedForecast) { failures.append(failure) }

  /// Writes a row a step, from step `first` on.
  ///
  /// - Parameters:
  ///   - cutoff: the last period before the forecast, for a column of its own.
  ///   - actual: what came at a period, for a last column.
  mutating func write(
    _ forecast: Forecast, from first: Int = 1, cutoff: String? = nil,
    actual: ((Int) -> Double?)? = nil
  ) {
    forecastCount += 1
    name(forecast)
    let cutoff = cutoff.map { CSVCell($0) }
    periods.prepare(forecast.axis, from: forecast.start + first - 1)
    for step in first...forecast.horizon {
      let distribution = forecast.distributions[step - 1]
      rows.field(id.cell)
      if let cutoff { rows.field(cutoff) }
      rows.field(periods[step - first])
      rows.field(model.cell)
      rows.field(distribution.mean)
      rows.field(forecast.medians?[step - 1] ?? distribution.quantile(0.5, using: &table))
      for share in shares { rows.field(distribution.quantile(share, using: &table)) }
      if let actual { rows.field(actual(forecast.start + step - 1)) }
      rows.endRow()
    }
  }

  /// Makes the cells of id and model ready, unless they are those of the row before.
  private mutating func name(_ forecast: Forecast) {
    if id.text != forecast.seriesID { id = (forecast.seriesID, CSVCell(forecast.seriesID)) }
    if model.text != forecast.model { model = (forecast.model, CSVCell(forecast.model)) }
  }

  /// Writes a row a total; its point forecast is the median, as that of a period is.
  mutating func write(_ totals: ForecastTotals) {
    forecastCount += 1
    name(totals.forecast)
    for total in totals.totals {
      let median = total.quantile(0.5)
      rows.field(id.cell)
      rows.field(total.label)
      rows.field(model.cell)
      rows.field(median)
      rows.field(total.mean)
      rows.field(median)
      for share in shares { rows.field(total.quantile(share)) }
      rows.endRow()
    }
  }

  /// Writes the rows of sample path `number`, from 0, a row a period.
  mutating func write(
    _ path: UnsafeBufferPointer<Double>, number: Int, of forecast: Forecast
  ) {
    name(forecast)
    periods.prepare(forecast.axis, from: forecast.start)
    for (step, value) in path.enumerated() {
      samples.field(id.cell)
      samples.field(periods[step])
      samples.field(model.cell)
      samples.field(number + 1)
      samples.field(value)
      samples.endRow()
    }
  }

  /// Writes the row of a fit.
  mutating func write(_ fit: FittedSeries, seconds: Double?) {
    details.field(fit.seriesID)
    details.field(fit.model)
    details.field(fit.fitted.form)
    var parameters = fit.fitted.parameters
    if case .boxCox(let lambda) = fit.scale { parameters.append(("lambda", lambda)) }
    if fit.magnitude != 1 { parameters.append(("magnitude", fit.magnitude)) }
    for effect in fit.holidays?.effects ?? [] {
      parameters.append((effect.name, effect.coefficient))
      parameters.append((effect.name + "_std_error", effect.standardError))
    }
    details.field(
      parameters.map { "\($0.name)=\(NumberText.shortest($0.value))" }.joined(separator: ";"))
    details.field(fit.fitted.logLikelihood)
    details.field(fit.fitted.aicc)
    details.field(fit.count)
    if let seconds { details.field((seconds * 1e6).rounded() / 1e6) }
    details.endRow()
  }

  consuming func part(series: Int) -> BatchPart {
    BatchPart(
      rows: rows.bytes, details: details.bytes, samples: samples.bytes, revisions: revisions.bytes,
      failures: failures, seriesCount: series, forecastCount: forecastCount,
      spacing: spacing, negativeParts: negativeParts)
  }
}

/// The written periods from one on; those of the series before, as long as they are the same.
private struct PeriodCells {
  private var axis = PeriodAxis(.integer)
  private var start = 0
  private var cells: [CSVCell] = []

  mutating func prepare(_ axis: PeriodAxis, from start: Int) {
    guard axis != self.axis || start != self.start else { return }
    (self.axis, self.start) = (axis, start)
    cells.removeAll(keepingCapacity: true)
  }

  subscript(_ offset: Int) -> CSVCell {
    mutating get {
      while cells.count <= offset { cells.append(CSVCell(axis.text(start + cells.count))) }
      return cells[offset]
    }
  }
}
