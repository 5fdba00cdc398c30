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

      A series that cannot be forecast gives a row in --failures (stderr without it), and exit \
      status 3. All files are complete before any appears.

      Memory: about 80 bytes an observation; with --sorted only the series that are being \
      worked on.
      """)

  @OptionGroup var batch: BatchOptions

  @Option(
    help: """
      File with one row a fit: unique_id,model,form,parameters,log_likelihood,aicc,n, the \
      parameters as name=value;…
      """)
  var details: String?

  @Flag(help: "Add the CPU seconds of each fit and forecast to --details.")
  var timing = false

  func validate() throws {
    guard details != nil || !timing else {
      throw ValidationError("--timing adds a column to --details FILE, which is not given")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", batch.file)],
      outputs: [
        ("--details", details), ("--failures", batch.failures), ("--output", batch.output.output),
      ])
  }

  func run() throws {
    try KernelCheck.require()
    let kind: ForecastBatch.Details =
      details == nil ? .none : timing ? .timedFits : .fits
    try BatchRun.run(
      ForecastBatch(try batch.settings(), details: kind), batch.places, details: details,
      what: "forecasting")
  }
}
