package import SeriesCore

/// Adjusts every series for its season and moving holidays.
package struct AdjustmentBatch: SeriesBatch {
  package let settings: BatchSettings
  private let options: SeasonalAdjustment.Options
  private let tables: Tables

  /// The tables beside the adjusted values that are wanted.
  package struct Tables: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A row a holiday.
    package static let effects = Tables(rawValue: 1)
    /// A row an outlier.
    package static let outliers = Tables(rawValue: 2)
    /// A row a number of further periods.
    package static let revisions = Tables(rawValue: 4)
  }

  /// - Parameters:
  ///   - file: the file's name, for messages.
  ///   - tables: those wanted beside the adjusted values.
  package init(file: String, options: SeasonalAdjustment.Options, tables: Tables = []) {
    settings = BatchSettings(
      file: file, requests: [], horizon: 0,
      seasonLength: options.seasonLength, levels: [], holidays: options.holidays)
    self.options = options
    self.tables = tables
  }

  package var header: [String] {
    ["unique_id", "ds", "y", "trend", "season", "holiday", "adjusted"]
  }

  package var detailsHeader: [String] {
    tables.contains(.effects)
      ? ["unique_id", "term", "estimate", "std_error", "t", "p_value"] : []
  }

  package var samplesHeader: [String] {
    tables.contains(.outliers)
      ? ["unique_id", "ds", "type", "estimate", "std_error", "t"] : []
  }

  package var revisionsHeader: [String] {
    tables.contains(.revisions)
      ? [
        "unique_id", "later", "n", "mean", "mean_abs", "max_abs", "mean_abs_share", "growth_n",
        "growth_mean", "growth_mean_abs", "growth_max_abs", "failed",
      ] : []
  }

  /// No outlier is an answer.
  package var writesEmptyTables: Bool { true }

  /// Pieces stay small where a series is much work.
  package var pieceSeries: Int {
    tables.contains(.revisions) ? 1 : options.outliers.isEmpty ? 64 : 4
  }

  /// The method stands where a forecast's failure names its model.
  package var names: [String] { [options.method.rawValue] }

  package func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    do throws(ForecastingError) {
      let adjustment = try SeasonalAdjustment(series, options: options)
      // A series that fails leaves no rows behind.
      let revisions =
        tables.contains(.revisions) ? try AdjustmentRevisions(series, options: options) : nil
      writer.write(adjustment)
      if tables.contains(.effects) { writer.writeEffects(of: adjustment) }
      if tables.contains(.outliers) { writer.writeOutliers(of: adjustment) }
      if let revisions { writer.write(revisions) }
    } catch {
      writer.fail(settings.failure(error, of: series.id, model: options.method.rawValue))
    }
  }
}

extension BatchWriter {
  /// Writes a row an observed period; without holidays their cells are empty.
  fileprivate mutating func write(_ adjustment: SeasonalAdjustment) {
    forecastCount += 1
    let id = CSVCell(adjustment.series.id)
    for point in adjustment.points {
      rows.field(id)
      rows.field(adjustment.series.axis.text(point.ordinal))
      rows.field(point.value)
      rows.field(point.trend)
      rows.field(point.season)
      rows.field(adjustment.holidayEffects.isEmpty ? nil : point.holiday)
      rows.field(point.adjusted)
      rows.endRow()
    }
  }

  /// Writes a row a holiday.
  fileprivate mutating func writeEffects(of adjustment: SeasonalAdjustment) {
    for effect in adjustment.holidayEffects {
      details.field(adjustment.series.id)
      details.field(effect.name)
      details.field(effect.coefficient)
      details.field(effect.standardError)
      details.field(effect.tValue.isFinite ? effect.tValue : nil)
      details.field(effect.tValue.isFinite ? effect.pValue : nil)
      details.endRow()
    }
  }

  /// Writes a row an outlier.
  fileprivate mutating func writeOutliers(of adjustment: SeasonalAdjustment) {
    for outlier in adjustment.outliers {
      samples.field(adjustment.series.id)
      samples.field(adjustment.series.axis.text(outlier.ordinal))
      samples.field(outlier.kind.rawValue)
      samples.field(outlier.estimate)
      samples.field(outlier.standardError)
      samples.field(outlier.statistic.isFinite ? outlier.statistic : nil)
      samples.endRow()
    }
  }

  /// Writes a row a number of further periods.
  fileprivate mutating func write(_ result: AdjustmentRevisions) {
    for row in result.rows {
      revisions.field(result.seriesID)
      revisions.field(row.later)
      revisions.field(row.values.count)
      revisions.field(row.values.mean)
      revisions.field(row.values.meanAbsolute)
      revisions.field(row.values.largest)
      revisions.field(row.share)
      revisions.field(row.growth.count)
      revisions.field(row.growth.mean)
      revisions.field(row.growth.meanAbsolute)
      revisions.field(row.growth.largest)
      revisions.field(result.failedCount)
      revisions.endRow()
    }
  }
}
