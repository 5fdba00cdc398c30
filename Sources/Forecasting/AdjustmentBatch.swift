public import SeriesCore

/// Adjusts every series for its season and moving holidays.
public struct AdjustmentBatch: SeriesBatch {
  public let settings: BatchSettings
  private let options: SeasonalAdjustment.Options

  /// - Parameter file: the file's name, for messages.
  public init(file: String, options: SeasonalAdjustment.Options) {
    settings = BatchSettings(
      file: file, requests: [], scaleRule: .level, horizon: 0,
      seasonLength: options.seasonLength, levels: [], holidays: options.holidays)
    self.options = options
  }

  public var header: [String] {
    ["unique_id", "ds", "y", "trend", "season", "holiday", "adjusted"]
  }

  /// The method stands where a forecast's failure names its model.
  public var names: [String] { [options.method.rawValue] }

  public func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    do throws(ForecastingError) {
      writer.write(try SeasonalAdjustment(series, options: options))
    } catch {
      writer.fail(settings.failure(error, of: series.id, model: options.method.rawValue))
    }
  }
}
