import ArgumentParser
import Corridor

/// How much a run says when it is done.
struct SummaryOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print every verdict behind the answers.")
  var verbose = false

  @Flag(help: "Print no answers: warnings and errors only.")
  var quiet = false

  func validate() throws {
    if verbose, quiet { throw ValidationError("--verbose and --quiet exclude each other") }
  }

  /// What of a whole call is worth a line.
  func say(_ line: String) {
    if !quiet { StandardError.write(StandardError.printable(line) + "\n") }
  }
}

/// What ends the run of a scenario: its answers, a line a question, fitted to the terminal, and where
/// the reports are. `answers.csv` has the same with all that stands behind.
enum RunSummary {
  static func write(_ run: ScenarioRun, folder: String, _ options: SummaryOptions) {
    guard !options.quiet else { return }
    let width = Terminal.columns(of: 2)
    let title = run.scenario.title.isEmpty ? run.scenario.name : run.scenario.title
    var lines = ["", Terminal.title(title, on: 2)] + table(run.sheet).lines(width: width)
    if options.verbose { lines += [""] + VerdictTable.lines(run) }
    lines.append("reports in \(StandardError.printable(folder))")
    StandardError.write(lines.joined(separator: "\n") + "\n")
  }

  static func table(_ answers: [AnswerRow]) -> TextTable {
    TextTable(
      columns: [
        .init(title: "question"), .init(title: "by"), .init(title: "level", isNumber: true),
        .init(title: "answer", isNumber: true), .init(title: "range"), .init(title: "status"),
      ],
      flexible: 0, rows: answers.map(cells))
  }

  private static func cells(_ row: AnswerRow) -> [String] {
    let level = row.level.map { Verdict.amount($0, row.unit) } ?? ""
    let isDecided = row.probability == 0 || row.probability == 1
    switch (row.status, row.probability, row.value) {
    case (.met, _, _) where isDecided, (.missed, _, _):
      return [row.question, row.deadline ?? "", level, "", "", row.status.rawValue]
    case (.met, let probability?, _):
      return [
        row.question, row.deadline ?? "", level, Verdict.share(probability), "",
        "met; to be there then",
      ]
    case (_, let probability?, _):
      return [
        row.question, row.deadline ?? "", level, Verdict.share(probability),
        row.range.map(shares) ?? "", row.status.rawValue,
      ]
    case (_, nil, let value?):
      return [
        row.question, row.deadline ?? "", level, Verdict.amount(value, row.unit),
        row.range.map { amounts($0, row.unit) } ?? "", row.status.rawValue,
      ]
    case (_, nil, nil):
      return [row.question, row.verdict]
    }
  }

  /// `35 to 46 %`.
  private static func shares(_ range: ClosedRange<Double>) -> String {
    let (low, high) = (Verdict.share(range.lowerBound), Verdict.share(range.upperBound))
    return low == high ? low : low.replacing(" %", with: "") + " to " + high
  }

  private static func amounts(_ range: ClosedRange<Double>, _ unit: SeriesUnit?) -> String {
    Verdict.amount(range.lowerBound, unit) + " to " + Verdict.amount(range.upperBound, unit)
  }
}
