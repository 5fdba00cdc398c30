package import SeriesCore

/// Spreads every series over shorter periods.
package struct DisaggregationBatch: SeriesBatch {
  package let settings: BatchSettings
  private let options: Disaggregation.Options
  private let indicators: [SeriesPanel]
  private let start: String?
  private let hasDetails: Bool

  /// - Parameters:
  ///   - file: the file's name, for messages.
  ///   - indicators: a panel an indicator; one with a single series serves every series, another
  ///     the series of the same id.
  ///   - start: the first benchmark that counts; nil for all.
  ///   - levels: of the central intervals, percent.
  package init(
    file: String, options: Disaggregation.Options, indicators: [SeriesPanel],
    from start: String? = nil, levels: [Double], hasDetails: Bool
  ) {
    settings = BatchSettings(
      file: file, requests: [], horizon: 0, seasonLength: nil, levels: levels)
    self.options = options
    self.indicators = indicators
    self.start = start
    self.hasDetails = hasDetails
  }

  /// How every series is spread.
  package var method: Disaggregation.Method {
    options.method ?? (indicators.isEmpty ? .dentonCholette : .chowLin)
  }

  package var header: [String] { ["unique_id", "ds", "value"] + settings.quantileColumns }

  package var detailsHeader: [String] {
    hasDetails
      ? [
        "unique_id", "method", "aggregate", "n", "periods", "extrapolated", "rho", "rho_at",
        "sigma", "log_likelihood", "parameters",
      ] : []
  }

  /// The method stands where a forecast's failure names its model.
  package var names: [String] { [method.rawValue] }

  package func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    var matched: [TimeSeries] = []
    for panel in indicators {
      let entry =
        panel.entries.count == 1
        ? panel.entries[0] : panel.entries.first { $0.id == series.id }
      switch entry {
      case .series(let indicator): matched.append(indicator)
      case .failure(let failure):
        return writer.fail(
          FailedForecast(
            id: series.id, model: method.rawValue, reason: failure.reason.rawValue,
            detail: failure.fault.description, isDataFault: true))
      case nil:
        let error = ForecastingError.disaggregation(.noIndicator(id: series.id))
        return writer.fail(settings.failure(error, of: series.id, model: method.rawValue))
      }
    }
    do throws(ForecastingError) {
      let benchmarks = try benchmarks(series)
      let result = try Disaggregation(benchmarks, indicators: matched, options: options)
      writer.write(result, levels: settings.levels)
      writer.negativeParts.note(negativeParts(of: result, benchmarks))
      if hasDetails { writer.writeDetails(of: result, isGiven: options.rho != nil) }
    } catch {
      writer.fail(settings.failure(error, of: series.id, model: method.rawValue))
    }
  }
}

extension DisaggregationBatch {
  /// A sentence where the parts do not keep the sign of the benchmarks.
  private func negativeParts(of result: Disaggregation, _ benchmarks: TimeSeries) -> String? {
    let count = result.points.count { $0.value < 0 }
    guard count > 0, benchmarks.values.allSatisfy({ $0 >= 0 }) else { return nil }
    let advice =
      method != .dentonCholette && !indicators.isEmpty
      ? " (--method denton-cholette follows a positive indicator in proportion)" : ""
    return
      "series '\(result.seriesID)' has \(count) negative parts of \(result.points.count) and no negative "
      + "benchmark\(advice)"
  }

  /// The benchmarks that count.
  private func benchmarks(_ series: TimeSeries) throws(ForecastingError) -> TimeSeries {
    guard let start else { return series }
    guard let period = PeriodText(start), let first = series.axis.firstOrdinal(of: period) else {
      throw .notAPeriod(start, frequency: series.frequency.rawValue)
    }
    return series.restricted(to: first...Int.max)
  }
}

extension BatchWriter {
  /// Writes a row a short period; ends of intervals are empty where there are none.
  fileprivate mutating func write(_ result: Disaggregation, levels: [Double]) {
    forecastCount += 1
    let id = CSVCell(result.seriesID)
    for point in result.points {
      rows.field(id)
      rows.field(result.axis.text(point.ordinal))
      rows.field(point.value)
      for level in levels {
        let interval = result.interval(point, level: level)
        rows.field(interval?.low)
        rows.field(interval?.high)
      }
      rows.endRow()
    }
  }

  /// Writes the row of a regression.
  fileprivate mutating func writeDetails(of result: Disaggregation, isGiven: Bool) {
    details.field(result.seriesID)
    details.field(result.method.rawValue)
    details.field(result.aggregate.rawValue)
    details.field(result.benchmarkCount)
    details.field(result.points.count)
    details.field(result.extrapolatedCount)
    details.field(result.rho)
    let place: String =
      result.rho == nil
      ? "" : isGiven ? "given" : result.rhoBound.map { "\($0.rawValue) bound" } ?? "maximum"
    details.field(place)
    details.field(result.deviation)
    details.field(result.logLikelihood)
    let parameters = result.coefficients.flatMap { coefficient in
      [
        "\(coefficient.term)=\(NumberText.shortest(coefficient.estimate))",
        "\(coefficient.term)_std_error=\(NumberText.shortest(coefficient.standardError))",
      ]
    }
    details.field(parameters.joined(separator: ";"))
    details.endRow()
  }
}
