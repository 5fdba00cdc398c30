import ArgumentParser
import Corridor

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecasts many series at once.",
    discussion: """
      Reads long CSV (unique_id,ds,y, series,period,value or SDMX-CSV, packed with gzip or \
      not) and writes unique_id,ds,model,mean,median and a pair of columns a level. The median \
      is the point forecast; the mean is empty where it does not exist. Models that are named \
      work on the level unless +log or +boxcox is given; the mixture's intervals are \
      calibrated on logs.

      --total writes a row a sum instead, unique_id,ds,model,total,mean,median and the same \
      columns behind; total is its point forecast, the median. The distribution is that of the \
      sums of sample paths: those that --samples asks for, else 20,000 (fewer over more than \
      1,000 periods). A year that has begun holds its observed periods too; where its periods are \
      not all known or forecast, ds is the interval that is summed.

      A series that cannot be forecast gives a row in --failures (stderr without it), and exit \
      status 3. All files are complete before any appears.

      Memory: about 40 bytes an observation, 100 where unit, basis or source stand beside it, and \
      500 a series; with --sorted only the series that are being worked on.
      """,
    examples: [
      CommandExample(
        "five years, from columns by your own names",
        "corridor forecast my.csv --time Year --value Exports --horizon 5"),
      CommandExample(
        "twelve months by two models, other intervals",
        "corridor forecast my.csv --horizon 12 --model auto,ets --levels 50,90"),
      CommandExample(
        "a large file, sorted by series",
        "corridor forecast big.csv.gz --horizon 12 --sorted -o forecasts.csv"),
      CommandExample(
        "for a statistical system, SDMX-CSV with its structure",
        "corridor forecast my.csv --horizon 5 --format sdmx-csv --structure dsd.json"),
      CommandExample(
        "totals of calendar years",
        "corridor forecast months.csv --horizon 24 --total year"),
    ])

  @OptionGroup var batch: BatchOptions

  @Option(
    help: "One-sided quantiles, shares over 0 and under 1: columns q-0.05 and so on.",
    transform: QuantileList.option)
  var quantiles = QuantileList(values: [])

  @Option(help: "Sums instead of periods: horizon or year, a row a calendar year.")
  var total: TotalSpan?

  @Option(
    help: "Sample paths of each series and model, 1 to 100000, written to --samples-output.")
  var samples: Int?

  @Option(help: "File with the sample paths, unique_id,ds,model,sample,y.")
  var samplesOutput: String?

  @Option(
    help: """
      File with one row a fit: unique_id,model,form,parameters,log_likelihood,aicc,n, the \
      parameters as name=value;…
      """)
  var details: String?

  @Option(
    help: """
      csv, or sdmx-csv: SDMX-CSV 2.0 with a row a number, its column's name as the dimension \
      STATISTIC.
      """)
  var format = TableFormat.csv

  @Option(help: "File for the data structure of --format sdmx-csv, SDMX-JSON 2.0.")
  var structure: String?

  @Flag(help: "Add the CPU seconds of each fit and forecast to --details.")
  var timing = false

  func validate() throws {
    guard details != nil || !timing else {
      throw ValidationError("--timing adds a column to --details FILE, which is not given")
    }
    guard (samples == nil) == (samplesOutput == nil) else {
      throw ValidationError("--samples N and --samples-output FILE go together")
    }
    if let samples {
      guard (1...100_000).contains(samples) else {
        throw ValidationError("--samples is from 1 to 100000")
      }
      guard samples * batch.horizon <= 10_000_000 else {
        throw ValidationError("--samples times --horizon is at most 10000000")
      }
    }
    if format == .sdmx {
      guard !batch.spreadsheet.excel else {
        throw ValidationError("--excel and --format sdmx-csv are two forms of one table")
      }
      guard total == nil else {
        throw ValidationError("--total has spans of periods, which --format sdmx-csv has not")
      }
    } else if structure != nil {
      throw ValidationError("--structure is of --format sdmx-csv")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", batch.file)],
      outputs: [
        ("--details", details), ("--samples-output", samplesOutput), ("--structure", structure),
        ("--failures", batch.failures), ("--output", batch.output.output),
      ])
  }

  func run() throws {
    try KernelCheck.require()
    var places = batch.places
    if format == .sdmx { places.statistical = (.forecasts, structure) }
    let kind: ForecastBatch.Details =
      details == nil ? .none : timing ? .timedFits : .fits
    try BatchRun.run(
      ForecastBatch(
        try batch.settings(quantiles: quantiles.values), details: kind,
        paths: ForecastBatch.Paths(
          total: total, sampleCount: samples, seed: batch.seed.seed ?? 1)),
      places, details: details, samples: samplesOutput, what: "forecasting")
  }
}

extension TotalSpan: ExpressibleByArgument {}

extension QuantileList {
  /// Reads an option's value.
  static func option(_ argument: String) throws -> QuantileList {
    try checked { try read(argument) }
  }
}
