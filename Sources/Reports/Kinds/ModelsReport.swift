internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// Every fit that was tried, with its estimates or why there are none.
enum ModelsReport {
  static let kind = ReportKind(
    file: "models.csv", summary: "fitted models", table: table
  ) { run in run.fits.map(Row.init) }

  private struct Row {
    let tried: ScenarioRun.FitRow
    var fit: FittedSeries?
    var failure: ForecastingError?

    init(_ tried: ScenarioRun.FitRow) {
      self.tried = tried
      switch tried.fit {
      case .success(let fit): self.fit = fit
      case .failure(let error): failure = error
      }
    }

    func period(_ ordinal: Int?) -> String? {
      ordinal.flatMap { fit?.axis.text($0) }
    }

    var parameters: String? {
      fit.map { fit in
        fit.fitted.parameters.map {
          "\($0.name)=\(NumberText.shortest(SignificantDigits.round($0.value, to: 6)))"
        }.joined(separator: ";")
      }
    }

    var status: String {
      guard let fit else { return "failed" }
      return fit.model == AssumedGrowth.modelName ? "assumed" : "fitted"
    }
  }

  private static let table: Table<Row> = [
    .text("series", "series id") { $0.tried.seriesID },
    .text("model", "model") { $0.tried.model },
    .text("window", "sample window") { $0.tried.window },
    .text("scale", "level, log or boxcox(λ)") { $0.fit?.scale.name },
    .integer("n", "observations used") { $0.fit?.count },
    .text("sample_start", "first observed period used") { $0.period($0.fit?.sampleStart) },
    .text("sample_end", "last observed period used") { $0.period($0.fit?.sampleEnd) },
    .text("parameters", "estimates on the working scale, name=value;…") { $0.parameters },
    .text("status", "fitted, assumed (nothing was fitted) or failed") { $0.status },
    .text("reason", "why the fit failed") { $0.failure?.description },
    .text("note", "what must be known about the row, such as the reason of an assumption") {
      $0.tried.note
    },
    .text("as_of", "data used up to here; empty for all") { $0.tried.vintage.asOf?.written },
  ]
}
