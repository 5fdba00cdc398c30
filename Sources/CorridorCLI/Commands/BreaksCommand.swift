import ArgumentParser
import Corridor

struct BreaksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breaks",
    abstract: "Structural breaks of a regression: whether, how many and when.",
    discussion: """
      FORMULA is a regression as for 'corridor regress', without fixed effects and instruments; \
      'y ~ 1' asks for breaks in the mean. Rows go in the order of --time, else of the file.

      Rows of the table: chow (with --at), sup_f, ave_f and exp_f (Andrews 1993; Andrews & \
      Ploberger 1994; p-values of Hansen 1997), partition for each number of breaks (Bai & Perron \
      2003, least squares over all partitions), and break for each break of the number that BIC \
      chooses (or --breaks), with an interval for its date by likelihood ratios, each regime with \
      its own variance (Eo & Morley 2015). 'last' is the last period of the old regime. Hansen's \
      p-values under 0.0001 are printed as 0.0001: his approximation goes no farther.

      All of it takes errors for independent; stderr says where they are not. --se hac gives \
      chow_lm, sup_lm, ave_lm and exp_lm in place of the F tests, with a covariance that allows \
      for autocorrelation, and wider intervals of dates; the number of breaks stays that of BIC.
      """,
    examples: [
      CommandExample("breaks in the mean", "corridor breaks my.csv 'log(exports) ~ 1' --time year"),
      CommandExample(
        "is there one at 2015?",
        "corridor breaks my.csv 'exports ~ oil' --time year --at 2015"),
    ])

  @Argument(help: "CSV file with a header, gzip or not; '-' is standard input.")
  var file: String

  @Argument(help: "The regression, such as 'y ~ 1' or 'log(y) ~ log(x)'.")
  var formula: String

  @Option(help: "Column of periods.")
  var time: String?

  @Option(help: "First period of a new regime to test (Chow); its text in --time, or a row number.")
  var at: String?

  @Option(help: "Share of the sample left out at both ends, and least share of a segment.")
  var trimming = 0.15

  @Option(help: "Number of breaks to report. Default: by BIC.")
  var breaks: Int?

  @Option(help: "The most breaks to look for. Default: as many as the least segment allows, to 5.")
  var maxBreaks: Int?

  @Option(help: "Level of the intervals of dates in percent.")
  var level = 95.0

  @Option(
    help: "Errors that tests allow for: iid, hac, hac:LAG or andrews, as of 'corridor regress'.")
  var se = "iid"

  @Option(help: "File with the coefficients of each segment.")
  var segments: String?

  @OptionGroup var numbers: NumberOptions

  @OptionGroup var output: OutputOption

  func validate() throws {
    guard trimming > 0, trimming < 0.5 else {
      throw ValidationError("--trimming is between 0 and 0.5")
    }
    try checked { try LevelList.require(level) }
    guard weighting != nil || CovarianceKind(se) == .iid else {
      throw ValidationError("--se is iid, hac, hac:LAG or andrews, not '\(se)'")
    }
    if let breaks, breaks < 0 { throw ValidationError("--breaks is 0 or more") }
    if let maxBreaks, maxBreaks < 0 { throw ValidationError("--max-breaks is 0 or more") }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)],
      outputs: [("--output", output.output), ("--segments", segments)])
  }

  /// How autocorrelation is allowed for; nil where it is not, and for what `validate` refuses.
  private var weighting: KernelWeighting? {
    if case .kernel(let weighting) = CovarianceKind(se) { return weighting }
    return nil
  }

  func run() throws {
    let parsed = try TableRegression.formula(formula)
    guard parsed.effectNames.isEmpty, !parsed.hasInstruments else {
      throw ValidationError("breaks are looked for without fixed effects and instruments")
    }
    var options = ModelFrame.Options()
    options.time = time
    let (table, resolved) = try TableRegression.read(file, parsed, options, numbers)
    let frame = try TableRegression.series(file, resolved, table, options)
    var question = BreaksQuestion(frame)
    question.trimming = trimming
    question.breaks = breaks
    question.maximumBreaks = maxBreaks
    question.level = level
    question.testedPeriod = at
    question.weighting = weighting
    let answer = try self.answer(question)
    StandardError.lines(answer.warnings.map { "\(file): \($0)" })
    var files: [(path: String, bytes: [UInt8])] = []
    if let segments {
      files.append((segments, segmentTable(answer)))
    }
    files.append((output.output, breakTable(answer)))
    try PendingFiles.write(files)
  }

  /// Asks, with what depends on options said in their words.
  private func answer(_ question: BreaksQuestion) throws -> BreaksAnswer {
    do throws(RegressionError) { return try question.answer() } catch {
      switch error {
      case .noSuchPeriod(let period):
        throw ValidationError("--at \(period) is no period after the first")
      case .tooManyBreaks(let asked, let room):
        throw ValidationError("--breaks \(asked): this sample has room for \(room)")
      case .segmentLength(_, let least, let most, let observations) where least <= most:
        // Rounded up, so that the share's whole part is long enough.
        let share = (1000 * Double(least) / Double(observations)).rounded(.up) / 1000
        throw InputFault(
          .malformed, file: file, error.description,
          advice: "give --trimming \(NumberText.shortest(share)) or more, under 0.5")
      default:
        return try TableRegression.attempt(file) { () throws(RegressionError) in throw error }
      }
    }
  }

  private func breakTable(_ answer: BreaksAnswer) -> [UInt8] {
    var rows = testRows(answer)
    for (count, partition) in answer.fit.partitions.enumerated() {
      rows.append(
        BreakRow(
          kind: "partition", breaks: count,
          last: partition.breakAfter.map { answer.label($0 - 1) }.joined(separator: ";"),
          rss: partition.residualSumOfSquares, bic: partition.bic, lwz: partition.lwz,
          isChosen: count == answer.chosen))
    }
    for date in answer.dates {
      rows.append(
        BreakRow(
          kind: "break", breaks: answer.chosen, last: answer.label(date.last),
          low: date.interval.map { answer.label($0.low) },
          high: date.interval.map { answer.label($0.high) }))
    }
    return BreakRow.table.csv(rows)
  }

  private func testRows(_ answer: BreaksAnswer) -> [BreakRow] {
    var rows: [BreakRow] = []
    if let chow = answer.chow {
      var row = BreakRow(kind: "chow", breaks: 1, last: answer.label(chow.breakAfter - 1))
      if let robust = answer.scoreTest?.known(chow.breakAfter) {
        row.kind = "chow_lm"
        (row.statistic, row.df1, row.df2, row.pValue) = robust
      } else {
        (row.statistic, row.pValue) = (chow.statistic, chow.pValue)
        (row.df1, row.df2) = (chow.numeratorDegrees, chow.denominatorDegrees)
      }
      rows.append(row)
    }
    let robust = answer.scoreTest
    let suffix = robust == nil ? "f" : "lm"
    let place = robust?.breakAfter ?? answer.supF.breakAfter
    for (name, outcome) in [
      ("sup", robust?.supremum ?? answer.supF.supremum),
      ("ave", robust?.average ?? answer.supF.average),
      ("exp", robust?.exponential ?? answer.supF.exponential),
    ] {
      rows.append(
        BreakRow(
          kind: "\(name)_\(suffix)", breaks: 1, last: name == "sup" ? answer.label(place - 1) : nil,
          statistic: outcome.statistic, pValue: outcome.reportedPValue))
    }
    return rows
  }

  private func segmentTable(_ answer: BreaksAnswer) -> [UInt8] {
    SegmentRow.table.csv(
      answer.segments.enumerated().flatMap { number, segment in
        segment.fit.coefficients.map {
          SegmentRow(
            number: number + 1, first: answer.label(segment.observations.lowerBound),
            last: answer.label(segment.observations.upperBound - 1),
            count: segment.observations.count, coefficient: $0)
        }
      })
  }
}
