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
      chooses (or --breaks), with an interval for its date (Bai 1997). 'last' is the last period \
      of the old regime.
      """)

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

  @Option(help: "File with the coefficients of each segment.")
  var segments: String?

  @OptionGroup var output: OutputOption

  func validate() throws {
    guard trimming > 0, trimming < 0.5 else {
      throw ValidationError("--trimming is between 0 and 0.5")
    }
    try LevelList.require(level)
    if let breaks, breaks < 0 { throw ValidationError("--breaks is 0 or more") }
    if let maxBreaks, maxBreaks < 0 { throw ValidationError("--max-breaks is 0 or more") }
    try OutputPlaces.requireDistinct([
      ("--output", output.output), ("--segments", segments),
    ])
  }

  func run() throws {
    let parsed = try TableRegression.formula(formula)
    guard parsed.effectNames.isEmpty, !parsed.hasInstruments else {
      throw ValidationError("breaks are looked for without fixed effects and instruments")
    }
    var options = ModelFrame.Options()
    options.time = time
    let (table, resolved) = try TableRegression.read(file, parsed, options)
    let frame = try TableRegression.series(file, resolved, table, options)
    let design = try TableRegression.attempt(file) { () throws(RegressionError) in
      try Design(frame.terms)
    }
    let y = frame.response.values
    func label(_ place: Int) -> String {
      guard let axis = frame.axis, let ordinals = frame.ordinals else {
        return String(frame.rows[place] + 1)
      }
      return axis.text(ordinals[place])
    }
    var writer = CSVWriter(header: [
      "kind", "breaks", "last", "last_low", "last_high", "statistic", "df1", "df2", "p_value",
      "rss", "bic", "lwz", "chosen",
    ])
    if let at {
      guard let first = y.indices.first(where: { label($0) == at }), first > 0 else {
        throw ValidationError("--at \(at) is no period after the first")
      }
      let chow = try TableRegression.attempt(file) { () throws(RegressionError) in
        try ChowTest(design, response: y, breakAfter: first)
      }
      writer.breakRow(
        "chow", breaks: 1, last: label(first - 1), statistic: chow.statistic,
        df1: chow.numeratorDegrees, df2: chow.denominatorDegrees, pValue: chow.pValue)
    }
    let sup = try TableRegression.attempt(file) { () throws(RegressionError) in
      try SupFTest(design, response: y, trimming: trimming)
    }
    for (kind, outcome) in [
      ("sup_f", sup.supremum), ("ave_f", sup.average), ("exp_f", sup.exponential),
    ] {
      writer.breakRow(
        kind, breaks: 1, last: kind == "sup_f" ? label(sup.breakAfter - 1) : nil,
        statistic: outcome.statistic, pValue: outcome.pValue)
    }
    var method = BaiPerron()
    method.minimumSegment = .share(trimming)
    // As many as there is room for; more that are asked for are refused below.
    let room = y.count / max(1, Int(trimming * Double(y.count))) - 1
    method.maximumBreaks = maxBreaks ?? min(max(5, breaks ?? 0), max(0, room))
    let fit = try TableRegression.attempt(file) { () throws(RegressionError) in
      try method.fit(design, response: y)
    }
    let chosen = breaks ?? fit.breaks()
    guard chosen < fit.partitions.count else {
      throw ValidationError(
        "--breaks \(chosen): this sample has room for \(fit.partitions.count - 1)")
    }
    for (count, partition) in fit.partitions.enumerated() {
      writer.breakRow(
        "partition", breaks: count,
        last: partition.breakAfter.map { label($0 - 1) }.joined(separator: ";"),
        rss: partition.residualSumOfSquares, bic: partition.bic, lwz: partition.lwz,
        chosen: count == chosen)
    }
    let intervals = try TableRegression.attempt(file) { () throws(RegressionError) in
      try fit.confidenceIntervals(breaks: chosen, level: level)
    }
    let n = y.count
    for (place, interval) in zip(fit.partitions[chosen].breakAfter, intervals) {
      writer.breakRow(
        "break", breaks: chosen, last: label(place - 1),
        low: interval.map { label(min(max($0.low, 1), n) - 1) },
        high: interval.map { label(min(max($0.high, 1), n) - 1) })
    }
    var files: [(path: String, bytes: [UInt8])] = []
    if let segments {
      files.append((segments, try segmentTable(fit, chosen, label: label)))
    }
    files.append((output.output, writer.takeBytes()))
    try TableRegression.write(files)
  }

  private func segmentTable(
    _ fit: BaiPerronFit, _ breaks: Int, label: (Int) -> String
  ) throws -> [UInt8] {
    var writer = CSVWriter(header: [
      "segment", "first", "last", "n", "term", "estimate", "std_error",
    ])
    let segments = try TableRegression.attempt(file) { () throws(RegressionError) in
      try fit.segments(breaks: breaks)
    }
    for (number, segment) in segments.enumerated() {
      for coefficient in segment.fit.coefficients {
        writer.field(number + 1)
        writer.field(label(segment.observations.lowerBound))
        writer.field(label(segment.observations.upperBound - 1))
        writer.field(segment.observations.count)
        writer.field(coefficient.term)
        writer.field(coefficient.estimate)
        writer.field(coefficient.standardError.isFinite ? coefficient.standardError : nil)
        writer.endRow()
      }
    }
    return writer.takeBytes()
  }
}

extension CSVWriter {
  fileprivate mutating func breakRow(
    _ kind: String, breaks: Int, last: String? = nil, low: String? = nil, high: String? = nil,
    statistic: Double? = nil, df1: Int? = nil, df2: Int? = nil, pValue: Double? = nil,
    rss: Double? = nil, bic: Double? = nil, lwz: Double? = nil, chosen: Bool? = nil
  ) {
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    field(kind)
    field(breaks)
    for text in [last, low, high] { field(text ?? "") }
    field(finite(statistic))
    field(df1)
    field(df2)
    for value in [pValue, rss, bic, lwz] { field(finite(value)) }
    field(chosen.map { $0 ? "yes" : "no" } ?? "")
    endRow()
  }
}
