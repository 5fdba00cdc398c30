internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// Every fit that was tried, with its estimates or why there are none.
enum ModelsReport {
  static let kind = ReportKind(
    file: "models.csv", summary: "fitted models",
    columns: [
      .text("series", "series id"), .text("model", "model"), .text("window", "sample window"),
      .text("scale", "level, log or boxcox(λ)"), .integer("n", "observations used"),
      .text("sample_start", "first observed period used"),
      .text("sample_end", "last observed period used"),
      .text("parameters", "estimates on the working scale, name=value;…"),
      .text("status", "fitted, assumed (nothing was fitted) or failed"),
      .text("reason", "why the fit failed"),
      .text("note", "what must be known about the row, such as the reason of an assumption"),
      .text("as_of", "data used up to here; empty for all"),
    ]
  ) { run in
    run.fits.map { row in
      let head: [ReportTable.Cell] = [.text(row.seriesID), .text(row.model), .text(row.window)]
      let vintage = ReportTable.Cell.text(row.vintage.asOf?.written)
      switch row.fit {
      case .success(let fit):
        let parameters = fit.fitted.parameters.map {
          "\($0.name)=\(NumberText.shortest(SignificantDigits.round($0.value, to: 6)))"
        }
        return head + [
          .text(fit.scale.name), .integer(fit.count), .text(fit.axis.text(fit.sampleStart)),
          .text(fit.axis.text(fit.sampleEnd)), .text(parameters.joined(separator: ";")),
          .text(fit.model == AssumedGrowth.modelName ? "assumed" : "fitted"), .text(nil),
          .text(row.note), vintage,
        ]
      case .failure(let error):
        return head + [
          .text(nil), .integer(nil), .text(nil), .text(nil), .text(nil), .text("failed"),
          .text(error.description), .text(row.note), vintage,
        ]
      }
    }
  }
}
