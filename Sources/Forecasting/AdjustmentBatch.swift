package import SeriesCore

/// Adjusts every series for its season and moving holidays.
package struct AdjustmentBatch: SeriesBatch {
  package let settings: BatchSettings
  private let options: SeasonalAdjustment.Options

  /// - Parameter file: the file's name, for messages.
  package init(file: String, options: SeasonalAdjustment.Options) {
    settings = BatchSettings(
      file: file, requests: [], horizon: 0,
      seasonLength: options.seasonLength, levels: [], holidays: options.holidays)
    self.options = options
  }

  package var header: [String] {
    ["unique_id", "ds", "y", "trend", "season", "holiday", "adjusted"]
  }

  /// The method stands where a forecast's failure names its model.
  package var names: [String] { [options.method.rawValue] }

  package func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    do throws(ForecastingError) {
      writer.write(try SeasonalAdjustment(series, options: options))
    } catch {
      writer.fail(settings.failure(error, of: series.id, model: options.method.rawValue))
    }
  }
}
