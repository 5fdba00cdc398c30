internal import Pages

/// One section of a notebook: words, code in both languages, and the reports that they read.
///
/// A section's text is a file in `Templates`. It takes nothing from the scenario but what it reads
/// from the tables and from the names that the opening sets.
struct NotebookSection: Sendable {
  let cells: [NotebookCell]
  /// The reports that its code reads.
  let files: [String]
  private let condition: @Sendable (NotebookSubject) -> Bool

  private init(
    _ template: [UInt8], reads files: [String],
    when condition: @escaping @Sendable (NotebookSubject) -> Bool = { _ in true }
  ) {
    cells = NotebookCell.read(String(decoding: template, as: UTF8.self))
    self.files = files
    self.condition = condition
  }

  /// Whether the scenario has what the section shows.
  func isWanted(by subject: NotebookSubject) -> Bool {
    files.allSatisfy { !subject.tables[$0].isEmpty } && condition(subject)
  }

  /// All sections in the order of a notebook.
  static let all: [NotebookSection] = [
    NotebookSection(PackageResources.reading_md, reads: ["answers.csv"]),
    NotebookSection(
      PackageResources.forecast_md, reads: ["observations.csv", "forecast.csv", "targets.csv"]
    ) { $0.hasFan },
    NotebookSection(
      PackageResources.probability_md, reads: ["answers.csv", "targets.csv", "hitting.csv"]
    ) { $0.question != nil },
    NotebookSection(PackageResources.courses_md, reads: ["targets.csv"]) {
      $0.question != nil && $0.courses.count > 1
    },
    NotebookSection(PackageResources.tornado_md, reads: ["tornado.csv"]) { subject in
      subject.tables["tornado.csv"].rows.contains { subject.question?.isAsked(by: $0) == true }
    },
    NotebookSection(PackageResources.levels_md, reads: ["forecast.csv"]) { $0.question != nil },
    NotebookSection(PackageResources.command_md, reads: ["observations.csv"]) {
      $0.question != nil
    },
    NotebookSection(PackageResources.drivers_md, reads: ["driver_fan.csv"]) {
      $0.tables["driver_fan.csv"].rows.contains { !$0.has("as_of") }
    },
    NotebookSection(PackageResources.capacity_md, reads: ["capacity.csv"]),
    NotebookSection(PackageResources.nowcasts_md, reads: ["nowcast.csv"]) { subject in
      let rows = subject.tables["nowcast.csv"].rows
      return rows.contains { $0["scenario"] == rows[0]["scenario"] && $0.has("estimate") }
    },
    NotebookSection(
      PackageResources.counterfactual_md, reads: ["counterfactual.csv", "counterfactual_flows.csv"]
    ) { $0.tables["counterfactual_flows.csv"].rows.contains { $0.has("flow_change") } },
    NotebookSection(PackageResources.pipeline_md, reads: ["pipeline.csv"]),
    NotebookSection(PackageResources.postmortem_md, reads: ["postmortem_forecasts.csv"]) {
      $0.tables["postmortem_forecasts.csv"].rows.contains { $0.has("actual") }
    },
    NotebookSection(PackageResources.claims_md, reads: ["claims.csv"]),
    NotebookSection(PackageResources.mirror_md, reads: ["mirror.csv"]) {
      $0.tables["mirror.csv"].rows.contains { $0["status"] == "reconciled" }
    },
  ]
}
