import ArgumentParser
import Corridor

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Checks stated figures against each other.",
    discussion: """
      CLAIMS is CSV with the columns id, series, period, value, unit and kind, and where they are \
      there quote, source (or source_file), note and basis. Kinds: \
      \(ClaimKind.allCases.map(\.rawValue).joined(separator: ", ")). Periods: 2023, 2023-S1, \
      2023-Q1, 2023-05, 2023-05-01, a window 2009/2023, an open one 2024-07-03/..

      A printed figure allows half a unit of its last digit either way (zeros that end an integer \
      of 1000 or more are rounding); 'about', 'over', 'nearly', 'at least', 'at most' in the quote \
      or in brackets in the unit widen that. Figures contradict each other when nothing they \
      allow fits. How series are related their names tell (x_target, x_cumulative, x_finalised, \
      x_value, a_share_of_b, exports_ and imports_ to turnover_), else --relations, with the \
      columns kind, left, right and, for shares, whole.

      A row a check: verdict is agreement, contradiction, different-basis, different-units or \
      implied (a derived figure that nothing stated is set against). Contradictions are an answer: \
      the exit status is 0. The checks:

      \(ClaimRuleCatalog.names.map { "\($0.name): \($0.summary)." }.joined(separator: "\n"))
      """,
    examples: [
      CommandExample("what contradicts what", "corridor audit claims.csv"),
      CommandExample(
        "with relations that names do not tell",
        "corridor audit claims.csv --relations relations.csv -o findings.csv"),
    ])

  @Argument(help: "CSV file of claims, gzip or not; '-' is standard input.")
  var claims: String

  @Option(help: "CSV file of relations that names do not tell.")
  var relations: String?

  @Flag(help: "Let texts through that a spreadsheet would run as formulas.")
  var allowFormulas = false

  @OptionGroup var output: OutputOption

  func validate() throws {
    if claims == "-", relations == "-" {
      throw ValidationError("only one input can be standard input")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("CLAIMS", claims), ("--relations", relations)],
      outputs: [("--output", output.output)])
  }

  func run() throws {
    let read = try ClaimReader.read(
      ByteSource(path: claims), allowsFormulas: allowFormulas,
      settings: .formulas)
    let stated = try relations.map { path in
      try RelationReader.read(ByteSource(path: path), series: Set(read.map(\.series)))
    }
    let audit = ClaimAudit(read, relations: stated ?? [])
    try output.write(ClaimsReport.table.csv(audit.findings))
    var lines = ["\(claims): \(audit.summary)"]
    if !audit.unpaired.isEmpty {
      lines.append("in no check with another: " + audit.unpaired.joined(separator: ", "))
    }
    StandardError.lines(lines)
  }
}
